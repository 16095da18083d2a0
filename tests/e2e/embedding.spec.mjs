// What a publisher's developer works with: attributes, events, methods; and pages that make it hard.

import { painted } from "./support/colours.mjs";
import { refuse } from "./support/problems.mjs";
import { expect, expectAccessible, FAILED_REQUEST, test } from "./support/test.mjs";
import { POST, Widget } from "./support/widget.mjs";

const READS = /\/(api\/v1|embed)\/thread\?/;

/** Writes down the widget's events, as a page's own script would hear them. */
const listen = (page) =>
  page.addInitScript(() => {
    window.heard = [];
    for (const name of ["ready", "posted", "error"]) {
      document.addEventListener(`weerwoord:${name}`, ({ target, detail }) => {
        window.heard.push({ name, target: target.localName, detail });
      });
    }
  });
const heard = (page) => page.evaluate(() => window.heard);

test("the page hears when the thread is there and when something was posted", async ({ page, article, widget }) => {
  await listen(page);
  await article.post({ body: "Een" });
  await widget.open(article.url());
  expect(await heard(page)).toEqual([{ name: "ready", target: "weerwoord-thread", detail: { count: 1 } }]);
  await widget.write({ name: "Petra", role: "Raadslid", body: "Twee" });
  await widget.send.click();
  await expect(widget.comment("Twee")).toHaveClass("comment");
  const [, posted, ...more] = await heard(page);
  expect(more).toEqual([]);
  expect(posted).toMatchObject({ name: "posted", target: "weerwoord-thread" });
  expect(posted.detail).toEqual((await article.comments())[0]);
});

test.describe("where the server does not answer", () => {
  test.use({ expectedComplaints: FAILED_REQUEST });

  test("the page hears what went wrong, in the reader's language", async ({ page, article, widget }) => {
    await listen(page);
    await widget.open(article.url());
    await page.route(POST, (route) => route.abort());
    await widget.write({ name: "Petra", body: "Een" });
    await widget.send.click();
    await expect(widget.comment("Een")).toHaveClass("comment waiting");
    const detail = { code: "network", message: "Er is geen verbinding. Controleer uw internet en probeer het opnieuw." };
    expect((await heard(page)).at(-1)).toEqual({ name: "error", target: "weerwoord-thread", detail });
  });
});

test("a browser that cannot give a request an end sends it all the same", async ({ page, article, widget }) => {
  await page.addInitScript(() => delete AbortSignal.timeout);
  await widget.open(article.url());
  await widget.write({ name: "Petra", body: "Een" });
  await widget.send.click();
  await expect(widget.comment("Een")).toHaveClass("comment");
});

test.describe("an address that is none", () => {
  test.use({ expectedComplaints: /^Failed to load resource|could not be loaded/ });

  test("is said to the publisher, and hurts nothing", async ({ page, article, widget }) => {
    await page.goto(article.url("single-page.html"));
    await page.evaluate(() => {
      const thread = document.createElement("weerwoord-thread");
      thread.setAttribute("site", "gazette");
      thread.setAttribute("url", "https://[");
      document.querySelector("#place").append(thread);
    });
    await expect(widget.element.locator(".failed-load")).toBeVisible();
  });
});

test.describe("a refresh that the server refuses", () => {
  test.use({ expectedComplaints: FAILED_REQUEST });

  test("leaves what is there, tells the page, and the next one brings what is new", async ({ page, article, widget }) => {
    await listen(page);
    await article.post({ body: "Een" });
    await widget.open(article.url());
    await widget.body.fill("Al getypt");
    await article.post({ body: "Twee" });
    await refuse(page, READS, "unavailable", 503);
    await widget.element.evaluate((element) => element.refresh());
    expect((await heard(page)).at(-1)).toMatchObject({ name: "error", detail: { code: "unavailable" } });
    expect(await widget.texts()).toEqual(["Een"]);
    await expect(widget.body).toHaveValue("Al getypt");
    await page.unroute(READS);
    await widget.element.evaluate((element) => element.refresh());
    expect(await widget.texts()).toEqual(["Twee", "Een"]);
  });
});

test("refresh() shows what others posted meanwhile, and keeps what is typed", async ({ page, article, widget }) => {
  const first = await article.post({ body: "Een" });
  await widget.open(article.url());
  await widget.replyTo("Een").click();
  await widget.body.pressSequentially("Half");
  await article.post({ body: "Twee", parent: first.id });
  await article.post({ body: "Drie" });
  await widget.element.evaluate((element) => element.refresh());
  await expect(widget.comments).toHaveCount(3);
  expect(await widget.texts()).toEqual(["Drie", "Een", "Twee"]);
  await expect(widget.title).toHaveText("3 reacties op dit bericht");
  await expect(widget.body).toBeFocused();
  await expect(widget.body).toHaveValue("Half");
  await expect(widget.comment("Drie").locator("time")).toHaveText(/nu|geleden/);
});

test("focus() goes to the form, also when the thread is not there yet", async ({ page, article, widget }) => {
  await page.goto(article.url());
  await page.evaluate(async () => {
    await customElements.whenDefined("weerwoord-thread");
    document.querySelector("weerwoord-thread").focus();
  });
  await expect(widget.body).toBeFocused();
});

test("the script tag hands its settings on", async ({ page, article, widget }) => {
  const url = `${article.url("attributes.html")}?other`;
  for (const body of ["Een", "Twee"]) await article.post({ site: "brief", url, body });
  await widget.open(article.url("attributes.html"));
  await expect(widget.title).toHaveText("2 comments on this article");
  expect(await widget.texts()).toEqual(["Een", "Twee"]);
  await expect(widget.element).toHaveCSS("color-scheme", "dark");
  await expectAccessible(page);
});

test("the canonical address names the thread", async ({ page, article, widget }) => {
  await article.post({ site: "brief", url: `${article.url("attributes.html")}?canonical`, body: "Canoniek" });
  await widget.open(article.url("attributes.html"));
  await widget.element.evaluate((element) => element.removeAttribute("url"));
  await expect(widget.comment("Canoniek")).toBeVisible();
});

test("tracking parameters and fragments lead to the same thread", async ({ article, widget }) => {
  await article.post({ body: "Zelfde gesprek" });
  await widget.open(`${article.url()}?utm_source=brief&fbclid=x#lees-verder`);
  await expect(widget.comment("Zelfde gesprek")).toBeVisible();
  await widget.write({ name: "Petra", body: "Ook hier" });
  await widget.send.click();
  await expect(widget.comment("Ook hier")).toHaveClass("comment");
  expect(await article.comments()).toHaveLength(2);
});

test("the theme attribute chooses light or dark", async ({ page, article, widget }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await widget.open(article.url());
  const accent = () => widget.send.evaluate((button) => getComputedStyle(button).backgroundColor);
  const light = await accent();
  await widget.element.evaluate((element) => element.setAttribute("theme", "dark"));
  const dark = await accent();
  expect(dark).not.toBe(light);
  await widget.element.evaluate((element) => element.setAttribute("theme", "auto"));
  expect(await accent()).toBe(dark);
  await page.emulateMedia({ colorScheme: "light" });
  expect(await accent()).toBe(light);
});

test("the page's tokens and parts reach the widget", async ({ page, article, widget }) => {
  await article.post({ body: "Een" });
  await page.addInitScript(() => {
    addEventListener("DOMContentLoaded", () => {
      const style = document.createElement("style");
      style.textContent = ":root { --ww-accent: rgb(128, 0, 64) } weerwoord-thread::part(title) { text-align: center }";
      document.head.append(style);
    });
  });
  await widget.open(article.url());
  await expect(widget.send).toHaveCSS("background-color", "rgb(128, 0, 64)");
  // Dark enough as it is, though its shade is worked out.
  expect(await painted(widget.replyTo("Een"), "color")).toEqual([128, 0, 64, 255]);
  await expect(widget.title).toHaveCSS("text-align", "center");
});

test("two threads on one page are two threads", async ({ page, article }) => {
  const [first, second] = ["#first", "#second"].map((id) => new Widget(page, page.locator(id)));
  await first.open(article.url("two-threads.html"));
  await second.element.scrollIntoViewIfNeeded();
  await second.interactive();
  await expect(first.title).toHaveText("Reacties op dit bericht");
  await expect(second.title).toHaveText("Comments on this article");
  await expectAccessible(page);
  await first.write({ name: "Petra", body: "Hier" });
  await first.send.click();
  await expect(first.comment("Hier")).toHaveClass("comment");
  for (const body of ["There", "And there"]) {
    await second.write({ name: "Peter", body });
    await second.send.click();
    await expect(second.comment(body)).toHaveClass("comment");
  }
  await second.element.evaluate((element) => element.refresh());
  expect(await first.texts()).toEqual(["Hier"]);
  expect(await second.texts()).toEqual(["There", "And there"]);
});

test("a script that is loaded twice makes one thread where it stands", async ({ page, article, widget }) => {
  await article.post({ page: "twice.html", body: "Een" });
  await widget.open(article.url("twice.html"));
  await expect(page.locator("weerwoord-thread")).toHaveCount(1);
  await expectAccessible(page);
  await widget.write({ name: "Petra", body: "Twee" });
  await widget.send.click();
  await expect(widget.comment("Twee")).toHaveClass("comment");
  expect(await article.comments({ page: "twice.html" })).toHaveLength(2);
});

test("the page gets no new global and no cookie", async ({ page, article, widget }) => {
  await page.addInitScript(() => {
    window.before = new Set(Object.getOwnPropertyNames(window));
  });
  await widget.open(article.url());
  const globals = await page.evaluate(() => Object.getOwnPropertyNames(window).filter((name) => !window.before.has(name)));
  expect(globals.filter((name) => name !== "before")).toEqual([]);
  expect(await page.context().cookies()).toEqual([]);
});
