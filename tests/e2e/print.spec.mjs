// On paper: all comments that are here, black on white, with their dates, and nothing to click.

import { expect, test } from "./support/test.mjs";

const HIDDEN = [".composer", ".open-composer", ".actions", ".steps"];

/** What the browser does before it prints. */
const print = async (page) => {
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
};

test("a printed thread has every comment, also of collapsed branches, and no controls", async ({ page, article, widget }) => {
  await article.chain(["Wortel", "Tak", "Twijg"]);
  await article.post({ body: "Alleen" });
  await widget.open(article.url());
  await widget.element.getByRole("button", { name: "Alles inklappen" }).click();
  await widget.replyTo("Alleen").click();
  await expect(widget.comment("Twijg")).toBeHidden();
  await widget.comment("Wortel").focus();
  await page.keyboard.press("j");
  await print(page);
  for (const comment of await widget.comments.all()) await expect(comment).toHaveCSS("outline-style", "none");
  for (const text of ["Alleen", "Wortel", "Tak", "Twijg"]) await expect(widget.comment(text)).toBeVisible();
  for (const selector of HIDDEN) {
    for (const control of await widget.element.locator(selector).all()) await expect(control).toBeHidden();
  }
  await page.emulateMedia({ media: "screen" });
  await expect(widget.comment("Twijg")).toBeHidden();
});

test("a text that is being changed is printed as it stands", async ({ page, article, widget }) => {
  await widget.open(article.url());
  await widget.write({ name: "Petra", body: "Zo staat het er" });
  await widget.send.click();
  await widget.comment("Zo staat het er").locator("[data-action=edit]").click();
  await widget.body.fill("Half veranderd");
  await print(page);
  await expect(widget.element.locator(".comment .body")).toBeVisible();
  await expect(widget.form).toBeHidden();
});

test("dates are printed in full, and links with where they lead", async ({ page, article, widget }) => {
  await article.post({ body: "Zie [het verslag](https://example.org/verslag) en https://example.org/kaal" });
  await widget.open(article.url());
  await expect(widget.element.locator("time")).toHaveText("nu");
  await print(page);
  const after = (locator) => locator.evaluate((element) => getComputedStyle(element, "::after").content);
  expect(await after(widget.element.locator("time"))).toMatch(/^".*\d{4} om \d\d:\d\d"$/);
  expect(await after(widget.element.getByRole("link", { name: "het verslag" }))).toMatch(/https:\/\/example\.org\/verslag/);
  expect(await after(widget.element.getByRole("link", { name: "https://example.org/kaal" }))).toBe("none");
});

test("a dark page prints black on white, without gaps where nobody looked", async ({ page, article, server, widget }) => {
  const comments = Array.from({ length: 40 }, (_, at) => ({ name: `Lezer ${at}`, body: `Nummer ${at}. `.repeat(60) }));
  await server.importComments(comments, article.url());
  await page.emulateMedia({ colorScheme: "dark" });
  await widget.open(article.url());
  await widget.element.evaluate((element) => element.setAttribute("theme", "dark"));
  await print(page);
  await expect(widget.frame).toHaveCSS("color", "rgb(0, 0, 0)");
  await expect(widget.frame).toHaveCSS("background-color", "rgb(255, 255, 255)");
  const visibility = widget.comments.evaluateAll((all) => all.map((line) => getComputedStyle(line).contentVisibility));
  expect(new Set(await visibility)).toEqual(new Set(["visible"]));
  const pages = (await page.pdf({ format: "A4" })).toString("latin1").match(/\/Type \/Page\b/g).length;
  expect(pages).toBeGreaterThan(3);
});
