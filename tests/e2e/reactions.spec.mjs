// Readers react with an emoji: to a comment, and to the article; each with one, which can be changed and taken back.

import { refuse } from "./support/problems.mjs";
import { expect, expectAccessible, FAILED_REQUEST, switchOffScripts, test } from "./support/test.mjs";
import { Widget } from "./support/widget.mjs";

const HOST = "emoji.html";
const REACTION = "**/api/v1/comments/*/reaction";
const TO_ARTICLE = "**/api/v1/thread/reaction";

const react = (comment) => comment.locator("[data-action=react]");
const palette = (comment) => comment.getByRole("group", { name: "Reageer met een emoji" });
const emoji = (within, sign) => within.getByRole("button", { name: sign });
const counts = (comment) => comment.locator(".reactions");
const toArticle = (widget) => widget.element.getByRole("group", { name: "Reageer met een emoji op dit artikel" });

const post = (article, body) => article.post({ body, site: "emoji", page: HOST });

/** What everybody reads of the first comment's reactions. */
async function kept(article) {
  const [comment] = await article.comments({ site: "emoji", page: HOST });
  return Object.fromEntries((comment.reactions ?? []).map(({ emoji, count }) => [emoji, count]));
}

test("a reader reacts, changes that, and takes it back", async ({ page, article, widget }) => {
  await article.react("❤️", await post(article, "Een"));
  await widget.open(article.url(HOST));
  const comment = widget.comment("Een");
  await expect(counts(comment)).toHaveText("❤️ 1");
  await expect(palette(comment)).toHaveCount(0);
  await react(comment).click();
  await expect(emoji(palette(comment), "👍")).toBeFocused();
  await expect(react(comment)).toHaveAttribute("aria-expanded", "true");
  await expectAccessible(page);
  await emoji(palette(comment), "👍").click();
  await expect(palette(comment)).toHaveCount(0);
  await expect(counts(comment)).toHaveText("👍 1 ❤️ 1");
  await expect(react(comment)).toHaveText("👍");
  await expect(react(comment)).toBeFocused();
  await expect.poll(() => kept(article)).toEqual({ "👍": 1, "❤️": 1 });
  await expectAccessible(page);
  await react(comment).click();
  await expect(emoji(palette(comment), "👍")).toHaveAttribute("aria-pressed", "true");
  await emoji(palette(comment), "❤️").click();
  await expect(counts(comment)).toHaveText("❤️ 2");
  await expect.poll(() => kept(article)).toEqual({ "❤️": 2 });
  await page.reload();
  await widget.interactive();
  await expect(react(comment)).toHaveText("❤️");
  await react(comment).click();
  await emoji(palette(comment), "❤️").click();
  await expect(counts(comment)).toHaveText("❤️ 1");
  await expect(react(comment)).toHaveText("☺");
  await expect.poll(() => kept(article)).toEqual({ "❤️": 1 });
});

test("all of it by keyboard", async ({ page, article, widget }) => {
  await post(article, "Een");
  await widget.open(article.url(HOST));
  const comment = widget.comment("Een");
  await react(comment).press("Enter");
  await page.keyboard.press("Tab");
  await expect(emoji(palette(comment), "❤️")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(react(comment)).toBeFocused();
  await expect(counts(comment)).toHaveText("❤️ 1");
  await react(comment).press("Enter");
  await react(comment).press("Enter");
  await expect(palette(comment)).toHaveCount(0);
  await expect.poll(() => kept(article)).toEqual({ "❤️": 1 });
});

test("two readers' reactions add up", async ({ page, browser, article, widget }) => {
  await post(article, "Een");
  await widget.open(article.url(HOST));
  const context = await browser.newContext({ locale: "nl-NL" });
  const tab = await context.newPage();
  const second = new Widget(tab, tab.locator("weerwoord-thread"));
  await second.open(article.url(HOST));
  for (const one of [widget, second]) {
    await react(one.comment("Een")).click();
    await emoji(palette(one.comment("Een")), "😂").click();
  }
  await expect.poll(() => kept(article)).toEqual({ "😂": 2 });
  await page.evaluate(() => document.querySelector("weerwoord-thread").refresh());
  await expect(counts(widget.comment("Een"))).toHaveText("😂 2");
  await context.close();
});

test("a reader reacts to the article itself", async ({ page, article, widget }) => {
  await article.react("👍");
  await widget.open(article.url(HOST));
  const row = toArticle(widget);
  await expect(emoji(row, "👍")).toHaveText("👍 1");
  await emoji(row, "👍").click();
  await expect(emoji(row, "👍")).toHaveText("👍 2");
  await expect(emoji(row, "👍")).toHaveAttribute("aria-pressed", "true");
  await emoji(row, "😂").click();
  await expect(emoji(row, "👍")).toHaveText("👍 1");
  await expect(emoji(row, "😂")).toHaveText("😂 1");
  await expectAccessible(page);
  await page.reload();
  await widget.interactive();
  await expect(emoji(row, "😂")).toHaveAttribute("aria-pressed", "true");
  await emoji(row, "😂").press("Enter");
  await expect(emoji(row, "😂")).toHaveText("😂");
});

test("one's own comment is not reacted to, and a site without emoji shows none", async ({ article, widget }) => {
  await widget.open(article.url(HOST));
  await widget.write({ name: "Petra", body: "Van mij" });
  await widget.send.click();
  await expect(widget.comment("Van mij")).toHaveClass("comment");
  await expect(react(widget.comment("Van mij"))).toHaveCount(0);
  await article.post({ body: "Een" });
  await widget.open(article.url());
  await expect(react(widget.comment("Een"))).toHaveCount(0);
  await expect(toArticle(widget)).toHaveCount(0);
});

test.describe("a reaction that is refused", () => {
  test.use({ expectedComplaints: FAILED_REQUEST });

  test("is taken back with a sentence", async ({ page, article, widget }) => {
    await article.react("❤️", await post(article, "Een"));
    await widget.open(article.url(HOST));
    const comment = widget.comment("Een");
    await refuse(page, REACTION, "comment-removed", 409);
    await react(comment).click();
    await emoji(palette(comment), "👍").click();
    await expect(comment.locator(".error")).toContainText("Deze reactie is inmiddels verwijderd.");
    await expect(counts(comment)).toHaveText("❤️ 1");
    await expect(react(comment)).toHaveText("☺");
    await page.unroute(REACTION);
    await react(comment).click();
    await emoji(palette(comment), "👍").click();
    await expect(comment.locator(".error")).toHaveText("");
    await expect.poll(() => kept(article)).toEqual({ "👍": 1, "❤️": 1 });
  });

  test("to the article, by a server that is gone, is taken back too", async ({ page, article, widget }) => {
    await widget.open(article.url(HOST));
    await page.route(TO_ARTICLE, (route) => route.abort());
    await emoji(toArticle(widget), "👍").click();
    await expect(toArticle(widget).locator(".error")).toContainText("Er is geen verbinding.");
    await expect(emoji(toArticle(widget), "👍")).toHaveText("👍");
    await expect(emoji(toArticle(widget), "👍")).toHaveAttribute("aria-pressed", "false");
  });
});

test("on the hosted page, without scripts, reactions are text", async ({ page, article }) => {
  await article.react("❤️", await post(article, "Een"));
  await article.react("👍");
  await switchOffScripts(page);
  await page.goto(article.hosted(HOST, { site: "emoji" }));
  await expect(page.locator(".comment .reactions")).toHaveText("❤️ 1");
  await expect(page.locator(".thread > .actions").first()).toHaveText("👍 1");
  await expect(page.locator("[data-action=react]")).toHaveCount(0);
});

test("two tabs of one reader are in step", async ({ page, context, article, widget }) => {
  await post(article, "Een");
  await widget.open(article.url(HOST));
  const tab = await context.newPage();
  const there = new Widget(tab, tab.locator("weerwoord-thread").first());
  await there.open(article.url(HOST));
  await react(there.comment("Een")).click();
  await page.bringToFront();
  await react(widget.comment("Een")).click();
  await emoji(palette(widget.comment("Een")), "👍").click();
  await emoji(toArticle(widget), "😂").click();
  await expect(react(there.comment("Een"))).toHaveText("👍");
  await expect(emoji(toArticle(there), "😂")).toHaveAttribute("aria-pressed", "true");
  await expect(emoji(toArticle(there), "😂")).toHaveText("😂 1");
  // Not under the hand that is choosing there.
  await expect(palette(there.comment("Een"))).toBeVisible();
  await tab.keyboard.press("Escape");
  await expect(counts(there.comment("Een"))).toHaveText("👍 1");
  await expect(react(there.comment("Een"))).toHaveText("👍");
});
