// For ten seconds a new comment is its writer's alone, who can take it back; only then do others read it.

import { expect, expectAccessible, FAILED_REQUEST, test } from "./support/test.mjs";
import { Widget } from "./support/widget.mjs";

const HOST = "undo.html";
const COMMENT = "**/api/v1/comments/*";
/** Longer than it takes until a comment is final. */
const FINAL = { timeout: 20_000 };

const undo = (comment) => comment.getByRole("button", { name: "Ongedaan maken" });
const remove = (comment) => comment.getByRole("button", { name: "Verwijderen" });
const kept = (article) => article.comments({ site: "undo", page: HOST });

async function write(widget, body) {
  await widget.write({ name: "Petra", body });
  await widget.send.click();
  await expect(widget.comment(body)).toHaveClass("comment");
  return widget.comment(body);
}

test("a new comment is there for its writer at once, and for others when it is final", async ({ page, article, widget }) => {
  await widget.open(article.url(HOST));
  const comment = await write(widget, "Een gedachte");
  await expect(widget.title).toHaveText("1 reactie op dit bericht");
  await expect(undo(comment)).toBeVisible();
  await expect(remove(comment)).toHaveCount(0);
  await expectAccessible(page);
  expect(await kept(article)).toEqual([]);
  // Who answers oneself does not have to wait.
  await widget.replyTo("Een gedachte").click();
  const answer = await write(widget, "En nog een");
  await expect(answer).toHaveAttribute("data-depth", "1");
  await expect.poll(() => kept(article), FINAL).toMatchObject([{ depth: 0 }, { depth: 1 }]);
  await expect(undo(comment)).toHaveCount(0);
  await expect(remove(comment)).toBeVisible();
  await page.reload();
  await widget.interactive();
  await expect(widget.title).toHaveText("2 reacties op dit bericht");
  await expect(widget.comments).toHaveCount(2);
});

test("taken back, it goes wholly, and its text is in the form again", async ({ page, article, widget }) => {
  await widget.open(article.url(HOST));
  const comment = await write(widget, "Met een tikfuot");
  await widget.body.fill("Alvast iets anders");
  await undo(comment).press("Enter");
  await expect(comment).toHaveCount(0);
  await expect(widget.live).toHaveText("Uw reactie is teruggenomen. De tekst staat weer in het formulier.");
  await expect(widget.body).toBeFocused();
  await expect(widget.body).toHaveValue("Met een tikfuot\n\nAlvast iets anders");
  await expect(widget.title).toHaveText("Reacties op dit bericht");
  await expectAccessible(page);
  await page.reload();
  await widget.interactive();
  await expect(widget.comments).toHaveCount(0);
  await expect(widget.body).toHaveValue("Met een tikfuot\n\nAlvast iets anders");
  await widget.body.fill("Met een tikfout minder");
  await widget.send.click();
  await expect.poll(() => kept(article), FINAL).toMatchObject([{ html: "<p>Met een tikfout minder</p>" }]);
});

test("an answer that is taken back goes to the form under what it answered", async ({ article, widget }) => {
  await article.post({ body: "Een bewering", site: "undo", page: HOST });
  await widget.open(article.url(HOST));
  await widget.replyTo("Een bewering").click();
  await undo(await write(widget, "Een weerwoord")).click();
  await expect(widget.form).toHaveClass("composer reply");
  await expect(widget.body).toHaveValue("Een weerwoord");
  await expect(widget.comments).toHaveCount(1);
});

test("it is still there and can still be taken back after a reload", async ({ page, article, widget }) => {
  await widget.open(article.url(HOST));
  const comment = await write(widget, "Even wachten");
  await page.reload();
  await widget.interactive();
  await expect(comment).toHaveClass("comment");
  await expect(widget.title).toHaveText("1 reactie op dit bericht");
  // Nor does it go when the thread is read again.
  await page.evaluate(() => document.querySelector("weerwoord-thread").refresh());
  await expect(widget.title).toHaveText("1 reactie op dit bericht");
  await undo(comment).click();
  await expect(comment).toHaveCount(0);
  await expect(widget.body).toHaveValue("Even wachten");
  expect(await kept(article)).toEqual([]);
});

test("another tab shows it too, until it is taken back here", async ({ page, article, widget }) => {
  await widget.open(article.url(HOST));
  const tab = await page.context().newPage();
  const other = new Widget(tab, tab.locator("weerwoord-thread").first());
  await other.open(article.url(HOST));
  const comment = await write(widget, "In beide ramen");
  await expect(undo(other.comment("In beide ramen"))).toBeVisible();
  await undo(comment).click();
  await expect(other.comments).toHaveCount(0);
  await expect(other.title).toHaveText("Reacties op dit bericht");
});

test.describe("where the server does not do it", () => {
  test.use({ expectedComplaints: FAILED_REQUEST });

  test("the comment stays, with a sentence, and the form is as it was", async ({ page, article, widget }) => {
    await widget.open(article.url(HOST));
    const comment = await write(widget, "Blijft staan");
    await widget.body.fill("Iets anders");
    await page.route(COMMENT, (route) => (route.request().method() === "DELETE" ? route.abort() : route.continue()));
    await undo(comment).click();
    await expect(comment.locator(".error")).toContainText("Er is geen verbinding.");
    await expect(widget.body).toHaveValue("Iets anders");
    await page.unroute(COMMENT);
    await undo(comment).click();
    await expect(comment).toHaveCount(0);
    await expect(widget.body).toHaveValue("Blijft staan\n\nIets anders");
  });
});
