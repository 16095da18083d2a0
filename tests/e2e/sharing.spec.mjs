// Passing on the address of a comment or of the article: by the clipboard, by the device's share sheet, by hand.

import { expect, expectAccessible, FAILED_REQUEST, test } from "./support/test.mjs";

/** A device with a share sheet; what it was given is in `window.shared`. */
const withSheet = (page, answer = "") =>
  page.addInitScript((answer) => {
    navigator.share = async (what) => {
      window.shared = what;
      if (answer) throw new DOMException("no", answer);
    };
  }, answer);

/** What was copied is in `window.copied`. */
const withClipboard = (page) =>
  page.addInitScript(() => {
    Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => void (window.copied = text) } });
  });

/** A page that may not copy. */
const withoutClipboard = (page) =>
  page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));

const addressOf = (article, comment) => `${article.url()}#weerwoord-${comment.id}`;

test("the link of a comment is copied, and the reader hears and sees it", async ({ page, article, widget }) => {
  await withClipboard(page);
  const comment = await article.post({ body: "Een" });
  await widget.open(article.url());
  await widget.menuOf("Een").click();
  await widget.entry("Een", "Link kopiëren").click();
  await expect(widget.live).toHaveText("De link is gekopieerd.");
  await expect(widget.comment("Een").locator(".said")).toHaveText("De link is gekopieerd.");
  await expectAccessible(page);
  expect(await page.evaluate(() => window.copied)).toBe(addressOf(article, comment));
  await expect(widget.menuOf("Een")).toBeFocused();
  await expect(widget.element.locator(".menu")).toHaveCount(0);
});

test("the link leads to the comment", async ({ page, article, widget }) => {
  await withClipboard(page);
  await article.chain(["Een", "Twee", "Drie"]);
  await widget.open(article.url());
  await widget.menuOf("Drie").click();
  await widget.entry("Drie", "Link kopiëren").click();
  await expect(widget.live).toHaveText("De link is gekopieerd.");
  const copied = await page.evaluate(() => window.copied);
  await page.goto("about:blank");
  await page.goto(copied);
  await expect(widget.comment("Drie")).toHaveClass(/target/);
  await expect(widget.comment("Drie")).toBeFocused();
});

test("where copying is refused, the link is there to be copied by hand", async ({ page, article, widget }) => {
  await withoutClipboard(page);
  const comment = await article.post({ body: "Een" });
  await widget.open(article.url());
  await widget.menuOf("Een").press("Enter");
  await widget.entry("Een", "Link kopiëren").press("Enter");
  const field = widget.element.getByLabel("Kopieer deze link:");
  await expect(field).toBeFocused();
  await expect(field).toHaveValue(addressOf(article, comment));
  expect(await field.evaluate((field) => field.value.slice(field.selectionStart, field.selectionEnd))).toBe(addressOf(article, comment));
  await expectAccessible(page);
  await field.press("Escape");
  await expect(field).toHaveCount(0);
  await expect(widget.menuOf("Een")).toBeFocused();
});

test("where the device has a share sheet, it gets the address and the title", async ({ page, article, widget }) => {
  await withSheet(page);
  const comment = await article.post({ body: "Een" });
  await widget.open(article.url());
  await widget.menuOf("Een").click();
  await widget.entry("Een", "Delen…").click();
  await expect.poll(() => page.evaluate(() => window.shared)).toEqual({ title: "Een gewoon artikel", url: addressOf(article, comment) });
  await expect(widget.menuOf("Een")).toBeFocused();
});

test("where it has none, nothing is said of it", async ({ article, widget }) => {
  await article.post({ body: "Een" });
  await widget.open(article.url());
  await widget.menuOf("Een").click();
  await expect(widget.entry("Een", "Link kopiëren")).toBeVisible();
  await expect(widget.entry("Een", "Delen…")).toHaveCount(0);
});

test("a share sheet that the reader closes leaves all as it was", async ({ page, article, widget }) => {
  await withSheet(page, "AbortError");
  await withClipboard(page);
  await widget.open(article.url());
  await widget.share.click();
  await expect.poll(() => page.evaluate(() => window.shared?.url)).toBe(article.url());
  expect(await page.evaluate(() => window.copied)).toBeUndefined();
  await expect(widget.live).toHaveText("");
});

test("a share sheet that does not open leaves the link on the clipboard", async ({ page, article, widget }) => {
  await withSheet(page, "NotAllowedError");
  await withClipboard(page);
  await widget.open(article.url());
  await widget.share.click();
  await expect(widget.live).toHaveText("De link is gekopieerd.");
  expect(await page.evaluate(() => window.copied)).toBe(article.url());
});

test("the article is shared without a sheet and without a clipboard too", async ({ page, article, widget }) => {
  await withoutClipboard(page);
  await widget.open(article.url());
  await widget.share.press("Enter");
  const field = widget.element.getByLabel("Kopieer deze link:");
  await expect(field).toBeFocused();
  await expect(field).toHaveValue(article.url());
  await field.press("Escape");
  await expect(widget.share).toBeFocused();
});

test("who wrote a comment gets the feed of what is answered to it", async ({ page, article, widget }) => {
  await withClipboard(page);
  await widget.open(article.url());
  await widget.write({ name: "Petra", body: "Van mij" });
  await widget.send.click();
  await expect(widget.comment("Van mij")).toHaveClass("comment");
  const id = (await widget.comment("Van mij").getAttribute("id")).slice("weerwoord-".length);
  await widget.menuOf("Van mij").click();
  await widget.entry("Van mij", "Feed met antwoorden aan u kopiëren (Atom)").click();
  await expect(widget.live).toHaveText("De link is gekopieerd.");
  await article.post({ name: "Joop", body: "Aan Petra", parent: id });
  const feed = await fetch(await page.evaluate(() => window.copied));
  expect(feed.headers.get("content-type")).toContain("application/atom+xml");
  expect(await feed.text()).toContain("Aan Petra");
});

test.describe("a feed that cannot be had", () => {
  test.use({ expectedComplaints: FAILED_REQUEST });

  test("says why", async ({ page, widget, article }) => {
    await withClipboard(page);
    await widget.open(article.url());
    await widget.write({ name: "Petra", body: "Van mij" });
    await widget.send.click();
    await expect(widget.comment("Van mij")).toHaveClass("comment");
    await page.route("**/api/v1/feed?**", (route) => route.abort());
    await widget.menuOf("Van mij").click();
    await widget.entry("Van mij", "Feed met antwoorden aan u kopiëren (Atom)").click();
    await expect(widget.live).toHaveText("Er is geen verbinding. Controleer uw internet en probeer het opnieuw.");
    expect(await page.evaluate(() => window.copied)).toBeUndefined();
  });
});
