// A reader without scripts reports a comment on the hosted page, and an editor reads what was said.

import { Desk } from "./support/desk.mjs";
import { expect, expectAccessible, FAILED_REQUEST, switchOffScripts, test } from "./support/test.mjs";

test("a reader without scripts reports a comment", async ({ page, article }) => {
  await article.post({ name: "Ad", body: "Koop nu!" });
  const withScripts = await switchOffScripts(page);
  await page.goto(article.hosted());
  await page.getByRole("link", { name: "Reactie van Ad melden" }).click();
  await expect(page.getByRole("heading", { name: "Een reactie melden" })).toBeVisible();
  await expect(page.locator(".reported")).toContainText("Koop nu!");
  await withScripts(() => expectAccessible(page));
  await page.getByLabel("Reclame of spam").check();
  await page.getByLabel("Toelichting").fill("Staat overal.");
  await page.getByRole("button", { name: "Melden" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Dank u wel." })).toBeVisible();
  await expect(page.locator(".comment .body")).toHaveText("Koop nu!");
  await withScripts(() => expectAccessible(page));
});

test("by keyboard alone too, and who thinks better of it goes back", async ({ page, article }) => {
  await article.post({ name: "Ad", body: "Koop nu!" });
  await page.goto(article.hosted());
  await page.getByRole("link", { name: "Reactie van Ad melden" }).press("Enter");
  await page.getByLabel("Reclame of spam").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByLabel("Beledigend")).toBeChecked();
  await page.getByRole("link", { name: "Annuleren" }).press("Enter");
  await expect(page.locator(".comment .body")).toHaveText("Koop nu!");
});

test.describe("at the desk", () => {
  test.use({ ownServer: true });

  test("an editor reads what was reported, lets the comment stand, and thinks again", async ({ page, article, server }) => {
    await article.post({ name: "Ad", body: "Koop nu!" });
    await page.goto(article.hosted());
    await page.getByRole("link", { name: "Reactie van Ad melden" }).click();
    await page.getByLabel("Reclame of spam").check();
    await page.getByLabel("Toelichting").fill("Staat <overal>.");
    await page.getByRole("button", { name: "Melden" }).click();
    const secret = await server.secret("gazette");
    await page.goto(`${server.origin}/desk?view=reported`);
    await page.getByLabel("Site", { exact: true }).fill("gazette");
    await page.getByLabel("Uw naam").fill("Petra");
    await page.getByLabel("De sleutel").fill(secret);
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "Gemeld 1" }).click();
    await expect(page.locator(".reports")).toContainText("Reclame of spam");
    await expect(page.locator(".reports")).toContainText("Staat <overal>.");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Laten staan: Ad" }).click();
    await expect(page.locator(".notice")).toContainText("Petra liet een gemelde reactie van Ad staan.");
    await expect(page.getByText("Er zijn geen meldingen.")).toBeVisible();
    await page.getByRole("button", { name: "Ongedaan maken" }).click();
    await expect(page.locator(".reports")).toContainText("Staat <overal>.");
    await expect(page.getByRole("link", { name: "Gemeld 1" })).toBeVisible();
    await expectAccessible(page);
  });
});

test.describe("where the server says no", () => {
  test.use({ ownServer: true, expectedComplaints: FAILED_REQUEST });

  test("a comment that was removed meanwhile is said to be gone", async ({ page, article, server }) => {
    const comment = await article.post({ name: "Ad", body: "Koop nu!" });
    const desk = await Desk.of(server);
    await page.goto(article.hosted());
    await page.getByRole("link", { name: "Reactie van Ad melden" }).click();
    await desk.does("remove", comment);
    await page.getByLabel("Reclame of spam").check();
    await page.getByRole("button", { name: "Melden" }).click();
    await expect(page.getByText("Dit is niet te vinden.")).toBeVisible();
    await expectAccessible(page);
  });

  test("who gives no reason is asked for one, and keeps the words", async ({ page, article }) => {
    await article.post({ name: "Ad", body: "Koop nu!" });
    await page.goto(article.hosted());
    await page.getByRole("link", { name: "Reactie van Ad melden" }).click();
    await page.locator("form").evaluate((form) => form.setAttribute("novalidate", ""));
    await page.getByLabel("Toelichting").fill("Staat overal.");
    await page.getByRole("button", { name: "Melden" }).click();
    await expect(page.getByRole("alert")).toHaveText("Kies eerst waarom u deze reactie meldt.");
    await expect(page.getByLabel("Toelichting")).toHaveValue("Staat overal.");
    await expectAccessible(page);
  });
});
