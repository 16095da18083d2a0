// Readers change and delete what they wrote themselves, and take a deletion back. Nobody else can.

import { refuse } from "./support/problems.mjs";
import { expect, expectAccessible, FAILED_REQUEST, test } from "./support/test.mjs";
import { Widget } from "./support/widget.mjs";

const COMMENT = "**/api/v1/comments/*";
const RESTORE = "**/api/v1/comments/*/restore";

/** Posts a comment by the form, as the reader at this page. */
async function write(widget, body, name = "Petra") {
  await widget.write({ name, body });
  await widget.send.click();
  await expect(widget.comment(body)).toHaveClass("comment");
  return widget.comment(body);
}

const edit = (comment) => comment.getByRole("button", { name: "Bewerken" });
const remove = (comment) => comment.getByRole("button", { name: "Verwijderen" });
const undo = (widget) => widget.element.getByRole("button", { name: "Ongedaan maken" });
const save = (widget) => widget.form.getByRole("button", { name: "Bewaren" });

test("a reader changes a comment in its place, and everybody reads that it was changed", async ({ page, article, widget }) => {
  await widget.open(article.url());
  const comment = await write(widget, "Een tikfuot");
  await edit(comment).click();
  await expect(widget.form).toHaveCount(1);
  await expect(widget.form.locator(".composer-title")).toHaveText("Uw reactie bewerken");
  await expect(widget.body).toBeFocused();
  await expect(widget.body).toHaveValue("Een tikfuot");
  await expect(widget.name).toHaveCount(0);
  await expectAccessible(page);
  await widget.body.fill("Een tikfout minder");
  await save(widget).click();
  const changed = widget.comment("Een tikfout minder");
  await expect(changed.locator(".edited")).toHaveText(/^\(bewerkt (nu|\d+ seconden? geleden)\)$/);
  await expect(changed).toBeFocused();
  await expect(widget.live).toHaveText("Uw reactie is gewijzigd.");
  await expect(widget.comments).toHaveCount(1);
  await expectAccessible(page);
  expect(await article.comments()).toMatchObject([{ html: "<p>Een tikfout minder</p>", edited_at: /^20/ }]);
  await page.reload();
  await widget.interactive();
  await expect(changed.locator(".edited")).toBeVisible();
  await edit(changed).click();
  await expect(widget.body).toHaveValue("Een tikfout minder");
});

test("a deleted comment can be taken back while its line stands there", async ({ page, article, widget }) => {
  await widget.open(article.url());
  const comment = await write(widget, "Toch niet");
  await remove(comment).click();
  await expect(widget.live).toHaveText("Uw reactie is verwijderd.");
  const tombstone = widget.element.locator(".comment.removed");
  await expect(tombstone).toBeFocused();
  await expect(widget.title).toHaveText("Reacties op dit bericht");
  expect(await article.comments()).toEqual([]);
  await expectAccessible(page);
  await undo(widget).click();
  await expect(widget.comment("Toch niet")).toHaveClass("comment");
  await expect(widget.comment("Toch niet")).toBeFocused();
  await expect(widget.live).toHaveText("Uw reactie staat er weer.");
  await expect(widget.title).toHaveText("1 reactie op dit bericht");
  await expect(edit(widget.comment("Toch niet"))).toBeVisible();
  expect(await article.comments()).toHaveLength(1);
});

test("a deletion becomes final: the line goes, and the focus is not lost with it", async ({ page, article, widget }) => {
  await article.post({ body: "Blijft staan" });
  await page.clock.install();
  await widget.open(article.url());
  await remove(await write(widget, "Weg ermee")).click();
  await undo(widget).focus();
  await page.clock.fastForward(10_000);
  await expect(widget.comments).toHaveCount(1);
  await expect(widget.comment("Blijft staan")).toBeFocused();
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain("Weg ermee");
  await page.reload();
  await widget.interactive();
  await expect(widget.comments).toHaveCount(1);
});

test("what was answered leaves a tombstone, which keeps the answers", async ({ page, article, widget }) => {
  await page.clock.install();
  await widget.open(article.url());
  const comment = await write(widget, "Een bewering");
  const [{ id: parent }] = await article.comments();
  await article.post({ body: "Een weerwoord", parent });
  await page.reload();
  await widget.interactive();
  await remove(comment).click();
  await expect(undo(widget)).toBeVisible();
  await page.clock.fastForward(10_000);
  await expect(undo(widget)).toHaveCount(0);
  await expect(widget.comments).toHaveCount(2);
  await expect(widget.comments.first()).toContainText("Deze reactie is verwijderd.");
  await expect(widget.comment("Een weerwoord")).toBeVisible();
  await page.reload();
  await widget.interactive();
  await expect(widget.comments.first()).toContainText("Deze reactie is verwijderd.");
});

test("all of it by keyboard", async ({ page, article, widget }) => {
  await widget.open(article.url());
  const comment = await write(widget, "Met de toetsen");
  await edit(comment).focus();
  await page.keyboard.press("Enter");
  await expect(widget.body).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(edit(comment)).toBeFocused();
  await expect(comment.locator(".body")).toBeVisible();
  await page.keyboard.press("Enter");
  await widget.body.press("End");
  await widget.body.pressSequentially(", en meer");
  await page.keyboard.press("Control+Enter");
  await expect(widget.comment("Met de toetsen, en meer")).toBeFocused();
  await remove(widget.comment("Met de toetsen, en meer")).focus();
  await page.keyboard.press("Enter");
  await expect(widget.element.locator(".comment.removed")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(undo(widget)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(widget.comment("Met de toetsen, en meer")).toBeFocused();
});

test("the comments of others, and those of long ago, are left alone", async ({ page, article, widget }) => {
  await article.post({ body: "Van een ander" });
  await widget.open(article.url());
  const mine = await write(widget, "Van mij");
  await expect(edit(mine)).toBeVisible();
  await expect(edit(widget.comment("Van een ander"))).toHaveCount(0);
  await expect(remove(widget.comment("Van een ander"))).toHaveCount(0);
  // The device's clock, a quarter of an hour later.
  await page.clock.install({ time: Date.now() + 15 * 60_000 });
  await page.reload();
  await widget.interactive();
  await expect(mine).toBeVisible();
  await expect(edit(mine)).toHaveCount(0);
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain("Van mij");
});

test("the actions go when their time is over, and the focus stays at the comment", async ({ page, article, widget }) => {
  await page.clock.install();
  await widget.open(article.url());
  const comment = await write(widget, "Nog even");
  await edit(comment).focus();
  await page.clock.fastForward(15 * 60_000);
  await expect(edit(comment)).toHaveCount(0);
  await expect(comment).toBeFocused();
});

test("a change that was begun is there after a reload, and cancelling keeps the comment as it was", async ({ page, article, widget }) => {
  await widget.open(article.url());
  const comment = await write(widget, "De oude tekst");
  await edit(comment).click();
  await widget.body.fill("De nieuwe tekst");
  await page.reload();
  await widget.interactive();
  await edit(comment).click();
  await expect(widget.body).toHaveValue("De nieuwe tekst");
  await widget.form.getByRole("link", { name: "Annuleren" }).click();
  await expect(comment.locator(".body")).toHaveText("De oude tekst");
  expect(await article.comments()).toMatchObject([{ html: "<p>De oude tekst</p>" }]);
});

test("two tabs: the later change wins, and each begins with the text as it is", async ({ page, article, widget }) => {
  await widget.open(article.url());
  await write(widget, "Eerste");
  const other = await page.context().newPage();
  const there = new Widget(other, other.locator("weerwoord-thread").first());
  await there.open(article.url());
  await edit(there.comment("Eerste")).click();
  await there.body.fill("Tweede");
  await save(there).click();
  await expect(there.comment("Tweede")).toBeVisible();
  await edit(widget.comment("Tweede")).click();
  await expect(widget.body).toHaveValue("Tweede");
  await widget.body.fill("Derde");
  await save(widget).click();
  await expect(widget.comment("Derde")).toBeVisible();
  expect(await article.comments()).toMatchObject([{ html: "<p>Derde</p>" }]);
  await other.close();
});

test.describe("where it cannot be done", () => {
  test.use({ expectedComplaints: FAILED_REQUEST });

  test("a comment that another tab deleted meanwhile keeps the text that was typed", async ({ page, article, widget }) => {
    await widget.open(article.url());
    await write(widget, "Twee keer open");
    const other = await page.context().newPage();
    const there = new Widget(other, other.locator("weerwoord-thread").first());
    await there.open(article.url());
    await edit(widget.comment("Twee keer open")).click();
    await widget.body.fill("Te laat");
    await remove(there.comment("Twee keer open")).click();
    await expect(undo(there)).toBeVisible();
    await save(widget).click();
    await expect(widget.form.locator(".field-body .error")).toContainText("inmiddels verwijderd");
    await expect(widget.body).toHaveValue("Te laat");
    await expect(widget.body).toBeFocused();
    await expectAccessible(page);
    await other.close();
  });

  test("a change that comes too late is said at the form, with the text in it", async ({ page, article, widget }) => {
    await widget.open(article.url());
    const comment = await write(widget, "Een");
    await refuse(page, COMMENT, "edit-expired", 403);
    await edit(comment).click();
    await widget.body.fill("Twee");
    await save(widget).click();
    await expect(widget.form.locator(".field-body .error")).toContainText("kan niet meer worden gewijzigd");
    await expect(widget.body).toHaveValue("Twee");
    await page.unroute(COMMENT);
    await widget.form.getByRole("link", { name: "Annuleren" }).click();
    await expect(edit(comment)).toBeFocused();
    await remove(comment).click();
    await expect(undo(widget)).toBeVisible();
  });

  test("a deletion that is refused says so at the comment, which stays", async ({ page, article, widget }) => {
    await widget.open(article.url());
    const comment = await write(widget, "Blijft");
    await refuse(page, COMMENT, "edit-expired", 403);
    await remove(comment).click();
    await expect(comment.locator(".error")).toContainText("kan niet meer worden gewijzigd");
    await expect(widget.live).toContainText("kan niet meer worden gewijzigd");
    await expect(remove(comment)).toBeFocused();
    await expectAccessible(page);
  });

  test("an undo that does not reach the server can be tried again", async ({ page, article, widget }) => {
    await widget.open(article.url());
    await remove(await write(widget, "Heen en weer")).click();
    await page.route(RESTORE, (route) => route.abort());
    await undo(widget).click();
    await expect(widget.element.locator(".comment .error")).toContainText("Er is geen verbinding.");
    await page.unroute(RESTORE);
    await undo(widget).click();
    await expect(widget.comment("Heen en weer")).toHaveClass("comment");
    await expect(widget.element.locator(".comment .error")).toHaveCount(0);
  });

  test("a change that waits for review says so, and counts no longer", async ({ page, article, widget }) => {
    // This server has nothing reviewed: what it tells of the change is not what its answer says here.
    await page.route("**/api/v1/events**", (route) => route.abort());
    await widget.open(article.url());
    const comment = await write(widget, "Gelezen");
    // The server's answer where the site has comments reviewed.
    await page.route(COMMENT, async (route) => {
      if (route.request().method() !== "PATCH") return route.fallback();
      const response = await route.fetch();
      const json = await response.json();
      json.comment.status = "held";
      await route.fulfill({ response, json });
    });
    await edit(comment).click();
    await widget.body.fill("Nog te lezen");
    await save(widget).click();
    await expect(widget.comment("Nog te lezen")).toHaveClass("comment held");
    await expect(widget.title).toHaveText("Reacties op dit bericht");
    await expect(widget.live).toContainText("wacht op beoordeling");
  });

  test("an empty text is not sent", async ({ article, widget }) => {
    await widget.open(article.url());
    await edit(await write(widget, "Vol")).click();
    await widget.body.fill("  ");
    await save(widget).click();
    await expect(widget.form.locator(".field-body .error")).toHaveText("Uw reactie is nog leeg. Schrijf eerst iets.");
    expect(await article.comments()).toMatchObject([{ html: "<p>Vol</p>" }]);
  });
});

test.describe("a server that is away", () => {
  test.use({ ownServer: true, expectedComplaints: /^Failed to load resource|could not be loaded/ });

  test("costs no change: the text stays in the form", async ({ article, server, widget }) => {
    await widget.open(article.url());
    await edit(await write(widget, "Voor de storing")).click();
    await server.stop();
    await widget.body.fill("Na de storing");
    await save(widget).click();
    await expect(widget.form.locator(".field-body .error")).toContainText("Er is geen verbinding.");
    await expect(widget.body).toHaveValue("Na de storing");
    await server.start();
    await save(widget).click();
    await expect(widget.comment("Na de storing")).toBeVisible();
    expect(await article.comments()).toMatchObject([{ html: "<p>Na de storing</p>" }]);
  });
});
