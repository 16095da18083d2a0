import { expect, expectAccessible, test } from "./support/test.mjs";

const branch = ["Wortel", "Tak", "Twijg"];

test("a branch collapses to its first comment, says how much it hides, and opens again", async ({ page, article, widget }) => {
  await article.post({ body: "Ernaast" });
  await article.chain(branch);
  await widget.open(article.url());
  const button = widget.comment("Wortel").locator("[data-action=collapse]");
  await expect(button).toHaveText("Inklappen");
  await expect(button).toHaveAttribute("aria-expanded", "true");
  await button.click();
  await expect(button).toHaveText("2 reacties tonen");
  await expect(button).toHaveAttribute("aria-expanded", "false");
  expect(await widget.texts()).toEqual(["Wortel", "Ernaast"]);
  await expect(widget.comment("Tak")).toBeHidden();
  await expectAccessible(page);
  await button.click();
  expect(await widget.texts()).toEqual([...branch, "Ernaast"]);
});

test("a branch inside a collapsed one stays as it was", async ({ article, widget }) => {
  await article.chain(branch);
  await widget.open(article.url());
  const button = (text) => widget.comment(text).locator("[data-action=collapse]");
  await button("Tak").click();
  await expect(button("Tak")).toHaveText("1 reactie tonen");
  await button("Wortel").click();
  await button("Wortel").click();
  expect(await widget.texts()).toEqual(["Wortel", "Tak"]);
});

test("a comment without answers has nothing to collapse", async ({ article, widget }) => {
  await article.chain(branch);
  await widget.open(article.url());
  await expect(widget.comment("Twijg").locator("[data-action=collapse]")).toHaveCount(0);
});

test("an answer of one's own is seen, also under a branch that was collapsed", async ({ article, widget }) => {
  await article.chain(branch);
  await widget.open(article.url());
  await widget.comment("Wortel").locator("[data-action=collapse]").click();
  await widget.replyTo("Wortel").click();
  await widget.write({ name: "Petra", body: "Mijn antwoord" });
  await widget.send.click();
  await expect(widget.comment("Mijn antwoord")).toHaveClass("comment");
  await expect(widget.comment("Mijn antwoord")).toBeVisible();
});

test("a link into a collapsed branch opens it", async ({ page, article, widget }) => {
  const comments = await article.chain(branch);
  await widget.open(article.url());
  await widget.comment("Wortel").locator("[data-action=collapse]").click();
  await page.evaluate((id) => (location.hash = `weerwoord-${id}`), comments[2].id);
  await expect(widget.comment("Twijg")).toBeVisible();
});
