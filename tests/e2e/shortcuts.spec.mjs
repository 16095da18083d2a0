// Getting about by keys and buttons: new comments, roots, parents, all branches at once; and where keys keep quiet.

import { expect, expectAccessible, test } from "./support/test.mjs";

const fold = (widget) => widget.element.getByRole("button", { name: "Alles inklappen" });
const open = (widget) => widget.element.getByRole("button", { name: "Alles tonen" });
const help = (widget) => widget.element.locator("dialog");

test("where nothing is new, j and k go along the comments on the article", async ({ page, article, widget }) => {
  await article.post({ body: "Een" });
  await article.chain(["Twee", "Antwoord"]);
  await article.post({ body: "Drie" });
  await widget.open(article.url());
  await widget.comment("Drie").click();
  for (const [key, text] of [["j", "Twee"], ["j", "Een"], ["j", "Drie"], ["k", "Een"], ["k", "Twee"]]) {
    await page.keyboard.press(key);
    await expect(widget.comment(text)).toBeFocused();
    await expect(widget.comment(text)).toHaveClass("comment target");
  }
});

test("u goes to the comment that this one answers, also out of an action", async ({ page, article, widget }) => {
  await article.chain(["Wortel", "Tak", "Twijg"]);
  await widget.open(article.url());
  await widget.replyTo("Twijg").focus();
  for (const text of ["Tak", "Wortel", "Wortel"]) {
    await page.keyboard.press("u");
    await expect(widget.comment(text)).toBeFocused();
  }
});

test("c and the button collapse all branches, and open them again", async ({ page, article, widget }) => {
  await article.chain(["Wortel", "Tak", "Twijg"]);
  await article.chain(["Stam", "Blad"]);
  await article.post({ body: "Alleen" });
  await widget.open(article.url());
  const all = await widget.texts();
  await fold(widget).click();
  expect(await widget.texts()).toEqual(["Alleen", "Stam", "Wortel"]);
  await expect(widget.live).toHaveText("Alle antwoorden zijn ingeklapt.");
  await expect(widget.comment("Wortel").locator("[data-action=collapse]")).toHaveText("2 reacties tonen");
  await expect(open(widget)).toBeFocused();
  await open(widget).click();
  expect(await widget.texts()).toEqual(all);
  await widget.replyTo("Twijg").focus();
  await page.keyboard.press("c");
  await expect(widget.comment("Twijg")).toBeHidden();
  await expect(widget.comment("Wortel")).toBeFocused();
  await page.keyboard.press("c");
  await expect(widget.comment("Twijg")).toBeVisible();
  await expectAccessible(page);
});

test("? lists the shortcuts; the focus stays in the list, and goes back", async ({ page, article, widget }) => {
  await article.chain(["Een", "Twee"]);
  await widget.open(article.url());
  await widget.replyTo("Twee").focus();
  await page.keyboard.press("?");
  await expect(help(widget)).toBeVisible();
  await expect(help(widget)).toHaveAccessibleName("Sneltoetsen");
  await expect(help(widget).getByRole("button", { name: "Sluiten" })).toBeFocused();
  await expect(help(widget).locator("kbd")).toHaveText(["j", "k", "u", "c", "?"]);
  await expectAccessible(page);
  await page.keyboard.press("j");
  await expect(help(widget).getByRole("button", { name: "Sluiten" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(help(widget)).toBeHidden();
  await expect(widget.replyTo("Twee")).toBeFocused();
  await widget.element.getByRole("button", { name: "Sneltoetsen" }).click();
  await help(widget).getByRole("button", { name: "Sluiten" }).click();
  await expect(help(widget)).toBeHidden();
  await expect(widget.element.getByRole("button", { name: "Sneltoetsen" })).toBeFocused();
});

test("keys are letters in a field, and other programs' with a modifier", async ({ page, article, widget }) => {
  await article.chain(["Een", "Twee"]);
  await widget.open(article.url());
  await widget.body.click();
  await page.keyboard.type("juck?");
  await expect(widget.body).toHaveValue("juck?");
  await expect(widget.body).toBeFocused();
  await expect(help(widget)).toBeHidden();
  await widget.replyTo("Een").focus();
  for (const key of ["Control+j", "Alt+k", "Meta+u", "Shift+C"]) {
    await page.keyboard.press(key);
    await expect(widget.replyTo("Een")).toBeFocused();
  }
  await expect(widget.comment("Twee")).toBeVisible();
  const composing = { key: "c", isComposing: true, bubbles: true, composed: true };
  await widget.replyTo("Een").evaluate((link, init) => link.dispatchEvent(new KeyboardEvent("keydown", init)), composing);
  await expect(widget.comment("Twee")).toBeVisible();
});

test("keys pressed elsewhere on the page are the page's", async ({ page, article, widget }) => {
  await article.chain(["Een", "Twee"]);
  await widget.open(article.url());
  await page.evaluate(() => document.activeElement?.blur());
  for (const key of ["j", "c", "?"]) await page.keyboard.press(key);
  await expect(widget.comment("Twee")).toBeVisible();
  await expect(help(widget)).toBeHidden();
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
});

test("two threads on a page mind their own keys", async ({ page, article, widget }) => {
  await article.chain(["Een", "Twee"], "two-threads.html");
  await widget.open(article.url("two-threads.html"));
  const shown = page.locator("weerwoord-thread").first().locator(".comment:visible");
  const before = await shown.count();
  const other = page.locator("weerwoord-thread").nth(1);
  await expect(other.locator(".weerwoord")).toHaveAttribute("data-interactive", "");
  await other.locator(".comment, .button").first().focus();
  await page.keyboard.press("c");
  await expect(shown).toHaveCount(before);
});
