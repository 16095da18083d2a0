// Back to the article: the browser brings the page back as it was, and the thread with it. Other specs' browsers have that
// switched off; these tests start their own.

import { chromium } from "@playwright/test";
import { expect, test } from "./support/test.mjs";
import { Widget } from "./support/widget.mjs";

/** A page of a browser that keeps pages when they are left, as readers' browsers do. */
const kept = test.extend({
  page: async ({ launchOptions, contextOptions }, use) => {
    const browser = await chromium.launch({ ...launchOptions, ignoreDefaultArgs: ["--disable-back-forward-cache"] });
    const context = await browser.newContext({ ...contextOptions, locale: "nl-NL", timezoneId: "Europe/Amsterdam" });
    await use(await context.newPage());
    await browser.close();
  },
  widget: async ({ page }, use) => use(new Widget(page, page.locator("weerwoord-thread").first())),
});

/** Notes how the page comes back, and what it asks for from then on. */
async function watch(page) {
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.evaluate(() => {
    addEventListener("pageshow", (event) => document.documentElement.setAttribute("data-persisted", event.persisted));
  });
  return asked;
}

/** Leaves the article by a link, and comes back by Back. */
async function leaveAndComeBack(page, article, meanwhile = () => {}) {
  await page.evaluate((url) => location.assign(url), article.url("single-page.html"));
  await page.waitForURL("**/single-page.html");
  await meanwhile();
  await page.evaluate(() => history.back()).catch(() => {});
  await page.waitForURL(article.url(), { waitUntil: "commit" });
  await expect(page.locator("html")).toHaveAttribute("data-persisted", "true");
}

kept("Back brings the thread back as it was, with what was typed, and asks for what changed alone", async ({ page, article, widget }) => {
  await article.chain(["Een", "Twee"]);
  await widget.open(article.url());
  await widget.body.fill("Een half woord");
  await widget.comment("Een").locator("[data-action=collapse]").click();
  const asked = await watch(page);
  await leaveAndComeBack(page, article, () => asked.splice(0));
  await expect(widget.frame).toHaveAttribute("data-interactive", "");
  await expect(widget.body).toHaveValue("Een half woord");
  await expect(widget.comment("Twee")).toBeHidden();
  await widget.comment("Een").locator("[data-action=collapse]").click();
  await expect(widget.comment("Twee")).toBeVisible();
  const others = asked.filter((url) => url.startsWith(article.server.origin) && !url.includes("/api/v1/events?"));
  expect(others).toEqual([]);
});

kept("who comes back after a long time finds what came meanwhile, and what was typed", async ({ page, article, widget }) => {
  await page.addInitScript(() => {
    // The clock has gone on when the page comes back.
    const { now } = Date;
    let passed = 0;
    Date.now = () => now() + passed;
    addEventListener("pageshow", (event) => (passed = event.persisted ? 10 * 60_000 : 0), true);
  });
  await article.chain(["Een", "Twee"]);
  await widget.open(article.url());
  await widget.body.fill("Een half woord");
  await watch(page);
  await leaveAndComeBack(page, article, () => article.post({ body: "Drie" }));
  await expect(widget.comment("Drie")).toHaveAttribute("part", "comment new");
  await expect(widget.body).toHaveValue("Een half woord");
});
