// The menu of a comment: a button at the end of its actions, and a list of what else can be done with it.

import { expect, expectAccessible, test } from "./support/test.mjs";
import { layoutShift, watchLayout } from "./support/layout.mjs";
import { hold, WASM } from "./support/widget.mjs";

test("the button opens a list, and closes it again", async ({ page, article, widget }) => {
  await article.post({ body: "Een" });
  await widget.open(article.url());
  const button = widget.menuOf("Een");
  await expect(button).toHaveAttribute("aria-expanded", "false");
  await button.click();
  await expect(button).toHaveAttribute("aria-expanded", "true");
  await expect(widget.entry("Een", "Link kopiëren")).toBeVisible();
  await expectAccessible(page);
  await button.click();
  await expect(button).toHaveAttribute("aria-expanded", "false");
  await expect(widget.entry("Een", "Link kopiëren")).toHaveCount(0);
});

test("one menu is open at a time, and a click elsewhere closes it", async ({ page, article, widget }) => {
  await article.chain(["Een", "Twee"]);
  await widget.open(article.url());
  await widget.menuOf("Een").click();
  await widget.menuOf("Twee").click();
  await expect(widget.element.locator(".menu")).toHaveCount(1);
  await expect(widget.menuOf("Een")).toHaveAttribute("aria-expanded", "false");
  await expect(widget.menuOf("Twee")).toHaveAttribute("aria-expanded", "true");
  await page.locator("h1").click();
  await expect(widget.element.locator(".menu")).toHaveCount(0);
  await expect(widget.menuOf("Twee")).toHaveAttribute("aria-expanded", "false");
});

test("the keyboard opens it, goes through it and leaves it, back to its button", async ({ page, article, widget }) => {
  await article.post({ body: "Een" });
  await widget.open(article.url());
  await widget.replyTo("Een").focus();
  await page.keyboard.press("Tab");
  await expect(widget.menuOf("Een")).toBeFocused();
  await expect(widget.menuOf("Een")).toHaveCSS("outline-style", "solid");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(widget.entry("Een", "Link kopiëren")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(widget.element.locator(".menu")).toHaveCount(0);
  await expect(widget.menuOf("Een")).toBeFocused();
});

test("every comment has one, also those that come later", async ({ article, server, widget }) => {
  const comments = Array.from({ length: 70 }, (_, at) => ({ name: `Lezer ${at}`, body: `Nummer ${at}.` }));
  await server.importComments(comments, article.url());
  await widget.open(article.url());
  await expect(widget.element.locator(".menu-button")).toHaveCount(50);
  await widget.element.getByRole("link", { name: "Meer reacties" }).click();
  await expect(widget.element.locator(".menu-button")).toHaveCount(70);
  await widget.write({ name: "Petra", body: "Van mij" });
  await widget.send.click();
  await widget.menuOf("Van mij").click();
  await expect(widget.entry("Van mij", "Link kopiëren")).toBeVisible();
});

test("the buttons move nothing, on a phone and on a desk", async ({ page, article, widget }) => {
  await article.chain(["Een", "Twee", "Drie", "Vier", "Vijf"]);
  for (const width of [375, 1000]) {
    await page.setViewportSize({ width, height: 2600 });
    await watchLayout(page);
    const { release } = await hold(page, WASM);
    await page.goto(article.url());
    await widget.readable();
    release();
    await widget.interactive();
    await expect(widget.element.locator(".menu-button")).toHaveCount(5);
    expect(await layoutShift(page)).toBe(0);
    for (const button of await widget.element.locator(".menu-button").all()) await expect(button).toBeInViewport({ ratio: 1 });
    await page.unroute(WASM);
  }
});

test("what a comment gets to be done later stands before its menu, which covers nothing", async ({ page, article, widget }) => {
  await article.post({ body: "Een", site: "emoji", page: "emoji.html" });
  await widget.open(article.url("emoji.html"));
  await expect(widget.menuOf("Een")).toBeVisible();
  await widget.replyTo("Een").click();
  await widget.write({ name: "Petra", body: "Daarop" });
  await widget.send.click();
  await expect(widget.comment("Een").locator("[data-action=collapse]")).toBeVisible();
  await widget.comment("Een").locator("[data-action=react]").click();
  const row = widget.comment("Een").locator("article > .actions");
  await expect(row.locator("> :last-child")).toHaveAttribute("data-action", "menu");
  const covered = await row.evaluate((row) => {
    const menu = row.lastElementChild.getBoundingClientRect();
    return [...row.children].filter((one) => {
      const { left, right, top, bottom } = one.getBoundingClientRect();
      // The button's own room reaches a little over the gap before it.
      return one !== row.lastElementChild && right > menu.left + 16 && left < menu.right && bottom > menu.top && top < menu.bottom;
    }).map((one) => one.className);
  });
  expect(covered).toEqual([]);
});

test("a comment that is drawn again has its menu again", async ({ page, article, widget }) => {
  await widget.open(article.url());
  await widget.write({ name: "Petra", body: "Van mij" });
  await widget.send.click();
  await widget.comment("Van mij").locator("[data-action=edit]").click();
  await widget.menuOf("").click();
  await widget.body.fill("Anders");
  await widget.body.press("Control+Enter");
  await expect(widget.comment("Anders")).toBeVisible();
  await expect(widget.menuOf("Anders")).toHaveAttribute("aria-expanded", "false");
  await widget.menuOf("Anders").click();
  await expect(widget.menuOf("Anders")).toHaveAttribute("aria-expanded", "true");
  await expect(widget.entry("Anders", "Link kopiëren")).toBeVisible();
  await expectAccessible(page);
});

test("it goes to the comment that this one answers, by mouse and by touch", async ({ article, widget }) => {
  await article.chain(["Wortel", "Tak", "Twijg"]);
  await widget.open(article.url());
  await widget.menuOf("Twijg").click();
  await widget.entry("Twijg", "Naar de reactie erboven").click();
  await expect(widget.comment("Tak")).toBeFocused();
  await expect(widget.comment("Tak")).toHaveClass("comment target");
  await widget.menuOf("Wortel").click();
  await expect(widget.entry("Wortel", "Link kopiëren")).toBeVisible();
  await expect(widget.entry("Wortel", "Naar de reactie erboven")).toHaveCount(0);
});

test("it collapses all branches to the depth of its comment", async ({ article, widget }) => {
  await article.chain(["Wortel", "Tak", "Twijg", "Knop"]);
  await article.chain(["Stam", "Blad", "Nerf"]);
  await widget.open(article.url());
  await widget.menuOf("Tak").click();
  await widget.entry("Tak", "Overal tot hier inklappen").click();
  await expect.poll(() => widget.texts()).toEqual(["Stam", "Blad", "Wortel", "Tak"]);
  await expect(widget.live).toHaveText("Alle antwoorden zijn ingeklapt.");
  await expect(widget.element.locator(".menu")).toHaveCount(0);
  await widget.menuOf("Blad").click();
  await expect(widget.entry("Blad", "Link kopiëren")).toBeVisible();
  await widget.element.getByRole("button", { name: "Alles tonen" }).click();
  await expect.poll(() => widget.texts()).toEqual(["Stam", "Blad", "Nerf", "Wortel", "Tak", "Twijg", "Knop"]);
});
