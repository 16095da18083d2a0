// Where the reader was: what came since the last visit is marked, and can be gone through.

import { expect, expectAccessible, FAILED_REQUEST, test } from "./support/test.mjs";
import { layoutShift, watchLayout } from "./support/layout.mjs";
import { comeBack, leave } from "./support/visit.mjs";
import { hold, WASM } from "./support/widget.mjs";

const marked = (widget) => widget.element.locator(".comment", { has: widget.page.locator("article[data-new]") });
const way = (widget) => widget.element.getByRole("navigation", { name: "Nieuwe reacties" });
const next = (widget) => way(widget).getByRole("button", { name: "Volgende nieuwe reactie" });
const previous = (widget) => way(widget).getByRole("button", { name: "Vorige nieuwe reactie" });

test("what came since the last visit is marked, for eyes and ears", async ({ page, article, widget }) => {
  const first = await article.post({ body: "Een" });
  await comeBack(page, article, widget, async () => {
    await article.post({ name: "Joop", body: "Antwoord", parent: first.id });
    await article.post({ body: "Twee" });
  });
  await expect(marked(widget)).toHaveCount(2);
  await expect(widget.comment("Een")).toHaveAttribute("part", "comment");
  for (const text of ["Twee", "Antwoord"]) {
    await expect(widget.comment(text)).toHaveAttribute("part", "comment new");
  }
  const word = widget.comment("Antwoord").locator("article").evaluate((article) => getComputedStyle(article, "::before").content);
  expect(await word).toBe('"Nieuw"');
  await expect(way(widget)).toHaveText(/^2 nieuw/);
  await expectAccessible(page);
});

test("on a first visit nothing is marked, and nothing offers to go through it", async ({ article, widget }) => {
  await article.chain(["Een", "Twee"]);
  await widget.open(article.url());
  await expect(marked(widget)).toHaveCount(0);
  await expect(way(widget)).toBeHidden();
});

test("what comes while the reader is there is marked too, but for what the reader writes", async ({ article, widget }) => {
  await article.post({ body: "Een" });
  await widget.open(article.url());
  await article.post({ body: "Twee" });
  await widget.element.evaluate((element) => element.refresh());
  await expect(widget.comment("Twee")).toHaveAttribute("part", "comment new");
  await widget.write({ name: "Petra", body: "Van mij" });
  await widget.send.click();
  await expect(widget.comment("Van mij")).toHaveAttribute("part", "comment");
  await expect(marked(widget)).toHaveCount(1);
});

test("a reload keeps the marks, and the next visit has none of them", async ({ page, article, widget }) => {
  await article.post({ body: "Een" });
  await comeBack(page, article, widget, () => article.post({ body: "Twee" }));
  await widget.write({ name: "Petra", body: "Van mij" });
  await widget.send.click();
  await expect(widget.comment("Van mij")).toHaveClass("comment");
  await widget.open(article.url());
  await expect(widget.comment("Twee")).toHaveAttribute("part", "comment new");
  await expect(widget.comment("Van mij")).toHaveAttribute("part", "comment");
  await leave(page, article);
  await widget.open(article.url());
  await expect(marked(widget)).toHaveCount(0);
});

test("threads are remembered apart", async ({ page, article, widget }) => {
  await article.post({ body: "Een" });
  await widget.open(article.url());
  await leave(page, article);
  await article.post({ body: "Elders", page: "english.html" });
  await widget.open(article.url("english.html"));
  await expect(marked(widget)).toHaveCount(0);
});

test("nothing moves when the marks come", async ({ page, article, widget }) => {
  const first = await article.post({ body: "Een" });
  await page.setViewportSize({ width: 800, height: 2000 });
  await widget.open(article.url());
  await leave(page, article);
  await article.post({ body: "Antwoord", parent: first.id });
  await article.post({ body: "Twee" });
  await watchLayout(page);
  const { release } = await hold(page, WASM);
  await page.goto(article.url());
  await widget.readable();
  await expect(page.locator("footer")).toBeInViewport();
  release();
  await expect(marked(widget)).toHaveCount(2);
  expect(await layoutShift(page)).toBe(0);
});

test("nothing moves on a phone either", async ({ page, article, widget }) => {
  await article.chain(["Een", "Twee"]);
  await page.setViewportSize({ width: 375, height: 2000 });
  await watchLayout(page);
  const { release } = await hold(page, WASM);
  await page.goto(article.url());
  await widget.readable();
  await expect(page.locator("footer")).toBeInViewport();
  release();
  await expect(widget.element.getByRole("button", { name: "Alles inklappen" })).toBeVisible();
  expect(await layoutShift(page)).toBe(0);
});

for (const colorScheme of ["light", "dark"]) {
  test(`the mark stands out on a ${colorScheme} page`, async ({ page, article, widget }) => {
    await page.emulateMedia({ colorScheme });
    await article.post({ body: "Een" });
    await comeBack(page, article, widget, () => article.post({ body: "Twee" }));
    await widget.element.evaluate((element) => element.setAttribute("theme", "auto"));
    const colour = await widget.comment("Twee").locator("article").evaluate((article) => getComputedStyle(article, "::before").borderTopColor);
    const luminance = (colour) => {
      const [red, green, blue] = colour.match(/\d+/g).map((part) => {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const ground = colorScheme === "light" ? 1 : luminance("rgb(29 34 37)");
    const [darker, lighter] = [luminance(colour), ground].sort((one, other) => one - other);
    expect((lighter + 0.05) / (darker + 0.05)).toBeGreaterThan(3);
  });
}

test("the buttons go from one to the next, around, and into a collapsed branch", async ({ page, article, widget }) => {
  const first = await article.post({ body: "Een" });
  await article.post({ body: "Ertussen" });
  await comeBack(page, article, widget, async () => {
    await article.post({ body: "Antwoord", parent: first.id });
    await article.post({ body: "Twee" });
  });
  await widget.comment("Een").locator("[data-action=collapse]").click();
  await next(widget).click();
  await expect(widget.comment("Twee")).toBeFocused();
  await expect(widget.live).toHaveText("Nieuwe reactie 1 van 2.");
  await next(widget).click();
  await expect(widget.comment("Antwoord")).toBeFocused();
  await expect(widget.comment("Antwoord")).toBeVisible();
  await expect(widget.comment("Antwoord")).toHaveClass(/target/);
  await expect(widget.live).toHaveText("Nieuwe reactie 2 van 2.");
  await next(widget).click();
  await expect(widget.comment("Twee")).toBeFocused();
  await previous(widget).click();
  await expect(widget.comment("Antwoord")).toBeFocused();
  expect(page.url()).toBe(article.url());
});

test("where new ones are not here yet, the way leads to the link that brings them", async ({ page, article, server, widget }) => {
  const comments = Array.from({ length: 60 }, (_, at) => ({
    id: `k${at}`,
    name: `Lezer ${at}`,
    posted_at: new Date(Date.UTC(2026, 0, 1, 0, at)).toISOString(),
    body: `Nummer ${at}.`,
  }));
  await server.importComments(comments, article.url());
  const all = await article.comments();
  const shown = all.at(-1);
  await comeBack(page, article, widget, async () => {
    await article.post({ body: "Nieuw onder de laatste", parent: shown.id });
    await server.importComments(
      [...comments, { id: "k60", parent: "k2", name: "Joop", posted_at: new Date(Date.now()).toISOString(), body: "Diep in de draad" }],
      article.url(),
    );
  });
  await expect(marked(widget)).toHaveCount(1);
  await expect(way(widget)).toHaveText(/^2 nieuw/);
  await next(widget).click();
  await expect(marked(widget)).toBeFocused();
  await next(widget).click();
  const more = widget.element.getByRole("link", { name: "Meer reacties" });
  await expect(more).toBeFocused();
  await more.press("Enter");
  await expect(widget.comment("Diep in de draad")).toHaveAttribute("part", "comment new");
  await expect(marked(widget)).toHaveCount(2);
});

test.describe("a comment that went meanwhile", () => {
  test("is no longer gone to", async ({ page, article, server, widget }) => {
    await article.post({ body: "Een" });
    await comeBack(page, article, widget, () => article.post({ body: "Twee" }));
    await page.route("**/api/v1/thread?**", async (route) => {
      const response = await route.fetch();
      const thread = await response.json();
      thread.comments = thread.comments.filter((comment) => !comment.html.includes("Twee"));
      await route.fulfill({ response, json: thread });
    });
    await widget.element.evaluate((element) => element.refresh());
    await expect(widget.comment("Twee")).toHaveCount(0);
    await expect(way(widget)).toBeHidden();
  });
});

test.describe("where nothing can be remembered", () => {
  test.use({ expectedComplaints: FAILED_REQUEST });

  test("nothing is marked, and everything else works", async ({ page, article, widget }) => {
    await page.addInitScript(() => {
      Object.defineProperty(window, "localStorage", {
        get() {
          throw new DOMException("blocked", "SecurityError");
        },
      });
    });
    await article.chain(["Een", "Twee"]);
    await widget.open(article.url());
    await widget.open(article.url());
    await expect(marked(widget)).toHaveCount(0);
    await widget.replyTo("Een").click();
    await expect(widget.body).toBeFocused();
  });

  test("what another program left there is no visit", async ({ page, article, widget }) => {
    await article.post({ body: "Een" });
    await widget.open(article.url());
    await page.evaluate(() => {
      const key = Object.keys(localStorage).find((key) => key.startsWith("weerwoord:visit:"));
      for (const type of ["pagehide", "visibilitychange"]) addEventListener(type, () => (localStorage[key] = '{"since":7}'));
    });
    await widget.open(article.url());
    await expect(marked(widget)).toHaveCount(0);
  });
});
