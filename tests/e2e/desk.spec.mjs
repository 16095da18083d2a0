// The desk, as the editors of a site use it: from the comment that waits to the comment that is read, by keyboard.

import { expect, expectAccessible, FAILED_REQUEST, test } from "./support/test.mjs";

test.use({ ownServer: true, expectedComplaints: FAILED_REQUEST });

/** Signs in to the desk of the site `review`, by keyboard. */
async function signIn(page, server, secret) {
  await page.goto(`${server.origin}/desk`);
  await expect(page.getByLabel("Site", { exact: true })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.type("review");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Petra");
  await page.keyboard.press("Tab");
  await page.keyboard.type(secret);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Redactie van review" })).toBeVisible();
}

const item = (page, text) => page.locator(".item").filter({ hasText: text });
const notice = (page) => page.locator(".notice");
const press = async (page, ...keys) => {
  for (const key of keys) await page.keyboard.press(key);
};

test("a comment that waits is approved by keyboard, and is read on the article", async ({ page, article, server, widget }) => {
  const secret = await server.secret("review");
  const url = article.url("review.html");
  await widget.open(url);
  for (const body of ["Mag dit?", "En dit?"]) {
    await widget.write({ name: "Spijker", body });
    await widget.send.click();
    await expect(widget.comment(body)).toContainText("wacht op beoordeling");
  }
  expect(await article.comments({ site: "review", url })).toEqual([]);

  await signIn(page, server, secret);
  await expect(page.getByRole("link", { name: "Wachtend 2" })).toHaveAttribute("aria-current", "page");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Goedkeuren: Spijker" }).first().focus();
  await press(page, "Enter");
  await expect(notice(page)).toBeFocused();
  await expect(notice(page)).toContainText("Petra keurde een reactie van Spijker goed.");
  await expect(page.locator(".items > li").first()).toContainText("keurde");
  await expectAccessible(page);

  // From what was done the next key leads to its undoing, and the one after that to the next comment.
  await press(page, "Tab");
  await expect(page.getByRole("button", { name: "Ongedaan maken" })).toBeFocused();
  await press(page, "Tab", "Tab");
  await expect(item(page, "En dit?").getByRole("button", { name: "Goedkeuren: Spijker" })).toBeFocused();
  await press(page, "Enter");
  await expect(page.getByText("Er wacht niets op beoordeling.")).toBeVisible();

  await widget.open(url);
  await expect(widget.comments).toHaveCount(2);
  expect(await widget.texts()).toEqual(["En dit?", "Mag dit?"]);
});

test("what was done is undone, and stands in the log", async ({ page, article, server }) => {
  const secret = await server.secret("review");
  await article.post({ site: "review", body: "Blijft dit?", status: 202 });
  await signIn(page, server, secret);
  await item(page, "Blijft dit?").getByRole("button", { name: "Verwijderen" }).click();
  await expect(notice(page)).toContainText("Petra verwijderde een reactie van Spijker.");
  await notice(page).getByRole("button").click();
  await expect(notice(page)).toContainText("Petra maakte ongedaan");
  await expect(item(page, "Blijft dit?")).toContainText("Te beoordelen");
  await page.getByRole("link", { name: "Nieuwste" }).click();
  await item(page, "Blijft dit?").getByRole("button", { name: "Goedkeuren" }).click();
  await expect(item(page, "Blijft dit?")).toContainText("Geplaatst");
  await expectAccessible(page);
  await page.getByRole("link", { name: "Logboek" }).click();
  await expect(page.locator(".log > li")).toContainText(["goed.", "maakte ongedaan", "verwijderde"]);
  await expectAccessible(page);
});

test("a thread is found, closed for its readers, and reopened", async ({ page, article, server, widget }) => {
  const secret = await server.secret("review");
  const url = article.url("review.html");
  await article.post({ site: "review", url, body: "Een", status: 202 });
  await signIn(page, server, secret);
  await page.getByRole("link", { name: "Artikelen" }).click();
  await page.getByRole("searchbox").fill("review.html");
  await press(page, "Enter");
  await page.waitForURL("**q=review.html");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Sluiten" }).click();
  await expect(notice(page)).toBeFocused();
  await widget.open(url);
  await expect(widget.element).toContainText("Reageren op dit bericht is niet meer mogelijk.");
  await page.goto(`${server.origin}/desk?view=threads`);
  await page.getByRole("button", { name: "Heropenen" }).click();
  await expect(notice(page)).toContainText("Petra heropende de reacties");
  await widget.open(url);
  await expect(widget.form).toBeVisible();
});

test("of two editors the later one is told what the other did", async ({ page, article, server }) => {
  const secret = await server.secret("review");
  await article.post({ site: "review", body: "Van wie?", status: 202 });
  await signIn(page, server, secret);
  const other = await page.context().newPage();
  await other.goto(`${server.origin}/desk`);
  await item(other, "Van wie?").getByRole("button", { name: "Verwijderen" }).click();
  await expect(notice(other)).toBeVisible();
  await item(page, "Van wie?").getByRole("button", { name: "Goedkeuren" }).click();
  await expect(notice(page)).toHaveText("Niet gedaan: deze reactie is intussen verwijderd.");
  await expectAccessible(page);
});

test("who has the wrong secret, or none any more, gets no further", async ({ page, article, server }) => {
  await article.post({ site: "review", body: "Geheim", status: 202 });
  const secret = await server.secret("review");
  await page.goto(`${server.origin}/desk`);
  await page.getByLabel("Site", { exact: true }).fill("review");
  await page.getByLabel("Uw naam").fill("Petra");
  await page.getByLabel("De sleutel").fill("niet deze");
  await press(page, "Enter");
  await expect(page.getByRole("alert")).toContainText("horen niet bij elkaar");
  await expect(page.getByLabel("De sleutel")).toBeFocused();
  await expect(page.getByLabel("Uw naam")).toHaveValue("Petra");
  await expectAccessible(page);

  await signIn(page, server, secret);
  await server.secret("review");
  await item(page, "Geheim").getByRole("button", { name: "Goedkeuren" }).click();
  await expect(page.getByRole("alert")).toContainText("U bent niet meer aangemeld.");
});

test("who signs out leaves nothing behind in the browser", async ({ page, server }) => {
  await signIn(page, server, await server.secret("review"));
  expect(await page.context().cookies()).toMatchObject([
    { name: "__Host-weerwoord-desk", httpOnly: true, secure: true, sameSite: "Strict", path: "/" },
  ]);
  await page.getByRole("button", { name: "Afmelden" }).click();
  await expect(page.getByLabel("De sleutel")).toBeVisible();
  expect(await page.context().cookies()).toEqual([]);
  await page.goBack();
  await expect(page.getByLabel("De sleutel")).toBeVisible();
});

test.describe("in the page that embeds the comments", () => {
  test.use({ expectedComplaints: /blocked by CORS policy|frame-ancestors 'none'|ERR_FAILED/ });

  test("the desk is out of reach", async ({ page, article, server }) => {
    await signIn(page, server, await server.secret("review"));
    await page.goto(article.url("review.html"));
    const reached = await page.evaluate(async (address) => {
      const read = await fetch(address, { credentials: "include" }).then((answer) => answer.text(), () => "no answer");
      const frame = document.body.appendChild(document.createElement("iframe"));
      const loaded = new Promise((resolve) => frame.addEventListener("load", resolve));
      frame.src = address;
      await loaded;
      return [read, frame.contentDocument?.body.textContent ?? "not ours"];
    }, `${server.origin}/desk`);
    expect(reached).toEqual(["no answer", "not ours"]);
  });
});
