// Sites on which articles come and go without a new page.

import { expect, expectAccessible, test } from "./support/test.mjs";
import { hold } from "./support/widget.mjs";

const host = "single-page.html";

/** Puts a thread into the page, or takes it out. */
const show = (page, attributes) =>
  page.evaluate((attributes) => {
    const thread = document.createElement("weerwoord-thread");
    for (const [name, value] of Object.entries(attributes)) thread.setAttribute(name, value);
    document.querySelector("#place").replaceChildren(thread);
  }, attributes);
const remove = (page) => page.evaluate(() => document.querySelector("#place").replaceChildren());

test("a thread is added, used, and taken away again", async ({ page, article, widget }) => {
  await article.post({ body: "Een", page: host });
  await page.goto(article.url(host));
  await show(page, { site: "gazette" });
  await widget.interactive();
  await expectAccessible(page);
  await widget.write({ name: "Petra", body: "Twee" });
  await widget.send.click();
  await expect(widget.comment("Twee")).toHaveClass("comment");
  await remove(page);
  await expect(widget.element).toHaveCount(0);
});

test("another url is another thread, in the same element", async ({ page, article, widget }) => {
  const [one, two] = ["?one", "?two"].map((query) => article.url(host) + query);
  await article.post({ body: "Bij een", url: one });
  await article.post({ body: "Bij twee", url: two });
  await page.goto(article.url(host));
  await show(page, { site: "gazette", url: one });
  await widget.interactive();
  await expect(widget.comment("Bij een")).toBeVisible();
  await widget.body.fill("Een half woord");
  await widget.element.evaluate((element, url) => element.setAttribute("url", url), two);
  await expect(widget.comment("Bij twee")).toBeVisible();
  await expect(widget.comment("Bij een")).toHaveCount(0);
  await widget.interactive();
  await expect(widget.body).toHaveValue("");
  await widget.write({ name: "Petra", body: "Ook bij twee" });
  await widget.send.click();
  await expect(widget.comment("Ook bij twee")).toHaveClass("comment");
  await widget.element.evaluate((element, url) => element.setAttribute("url", url), one);
  await widget.interactive();
  await expect(widget.body).toHaveValue("Een half woord");
  expect(await widget.texts()).toEqual(["Bij een"]);
});

test("the old thread is gone before the new one is there, and leaves its room", async ({ page, article, widget }) => {
  const [one, two] = ["?one", "?two"].map((query) => article.url(host) + query);
  for (let at = 0; at < 12; at++) await article.post({ body: `Bij een, ${at}`, url: one });
  await article.post({ body: "Bij twee", url: two });
  await page.goto(article.url(host));
  await show(page, { site: "gazette", url: one });
  await widget.interactive();
  const height = () => widget.element.evaluate((element) => element.offsetHeight);
  const before = await height();
  const { release, arrived } = await hold(page, "**/embed/thread?**");
  // What the reader sees in the very frame after the change.
  const shown = await widget.element.evaluate(async (element, url) => {
    element.setAttribute("url", url);
    await new Promise((painted) => requestAnimationFrame(painted));
    return element.shadowRoot.textContent;
  }, two);
  expect(shown).not.toContain("Bij een");
  expect(await height()).toBe(before);
  await arrived;
  release();
  await expect(widget.comment("Bij twee")).toBeVisible();
  expect(await height()).toBeLessThan(before);
});

test("of threads that follow each other quickly only the last is shown", async ({ page, article, widget }) => {
  const urls = ["?een", "?twee", "?drie"].map((query) => article.url(host) + query);
  for (const url of urls) await article.post({ body: `Bij ${url.split("?")[1]}`, url });
  await page.goto(article.url(host));
  // The first is slow: its answer comes when the last is shown already.
  const slow = await hold(page, (url) => url.searchParams.get("url") === urls[0]);
  await show(page, { site: "gazette", url: urls[0] });
  await slow.arrived;
  for (const url of urls.slice(1)) await widget.element.evaluate((element, url) => element.setAttribute("url", url), url);
  await expect(widget.comment("Bij drie")).toBeVisible();
  slow.release();
  await widget.interactive();
  expect(await widget.texts()).toEqual(["Bij drie"]);
  await widget.write({ name: "Petra", body: "Ook bij drie" });
  await widget.send.click();
  await expect(widget.comment("Ook bij drie")).toHaveClass("comment");
  expect((await article.comments({ url: urls[2] })).map((comment) => comment.html)).toContain("<p>Ook bij drie</p>");
});

test("an element that moves within one turn goes on where it was, without asking anew", async ({ page, article, widget }) => {
  await article.post({ body: "Een", page: host });
  await page.goto(article.url(host));
  await show(page, { site: "gazette" });
  await widget.interactive();
  await widget.body.fill("Een half woord");
  const asked = [];
  // The stream of what others do may begin at any time.
  page.on("request", (request) => request.url().includes("/api/v1/events?") || asked.push(request.url()));
  await page.evaluate(() => document.querySelector("main").prepend(document.querySelector("weerwoord-thread")));
  await expect(widget.body).toHaveValue("Een half woord");
  await widget.replyTo("Een").click();
  await expect(widget.form).toHaveClass("composer reply");
  expect(asked).toEqual([]);
});

test("an element that moves and changes at once shows what it names then", async ({ page, article, widget }) => {
  const [one, two] = ["?one", "?two"].map((query) => article.url(host) + query);
  await article.post({ body: "Bij een", url: one });
  await article.post({ body: "Bij twee", url: two });
  await page.goto(article.url(host));
  await show(page, { site: "gazette", url: one });
  await widget.interactive();
  await widget.element.evaluate((element, url) => {
    element.remove();
    element.setAttribute("url", url);
    document.querySelector("main").append(element);
  }, two);
  await expect(widget.comment("Bij twee")).toBeVisible();
  await expect(widget.comment("Bij een")).toHaveCount(0);
});

test.describe("a thread that cannot be had", () => {
  test.use({ expectedComplaints: /Failed to load resource|could not be loaded/ });

  test("leaves no hole where the old one was", async ({ page, article, widget }) => {
    const [one, two] = ["?one", "?two"].map((query) => article.url(host) + query);
    for (let at = 0; at < 8; at++) await article.post({ body: `Bij een, ${at}`, url: one });
    await page.goto(article.url(host));
    await show(page, { site: "gazette", url: one });
    await widget.interactive();
    await page.route("**/embed/thread?**", (route) => route.abort());
    await widget.element.evaluate((element, url) => element.setAttribute("url", url), two);
    await expect(widget.element.locator(".failed-load")).toBeVisible();
    expect(await widget.element.evaluate((element) => element.offsetHeight)).toBeLessThan(300);
  });
});

test("several attributes at once are one change", async ({ page, article, widget }) => {
  await page.goto(article.url(host));
  await show(page, { site: "gazette" });
  await widget.interactive();
  const asked = [];
  page.on("request", (request) => request.url().includes("/embed/thread") && asked.push(request.url()));
  await widget.element.evaluate((element) => {
    for (const [name, value] of [["site", "brief"], ["lang", "en"], ["sort", "oldest"]]) element.setAttribute(name, value);
  });
  await expect(widget.title).toHaveText("Comments on this article");
  expect(asked).toHaveLength(1);
});

test("an element that moves through the page keeps working", async ({ page, article, widget }) => {
  await article.post({ body: "Een", page: host });
  await page.goto(article.url(host));
  await show(page, { site: "gazette" });
  await widget.interactive();
  await page.evaluate(() => document.querySelector("main").append(document.querySelector("weerwoord-thread")));
  await widget.interactive();
  await widget.replyTo("Een").click();
  await expect(widget.body).toBeFocused();
});

test("an element that is taken away while it loads asks and says nothing more", async ({ page, article, widget }) => {
  await page.goto(article.url(host));
  await page.evaluate(() => {
    window.heard = 0;
    for (const name of ["ready", "error"]) document.addEventListener(`weerwoord:${name}`, () => window.heard++);
  });
  const ended = page.waitForEvent("requestfailed", (request) => request.url().includes("/embed/thread"));
  await page.route("**/embed/thread?**", () => {});
  const asked = page.waitForRequest("**/embed/thread?**");
  await show(page, { site: "gazette" });
  await asked;
  await remove(page);
  await ended;
  expect(await page.evaluate(() => window.heard)).toBe(0);
  await page.unroute("**/embed/thread?**");
  await show(page, { site: "gazette" });
  await widget.interactive();
});

test("thirty threads that came and went leave nothing behind", async ({ page, article, widget }) => {
  await article.chain(["Een", "Twee", "Drie"], host);
  await page.addInitScript(() => {
    // What runs by the clock, and what is listened to outside of the element.
    window.ticking = new Set();
    const { setInterval, clearInterval } = window;
    window.setInterval = (...given) => {
      const id = setInterval(...given);
      window.ticking.add(id);
      return id;
    };
    window.clearInterval = (id) => {
      window.ticking.delete(id);
      clearInterval(id);
    };
  });
  await page.goto(article.url(host));
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const measure = async () => {
    await session.send("HeapProfiler.collectGarbage");
    await session.send("HeapProfiler.collectGarbage");
    const { metrics } = await session.send("Performance.getMetrics");
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  };
  const visit = async () => {
    await show(page, { site: "gazette" });
    await widget.interactive();
    await widget.replyTo("Een").click();
    await widget.body.fill("x");
    await remove(page);
  };
  for (let warm = 0; warm < 3; warm++) await visit();
  const before = await measure();
  for (let round = 0; round < 30; round++) await visit();
  const after = await measure();
  expect(await page.evaluate(() => window.ticking.size)).toBe(0);
  expect(after.JSEventListeners - before.JSEventListeners).toBeLessThanOrEqual(2);
  expect(after.Nodes - before.Nodes).toBeLessThanOrEqual(30);
  expect(after.JSHeapUsedSize - before.JSHeapUsedSize).toBeLessThan(1_000_000);
});
