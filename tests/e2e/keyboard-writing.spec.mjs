// Answering, voting, reacting, changing, deleting and reporting by keyboard alone: nothing is clicked and nothing is given the
// focus, but by keys. At every step the focus is seen, in the window, with nothing over it (support/keys.mjs).

import { Keys } from "./support/keys.mjs";
import { expect, FAILED_REQUEST, test } from "./support/test.mjs";
import { hold, POST } from "./support/widget.mjs";

const withKeys = test.extend({ keys: async ({ page }, use) => use(new Keys(page)) });

const action = (widget, text, name) => widget.comment(text).locator(`[data-action=${name}]`);
const report = (widget, text) => widget.comment(text).locator("form.report");

/** Writes a comment on the article, and is at it when it is kept. */
async function write(widget, keys, body) {
  await keys.to(widget.body, "Shift+Tab");
  await keys.type(body);
  await keys.to(widget.name);
  await keys.press("Control+a");
  await keys.type("Petra");
  await keys.use(widget.send);
  await expect(widget.comment(body)).toHaveClass("comment");
  await keys.at(widget.comment(body));
}

withKeys("a reader answers, thinks better of it, and answers after all", async ({ page, article, widget, keys }) => {
  await article.chain(["Een", "Twee"]);
  await widget.open(article.url());
  await keys.use(widget.replyTo("Een"));
  await keys.at(widget.body);
  await keys.press("Escape");
  await keys.at(widget.replyTo("Een"));
  await keys.press("Enter");
  await keys.at(widget.body);
  await keys.use(widget.form.locator(".cancel"));
  await keys.at(widget.replyTo("Een"));
  await keys.press("Enter");
  await keys.type("Zonder *muis*");
  await keys.use(widget.form.getByRole("button", { name: "Voorbeeld" }));
  await expect(widget.form.locator(".preview em")).toHaveText("muis");
  await keys.at(widget.form.getByRole("button", { name: /Voorbeeld/ }));
  // Without a name, the focus goes to where one is lacking.
  await keys.back(widget.send);
  await keys.at(widget.name);
  await keys.type("Petra");
  const { release } = await hold(page, POST);
  await keys.use(widget.send);
  const answer = widget.comment("Zonder");
  await expect(answer).toHaveClass("comment sending");
  await keys.at(answer);
  release();
  await expect(answer).toHaveClass("comment");
  await keys.at(answer);
  expect(await article.comments()).toMatchObject([{ depth: 0 }, { depth: 1 }, { depth: 1, author: { name: "Petra" } }]);
});

withKeys("the form at the article takes a comment by Control and Enter, and is opened again", async ({ article, widget, keys }) => {
  await article.post({ body: "Een" });
  await widget.open(article.url());
  await keys.to(widget.name);
  await keys.type("Petra");
  await keys.to(widget.body, "Shift+Tab");
  await keys.type("Met twee toetsen");
  await keys.press("Control+Enter");
  await expect(widget.comment("Met twee toetsen")).toHaveClass("comment");
  await keys.at(widget.comment("Met twee toetsen"));
  await keys.use(widget.replyTo("Een"));
  await keys.at(widget.body);
  await keys.to(widget.openComposer, "Shift+Tab");
  await keys.press("Enter");
  await keys.at(widget.body);
});

withKeys("a reader votes, and takes it back", async ({ article, widget, keys }) => {
  await article.chain(["Een", "Twee"]);
  await widget.open(article.url());
  await keys.to(widget.like("Twee"));
  for (const [key, pressed] of [["Enter", "true"], [" ", "false"]]) {
    await keys.press(key);
    await expect(widget.like("Twee")).toHaveAttribute("aria-pressed", pressed);
    await keys.at(widget.like("Twee"));
  }
});

withKeys("a reader reacts with an emoji, to a comment and to the article", async ({ article, widget, keys }) => {
  const page_ = "emoji.html";
  await article.post({ body: "Een", site: "emoji", page: page_ });
  await widget.open(article.url(page_));
  const react = action(widget, "Een", "react");
  const emoji = widget.comment("Een").locator(".palette [data-action=emoji]");
  await keys.use(react);
  await keys.at(emoji.first());
  await keys.press("Escape");
  await keys.at(react);
  await keys.press("Enter");
  await keys.use(emoji.nth(1));
  await expect(widget.comment("Een").locator(".reactions")).toHaveText("❤️ 1");
  await keys.at(react);
  const toArticle = widget.element.locator("#weerwoord-article [data-action=emoji]").first();
  await keys.to(toArticle, "Shift+Tab");
  for (const pressed of ["true", "false"]) {
    await keys.press("Enter");
    await expect(toArticle).toHaveAttribute("aria-pressed", pressed);
    await keys.at(toArticle);
  }
});

withKeys("a reader changes a comment, or leaves it as it was", async ({ article, widget, keys }) => {
  await article.post({ body: "Van een ander" });
  await widget.open(article.url());
  await write(widget, keys, "Een tikfuot");
  await keys.use(action(widget, "Een tikfuot", "edit"));
  await keys.at(widget.body);
  await keys.press("Escape");
  await keys.at(action(widget, "Een tikfuot", "edit"));
  await keys.press("Enter");
  await keys.at(widget.body);
  await keys.use(widget.form.locator(".cancel"));
  await keys.at(action(widget, "Een tikfuot", "edit"));
  await keys.press("Enter");
  await keys.press("Control+a");
  await keys.type("Een tikfout minder");
  await keys.use(widget.form.getByRole("button", { name: "Bewaren" }));
  await expect(widget.comment("Een tikfout minder").locator(".edited")).toBeVisible();
  await keys.at(widget.comment("Een tikfout minder"));
});

withKeys("a reader deletes a comment, brings it back, and deletes it for good", async ({ page, article, widget, keys }) => {
  await article.post({ body: "Van een ander" });
  await page.clock.install();
  await widget.open(article.url());
  await write(widget, keys, "Toch niet");
  const gone = widget.element.locator(".comment.removed");
  await keys.use(action(widget, "Toch niet", "delete"));
  await keys.at(gone);
  await keys.use(gone.locator("[data-action=undo]"));
  await keys.at(widget.comment("Toch niet"));
  await keys.use(action(widget, "Toch niet", "delete"));
  await keys.to(gone.locator("[data-action=undo]"));
  await page.clock.fastForward(10_000);
  await expect(widget.comments).toHaveCount(1);
  await keys.at(widget.comment("Van een ander"));
  expect(await article.comments()).toHaveLength(1);
});

withKeys("a comment that others do not see yet is taken back into the form", async ({ article, widget, keys }) => {
  await widget.open(article.url("undo.html"));
  await keys.to(widget.body);
  await write(widget, keys, "Met een tikfuot");
  await keys.use(action(widget, "Met een tikfuot", "undo"));
  await keys.at(widget.body);
  await expect(widget.body).toHaveValue("Met een tikfuot");
});

withKeys("the menu quotes, copies, collapses, leads to the parent, hides a writer and shows them again", async ({ page, context, article, widget, keys }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.addInitScript(() => delete Navigator.prototype.share);
  await article.chain(["Wortel", "Tak", "Twijg"]);
  await widget.open(article.url());
  const menu = widget.menuOf("Tak");
  const entry = (name) => widget.comment("Tak").locator(`.menu [data-action=${name}]`);
  const choose = async (name) => {
    await keys.press("Enter");
    await expect(menu).toHaveAttribute("aria-expanded", "true");
    await keys.at(menu);
    await keys.use(entry(name));
    await expect(widget.element.locator(".menu")).toHaveCount(0);
  };
  await keys.to(menu);
  await choose("link");
  await keys.at(menu);
  await expect(widget.live).toHaveText("De link is gekopieerd.");
  await choose("fold");
  await expect(widget.comment("Twijg")).toBeHidden();
  await expect(widget.comment("Tak").locator(":focus")).toHaveCount(1);
  await keys.to(menu);
  await choose("quote");
  await keys.at(widget.body);
  await expect(widget.body).toHaveValue("> Tak\n\n");
  await keys.press("Escape");
  await keys.to(menu);
  await choose("parent");
  await keys.at(widget.comment("Wortel"));
  await keys.to(menu);
  await choose("hide");
  const show = action(widget, "Tak", "show");
  await keys.at(show);
  await keys.press("Enter");
  await keys.at(widget.comment("Tak"));
  await keys.to(menu);
  await keys.press("Enter");
  await keys.to(entry("link"));
  await keys.press("Escape");
  await keys.at(menu);
  await expect(widget.element.locator(".menu")).toHaveCount(0);
});

withKeys("where nothing can be copied, the address stands in a field, and the focus comes back", async ({ page, article, widget, keys }) => {
  await page.addInitScript(() => {
    delete Navigator.prototype.share;
    Object.defineProperty(navigator, "clipboard", { value: undefined });
  });
  await article.post({ body: "Een" });
  await widget.open(article.url());
  await keys.use(widget.menuOf("Een"));
  await keys.use(widget.comment("Een").locator("[data-action=link]"));
  await keys.at(widget.comment("Een").locator(".menu input"));
  await keys.press("Escape");
  await keys.at(widget.menuOf("Een"));
});

withKeys("a comment is reported, after all that may come before it", async ({ article, widget, keys }) => {
  await article.chain(["Een", "Koop nu!"]);
  await widget.open(article.url());
  const form = report(widget, "Koop nu!");
  const open = async () => {
    await keys.press("Enter");
    await keys.use(action(widget, "Koop nu!", "report"));
    await keys.at(form.getByRole("radio").first());
  };
  await keys.to(widget.menuOf("Koop nu!"));
  await open();
  await keys.press("Escape");
  await keys.at(widget.menuOf("Koop nu!"));
  await open();
  await keys.use(form.locator(".cancel"));
  await keys.at(widget.menuOf("Koop nu!"));
  await open();
  await keys.use(form.locator(".primary"));
  await expect(form.locator(".error")).not.toBeEmpty();
  await keys.at(form.getByRole("radio").first());
  await keys.press(" ", "ArrowDown");
  await expect(form.getByRole("radio").nth(1)).toBeChecked();
  await keys.press("Tab");
  await keys.type("Staat overal");
  await keys.use(form.locator(".primary"));
  await expect(widget.comment("Koop nu!").locator(".reported")).toBeVisible();
  await keys.at(widget.menuOf("Koop nu!"));
});

withKeys.describe("without a connection", () => {
  withKeys.use({ expectedComplaints: FAILED_REQUEST });

  withKeys("a comment that waits is sent again, taken back or thrown away", async ({ page, article, widget, keys }) => {
    await article.post({ body: "Een" });
    await widget.open(article.url());
    await page.route(POST, (route) => route.abort());
    await keys.to(widget.name);
    await keys.type("Petra");
    await keys.to(widget.body, "Shift+Tab");
    await keys.type("Onderweg");
    await keys.press("Control+Enter");
    const comment = widget.comment("Onderweg");
    await expect(comment).toHaveClass("comment waiting");
    await keys.at(comment);
    await keys.use(action(widget, "Onderweg", "retry"));
    await expect(comment).toHaveClass("comment waiting");
    await keys.at(comment);
    await keys.use(action(widget, "Onderweg", "discard"));
    await expect(comment).toHaveCount(0);
    await keys.at(widget.comment("Een"));
  });
});
