// The whole of reading by keyboard alone: nothing is clicked and nothing is given the focus, but by keys. At every step the
// focus is seen, in the window, with nothing over it (support/keys.mjs).

import { newReader } from "./support/article.mjs";
import { Desk } from "./support/desk.mjs";
import { Keys } from "./support/keys.mjs";
import { expect, test } from "./support/test.mjs";
import { comeBack } from "./support/visit.mjs";

const withKeys = test.extend({ keys: async ({ page }, use) => use(new Keys(page)) });

/** Comments on the article itself, a minute apart. */
const numbered = (length) => Array.from({ length }, (_, at) => ({ name: `Lezer ${at}`, posted_at: new Date(1.7e12 + at * 6e4).toISOString(), body: `Nummer ${at}.` }));

/** A page as publishers should have it: a link at its top leads past the article. */
async function withSkipLink(page) {
  await page.addInitScript(() =>
    addEventListener("DOMContentLoaded", () => {
      const skip = Object.assign(document.createElement("a"), { href: "#reacties", textContent: "Naar de reacties" });
      document.querySelector("main").before(skip);
      document.querySelector("weerwoord-thread, script[data-site]").dataset.id = "reacties";
      const long = Object.assign(document.createElement("p"), { innerHTML: "Een lang artikel, <a href='#'>met een link</a>. ".repeat(80) });
      document.querySelector("h1").after(long);
    }),
  );
}

withKeys("from the article a link at its top leads into the thread, past the article's own links", async ({ page, article, widget, keys }) => {
  await article.chain(["Wortel", "Tak"]);
  await withSkipLink(page);
  await page.goto(article.url());
  await widget.readable();
  await widget.element.evaluate((element) => (element.id = "reacties"));
  await keys.press("Tab");
  await expect(page.getByRole("link", { name: "Naar de reacties" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(widget.element).toBeFocused();
  await keys.press("Tab", "Tab");
  await widget.interactive();
  await keys.to(widget.replyTo("Tak"));
  await keys.to(page.getByRole("link", { name: "met een link" }).last(), "Shift+Tab");
});

withKeys("every stop of a thread is seen, from its first to its last and back", async ({ page, article, widget, keys }) => {
  await article.chain(["Een", "Twee", "Drie", "Vier", "Vijf", "Zes", "Zeven", "Acht", "Negen"]);
  await article.post({ body: "Met [een link](https://nieuws.example/) en een @Lezer" });
  await page.setViewportSize({ width: 480, height: 700 });
  await widget.open(article.url());
  await keys.to(widget.menuOf("Negen"));
  await keys.to(widget.body, "Shift+Tab");
});

withKeys("a long thread is read to its end, branches collapse and open, dates are links", async ({ page, article, server, widget, keys }) => {
  await server.importComments(numbered(54), article.url());
  await article.chain(["Wortel", "Tak", "Twijg"]);
  await widget.open(article.url());
  const collapse = widget.comment("Wortel").locator("[data-action=collapse]");
  await keys.to(collapse);
  for (const expanded of ["false", "true"]) {
    await keys.press("Enter");
    await expect(collapse).toHaveAttribute("aria-expanded", expanded);
    await keys.at(collapse);
  }
  await keys.use(widget.comment("Tak").locator(".permalink"));
  await keys.at(widget.comment("Tak"));
  expect(page.url()).toMatch(/#weerwoord-/);
  await keys.press("u");
  await keys.at(widget.comment("Wortel"));
  await keys.press("j");
  await keys.at(widget.comment("Nummer 53."));
  await keys.press("k");
  await keys.at(widget.comment("Wortel"));
  await keys.press("c");
  await expect(widget.comment("Tak")).toBeHidden();
  await keys.at(widget.comment("Wortel"));
  await keys.press("c");
  await expect(widget.comment("Tak")).toBeVisible();
  await keys.at(widget.comment("Wortel"));
  for (let at = 53; at > 5; at--) {
    await keys.press("j");
    await keys.at(widget.comment(`Nummer ${at}.`));
  }
  await keys.use(widget.element.getByRole("link", { name: "Meer reacties" }));
  await expect(widget.comments).toHaveCount(57);
  await keys.at(widget.comment("Nummer 4."));
});

withKeys("the buttons beside the orders collapse all and list the shortcuts, and keep the focus or give it back", async ({ article, widget, keys }) => {
  await article.chain(["Wortel", "Tak"]);
  await article.post({ body: "Stam" });
  await widget.open(article.url());
  const tools = widget.element.locator(".tools");
  await keys.use(tools.locator("[data-action=fold]"));
  await expect(widget.comment("Tak")).toBeHidden();
  await keys.at(tools.locator("[data-action=fold]"));
  await keys.press("Enter");
  await expect(widget.comment("Tak")).toBeVisible();
  await keys.at(tools.locator("[data-action=fold]"));
  const dialog = widget.element.locator("dialog");
  for (const close of ["Enter", "Escape", " "]) {
    await keys.use(tools.locator("[data-action=keys]"));
    await expect(dialog).toBeVisible();
    await keys.at(dialog.getByRole("button"));
    await keys.press(close);
    await expect(dialog).toBeHidden();
    await keys.at(tools.locator("[data-action=keys]"));
  }
  await keys.to(widget.replyTo("Wortel"));
  await keys.press("?");
  await keys.press("Escape");
  await keys.at(widget.replyTo("Wortel"));
});

withKeys("an order, and the picks alone, are chosen where the focus stays", async ({ article, server, widget, keys }) => {
  await article.post({ body: "Eerste" });
  const last = await article.post({ body: "Laatste" });
  const desk = await Desk.of(server);
  await desk.does("pick", last);
  await widget.open(article.url());
  for (const [name, texts] of [["Oudste", ["Eerste", "Laatste"]], ["Keuze van de redactie", ["Laatste"]]]) {
    await keys.use(widget.order(name));
    await expect.poll(() => widget.texts()).toEqual(texts);
    await keys.at(widget.order(name));
  }
  await keys.back(widget.order("Nieuwste"));
  await expect.poll(() => widget.texts()).toEqual(["Laatste", "Eerste"]);
  await keys.at(widget.order("Nieuwste"));
});

withKeys("what comes meanwhile is opened, and read on from there", async ({ article, widget, keys }) => {
  const [first] = await article.chain(["Een", "Eén komma een"]);
  await widget.open(article.url());
  await keys.to(widget.replyTo("Eén komma een"));
  await article.post({ body: "Nieuw antwoord", parent: first.id });
  await article.post({ body: "Nieuw op het artikel" });
  const news = widget.element.getByRole("button", { name: "1 nieuwe reactie" });
  await expect(news).toHaveCount(2);
  await keys.at(widget.replyTo("Eén komma een"));
  await keys.use(news.last());
  await keys.at(widget.comment("Nieuw antwoord"));
  await keys.to(news, "Shift+Tab");
  await keys.press("Enter");
  await keys.at(widget.comment("Nieuw op het artikel"));
  await expect(news).toHaveCount(0);
});

withKeys("what is new since the last visit is gone through by the buttons and by j", async ({ page, article, widget, keys }) => {
  for (const body of ["Een", "Twee", "Drie"]) await article.post({ body });
  await comeBack(page, article, widget, async () => {
    for (const body of ["Nieuw een", "Nieuw twee"]) await article.post({ body });
  });
  await keys.to(widget.order("Nieuwste"));
  const next = widget.element.getByRole("button", { name: "Volgende nieuwe reactie" });
  await keys.to(next);
  await keys.press("Enter");
  await keys.at(widget.comment("Nieuw twee"));
  await keys.press("j");
  await keys.at(widget.comment("Nieuw een"));
});

withKeys.describe("without a connection", () => {
  withKeys.use({ expectedComplaints: /^Failed to load resource|^weerwoord: the thread could not be loaded/ });

  withKeys("a thread that could not be loaded is loaded again, and the focus goes to it", async ({ page, article, widget, keys }) => {
    await article.post({ body: "Een" });
    await page.route("**/embed/thread?**", (route) => route.abort());
    await page.goto(article.url());
    const retry = widget.element.locator(".failed-load button");
    await expect(retry).toBeVisible();
    await keys.press("Tab");
    await keys.at(retry);
    await keys.press("Enter");
    await keys.at(retry);
    await page.unroute("**/embed/thread?**");
    await keys.press("Enter");
    await expect(widget.title).toBeFocused();
    await keys.to(widget.replyTo("Een"));
  });

  withKeys("where more could not be brought, the focus stays on its link", async ({ page, article, server, widget, keys }) => {
    await server.importComments(numbered(54), article.url());
    await widget.open(article.url());
    const more = widget.element.getByRole("link", { name: "Meer reacties" });
    await keys.to(widget.body);
    await keys.to(widget.comments.first().locator(".permalink"));
    await page.route("**/embed/thread?**", (route) => route.abort());
    for (let at = 1; at < 50; at++) await keys.press("j");
    await keys.use(more);
    await expect(widget.element.locator(".more .state")).toContainText("geen verbinding");
    await keys.at(more);
  });
});
