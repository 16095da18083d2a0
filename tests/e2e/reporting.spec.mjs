// A comment that the editors should see: reported from its menu, with a reason.

import { refuse } from "./support/problems.mjs";
import { expect, expectAccessible, FAILED_REQUEST, test } from "./support/test.mjs";

const REPORT = "**/api/v1/comments/*/reports";

const form = (widget, text) => widget.comment(text).locator("form.report");

const openForm = async (widget, text) => {
  await widget.menuOf(text).click();
  await widget.entry(text, "Melden…").click();
};

test("a comment is reported with a reason and a text, and says so", async ({ page, article, widget }) => {
  const comment = await article.post({ body: "Een" });
  await widget.open(article.url());
  await openForm(widget, "Een");
  const reasons = form(widget, "Een").getByRole("radio");
  await expect(reasons).toHaveCount(5);
  await expect(reasons.first()).toBeFocused();
  await expectAccessible(page);
  await form(widget, "Een").getByLabel("Reclame of spam").check();
  await form(widget, "Een").getByLabel("Toelichting").fill("Staat er overal.");
  const sent = page.waitForResponse(REPORT);
  await form(widget, "Een").getByRole("button", { name: "Melden" }).click();
  const response = await sent;
  expect(response.status()).toBe(204);
  expect(response.url()).toContain(comment.id);
  expect(response.request().postDataJSON()).toEqual({ site: "gazette", reason: "spam", text: "Staat er overal." });
  expect(response.request().headers().authorization).toMatch(/^Bearer [\w-]{22}$/);
  await expect(form(widget, "Een")).toHaveCount(0);
  await expect(widget.comment("Een").locator(".reported")).toContainText("Dank u wel.");
  await expect(widget.live).toContainText("Dank u wel.");
  await expect(widget.menuOf("Een")).toBeFocused();
  await expectAccessible(page);
});

test("the keyboard alone reports", async ({ page, article, widget }) => {
  await article.post({ body: "Een" });
  await widget.open(article.url());
  await widget.menuOf("Een").press("Enter");
  await widget.entry("Een", "Melden…").press("Enter");
  await expect(form(widget, "Een").getByRole("radio").first()).toBeFocused();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Niet netjes");
  await page.keyboard.press("Tab");
  const sent = page.waitForRequest(REPORT);
  await page.keyboard.press("Enter");
  expect((await sent).postDataJSON()).toMatchObject({ reason: "abuse", text: "Niet netjes" });
  await expect(widget.comment("Een").locator(".reported")).toBeVisible();
});

test("without a reason nothing is sent, and the form says what it lacks", async ({ page, article, widget }) => {
  await article.post({ body: "Een" });
  await widget.open(article.url());
  await openForm(widget, "Een");
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await form(widget, "Een").getByRole("button", { name: "Melden" }).click();
  await expect(form(widget, "Een").locator(".error")).toHaveText("Kies eerst waarom u deze reactie meldt.");
  await expect(form(widget, "Een").getByRole("radio").first()).toBeFocused();
  expect(asked.filter((url) => url.includes("/reports"))).toEqual([]);
  await expectAccessible(page);
});

test("Escape and Cancel close the form, and what was typed is there again", async ({ article, widget }) => {
  await article.post({ body: "Een" });
  await widget.open(article.url());
  await openForm(widget, "Een");
  await form(widget, "Een").getByLabel("Iets anders").check();
  await form(widget, "Een").getByLabel("Toelichting").fill("Kijk eens");
  await form(widget, "Een").getByLabel("Toelichting").press("Escape");
  await expect(form(widget, "Een")).toHaveCount(0);
  await expect(widget.menuOf("Een")).toBeFocused();
  await openForm(widget, "Een");
  await expect(form(widget, "Een").getByLabel("Iets anders")).toBeChecked();
  await expect(form(widget, "Een").getByLabel("Toelichting")).toHaveValue("Kijk eens");
  await form(widget, "Een").getByRole("button", { name: "Annuleren" }).click();
  await expect(form(widget, "Een")).toHaveCount(0);
});

test.describe("a report that is not taken", () => {
  test.use({ expectedComplaints: FAILED_REQUEST });

  for (const [name, status, said] of [
    ["comment-removed", 409, "Deze reactie is inmiddels verwijderd."],
    ["rate-limited", 429, "Er komen nu veel"],
  ]) {
    test(`because of ${name} stays in its form, with a sentence`, async ({ page, article, widget }) => {
      await article.post({ body: "Een" });
      await widget.open(article.url());
      await refuse(page, REPORT, name, status);
      await openForm(widget, "Een");
      await form(widget, "Een").getByLabel("Reclame").check();
      await form(widget, "Een").getByLabel("Toelichting").fill("Kijk eens");
      await form(widget, "Een").getByRole("button", { name: "Melden" }).click();
      await expect(form(widget, "Een").locator(".error")).toContainText(said);
      await expect(widget.live).toContainText(said);
      await expect(form(widget, "Een").getByLabel("Toelichting")).toHaveValue("Kijk eens");
      await page.unroute(REPORT);
      await form(widget, "Een").getByRole("button", { name: "Melden" }).click();
      await expect(widget.comment("Een").locator(".reported")).toBeVisible();
    });
  }

  test("because there is no connection can be sent again", async ({ page, article, widget }) => {
    await article.post({ body: "Een" });
    await widget.open(article.url());
    await page.route(REPORT, (route) => route.abort());
    await openForm(widget, "Een");
    await form(widget, "Een").getByLabel("Reclame").check();
    await form(widget, "Een").getByRole("button", { name: "Melden" }).click();
    await expect(form(widget, "Een").locator(".error")).toContainText("Er is geen verbinding.");
    await page.unroute(REPORT);
    await form(widget, "Een").getByRole("button", { name: "Melden" }).click();
    await expect(widget.comment("Een").locator(".reported")).toBeVisible();
  });
});
