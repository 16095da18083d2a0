// Long threads: a page at a time, by links that bring what was left out.

import { expect, expectAccessible, FAILED_REQUEST, switchOffScripts, test } from "./support/test.mjs";
import { hold } from "./support/widget.mjs";

const LINES = /\/embed\/thread\?.*cursor=/;
const FIRST = /\/embed\/thread\?/;

/** A comment as it is imported. Its number is its text, and its minute. */
const numbered = (number, parent) => ({
  id: idOf(number),
  parent: parent && idOf(parent),
  name: `Lezer ${number}`,
  posted_at: new Date(Date.UTC(2026, 0, 1, 0, number)).toISOString(),
  body: `Nummer ${number}.`,
});

// Tests share a server, and an id is given once: each test has a series of its own.
let series;
const idOf = (number) => `019b0000-0000-7000-8000-${series}${number.toString(16).padStart(4, "0")}`;

test.beforeEach(() => {
  series = crypto.randomUUID().slice(0, 8);
});

/** Comments on the article itself, as many. */
const roots = (count) => Array.from({ length: count }, (_, at) => numbered(at + 1));

/** The first comment, and below it a branch: answers to it, each with an answer of its own. */
const branch = (answers) => [
  numbered(1),
  ...Array.from({ length: answers }, (_, at) => [numbered(2 * at + 2, 1), numbered(2 * at + 3, 2 * at + 2)]).flat(),
];

/** The numbers of the comments shown, in their order. */
const numbers = async (widget) => (await widget.texts()).map((text) => Number(text.match(/\d+/)[0]));

const more = (widget) => widget.element.getByRole("link", { name: "Meer reacties" });
const replies = (widget) => widget.element.getByRole("link", { name: /^Nog \d+ reacties?$/ });
const linked = (article, number, page) => `${article.url(page)}#weerwoord-${idOf(number)}`;

/** The numbers from the first to the last, upwards or downwards. */
const range = (first, last) => {
  const step = Math.sign(last - first) || 1;
  return Array.from({ length: Math.abs(last - first) + 1 }, (_, at) => first + at * step);
};

test("a long thread comes a page at a time, each comment once, to its end", async ({ page, article, server, widget }) => {
  await server.importComments(roots(120), article.url());
  await widget.open(article.url());
  await expect(widget.title).toHaveText("120 reacties op dit bericht");
  expect(await numbers(widget)).toEqual(range(120, 71));
  await expectAccessible(page);
  const next = widget.comment("Nummer 70.");
  await more(widget).click();
  await expect(next).toBeFocused();
  await expect(widget.live).toHaveText("50 reacties toegevoegd.");
  expect(await numbers(widget)).toEqual(range(120, 21));
  await expect(next.locator("time")).toHaveText("1 januari 2026");
  await more(widget).click();
  await expect(widget.comment("Nummer 20.")).toBeFocused();
  expect(await numbers(widget)).toEqual(range(120, 1));
  await expect(more(widget)).toHaveCount(0);
  await expectAccessible(page);
});

test("a long thread is read to its end by keyboard alone", async ({ page, article, server, widget }) => {
  await server.importComments(roots(70), article.url());
  await widget.open(article.url());
  await more(widget).focus();
  await page.keyboard.press("Enter");
  await expect(widget.comment("Nummer 20.")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(widget.comment("Nummer 20.").locator(".permalink")).toBeFocused();
  expect(await numbers(widget)).toEqual(range(70, 1));
});

test("what is brought takes the place of its link, and the page stays where it is", async ({ page, article, server, widget }) => {
  await server.importComments(roots(70), article.url());
  await widget.open(article.url());
  // Waits until what came into view is laid out, and the link stands still.
  await more(widget).hover();
  const last = widget.comment("Nummer 21.");
  const before = await last.boundingBox();
  await more(widget).click();
  await expect(widget.comment("Nummer 20.")).toBeFocused();
  expect((await last.boundingBox()).y).toBeCloseTo(before.y, 0);
});

test("a long branch opens step by step, and collapses with all that came", async ({ page, article, server, widget }) => {
  await server.importComments([...branch(60), ...roots(250).slice(200)], article.url());
  await widget.open(linked(article, 1));
  const shown = () => numbers(widget).then((all) => all.filter((number) => number <= 121));
  let before = await shown();
  expect(before[0]).toBe(1);
  expect(before.length).toBeLessThan(121);
  await expectAccessible(page);
  while (before.length < 121) {
    const left = 121 - before.length;
    await expect(replies(widget)).toHaveText(`Nog ${left} reacties`);
    await replies(widget).click();
    await expect(widget.comment(`Nummer ${before.length + 1}.`)).toBeFocused();
    const after = await shown();
    expect(after.length).toBeGreaterThan(before.length);
    before = after;
  }
  expect(before).toEqual(range(1, 121));
  await expect(replies(widget)).toHaveCount(0);
  await expect(widget.comment("Nummer 121.").locator(".in-reply-to")).toHaveText("Als antwoord op Lezer 120");
  await widget.comment("Nummer 1.").locator("[data-action=collapse]").first().click();
  expect(await shown()).toEqual([1]);
  await expect(widget.element.getByRole("button", { name: "120 reacties tonen" })).toBeVisible();
});

test("a branch that is collapsed hides what it leaves out, and counts it", async ({ article, server, widget }) => {
  await server.importComments([...branch(60), ...roots(250).slice(200)], article.url());
  await widget.open(linked(article, 1));
  await expect(replies(widget)).toBeVisible();
  await widget.comment("Nummer 1.").locator("[data-action=collapse]").first().click();
  await expect(replies(widget)).toBeHidden();
  await expect(widget.element.getByRole("button", { name: "120 reacties tonen" })).toBeVisible();
});

test("what others post meanwhile is neither skipped nor doubled", async ({ article, server, widget }) => {
  await server.importComments(roots(110), article.url());
  await widget.open(article.url());
  await article.post({ body: "Nummer 111." });
  await article.post({ body: "Nummer 112.", parent: idOf(60) });
  await more(widget).click();
  await expect(widget.comment("Nummer 60.")).toBeFocused();
  await more(widget).click();
  await expect(widget.comment("Nummer 10.")).toBeFocused();
  expect(await numbers(widget)).toEqual([...range(110, 60), 112, ...range(59, 1)]);
});

test("a comment of a later page is answered like any other", async ({ article, server, widget }) => {
  await server.importComments(roots(70), article.url());
  await widget.open(article.url());
  await more(widget).click();
  await widget.replyTo("Nummer 5.").click();
  await widget.write({ name: "Petra", body: "Nummer 71." });
  await widget.send.click();
  await expect(widget.comment("Nummer 71.")).toHaveClass("comment");
  expect(await numbers(widget)).toEqual([...range(70, 5), 71, ...range(4, 1)]);
});

test("a comment that was written here moves to its place when its page comes", async ({ article, server, widget }) => {
  await server.importComments(roots(70), article.url("plain.html"));
  await widget.open(article.url());
  await widget.element.evaluate((element) => element.setAttribute("sort", "oldest"));
  await expect(widget.comment("Nummer 50.")).toBeVisible();
  await widget.interactive();
  await widget.write({ name: "Petra", body: "Nummer 71." });
  await widget.send.click();
  await expect(widget.comment("Nummer 71.")).toHaveClass("comment");
  expect(await numbers(widget)).toEqual([...range(1, 50), 71]);
  await more(widget).click();
  await expect(widget.comment("Nummer 51.")).toBeFocused();
  expect(await numbers(widget)).toEqual(range(1, 71));
});

test("a link into a thread of 10,000 comments opens the page that holds it, in one request", async ({ page, article, server, widget }) => {
  const deep = [10_001, 10_002, 10_003, 10_004].map((number, at, all) => numbered(number, at ? all[at - 1] : 5000));
  await server.importComments([...roots(10_000), ...deep], article.url());
  const asked = [];
  page.on("request", (request) => FIRST.test(request.url()) && asked.push(request.url()));
  await page.goto(linked(article, 10_004));
  const target = widget.comment("Nummer 10004.");
  await expect(target).toBeFocused();
  await expect(target).toHaveClass(/target/);
  await expect(target).toBeInViewport();
  await widget.interactive();
  expect(asked).toHaveLength(1);
  const shown = await numbers(widget);
  expect(shown.slice(0, 6)).toEqual([5000, 10_001, 10_002, 10_003, 10_004, 4999]);
  expect(shown.length).toBeLessThanOrEqual(150);
  await expectAccessible(page);
  // What stands before the page comes above it, and the page stays where it is.
  const newer = widget.element.getByRole("link", { name: "Nieuwere reacties" });
  await newer.hover();
  const root = widget.comment("Nummer 5000.");
  const before = await root.boundingBox();
  await newer.click();
  await expect(widget.comment("Nummer 5050.")).toBeFocused();
  expect((await root.boundingBox()).y).toBeCloseTo(before.y, 0);
  expect((await numbers(widget)).slice(0, 52)).toEqual([...range(5050, 5000), 10_001]);
});

test("a link to a comment that is not on the page is followed, and what was typed stays", async ({ page, article, server, widget }) => {
  await server.importComments(roots(200), article.url());
  await widget.open(article.url());
  await widget.write({ name: "Petra", body: "Een begin" });
  await page.evaluate((hash) => (location.hash = hash), `weerwoord-${idOf(7)}`);
  await expect(widget.comment("Nummer 7.").last()).toBeFocused();
  await expect(widget.comment("Nummer 7.").last()).toBeInViewport();
  await expect(widget.body).toHaveValue("Een begin");
  await expect(widget.name).toHaveValue("Petra");
});

test("a link to a comment that is nowhere shows the thread's beginning", async ({ page, article, server, widget }) => {
  await server.importComments(roots(60), article.url());
  const asked = [];
  page.on("request", (request) => FIRST.test(request.url()) && asked.push(request.url()));
  await widget.open(linked(article, 999));
  expect(await numbers(widget)).toEqual(range(60, 11));
  expect(asked).toHaveLength(1);
});

test("an included thread loads the page of the comment that the address names", async ({ page, article, server, widget }) => {
  const host = "included.html";
  await server.importComments(roots(200), article.url(host));
  await page.goto(linked(article, 7, host));
  await expect(widget.comment("Nummer 7.").last()).toBeFocused();
  await widget.interactive();
});

test("a linked comment stays in view when a picture above it comes late", async ({ page, article, server, widget }) => {
  await server.importComments(roots(40), article.url());
  let arrive;
  const picture = new Promise((resolve) => (arrive = resolve));
  await page.route("**/late.svg", async (route) => {
    await picture;
    const body = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="900"/>';
    await route.fulfill({ contentType: "image/svg+xml", body });
  });
  await page.addInitScript(() =>
    addEventListener("DOMContentLoaded", () => {
      // As on a page whose browser does not hold the reader's place.
      document.documentElement.style.overflowAnchor = "none";
      document.body.prepend(Object.assign(new Image(), { src: "late.svg" }));
    }),
  );
  await page.goto(linked(article, 20), { waitUntil: "commit" });
  const target = widget.comment("Nummer 20.");
  await expect(target).toBeFocused();
  await expect(target).toBeInViewport();
  arrive();
  await page.waitForLoadState("load");
  await expect(target).toBeInViewport();
  await expect(page.locator("img")).not.toBeInViewport();
});

test("a refresh keeps what was opened, and brings what is new in it", async ({ article, server, widget }) => {
  await server.importComments(roots(170), article.url());
  await widget.open(article.url());
  await more(widget).click();
  await expect(widget.comment("Nummer 120.")).toBeFocused();
  await article.post({ body: "Nummer 171." });
  await article.post({ body: "Nummer 172.", parent: idOf(100) });
  await widget.element.evaluate((element) => element.refresh());
  await expect(widget.comment("Nummer 171.")).toBeVisible();
  const shown = await numbers(widget);
  expect(shown.slice(0, 75)).toEqual([...range(171, 100), 172, 99, 98]);
  expect(new Set(shown).size).toBe(shown.length);
  await expect(more(widget)).toHaveCount(1);
});

test.describe("without a connection", () => {
  test.use({ expectedComplaints: FAILED_REQUEST, ownServer: true });

  test("the link says so, and brings the comments later", async ({ page, article, server, widget }) => {
    await server.importComments(roots(70), article.url());
    await widget.open(article.url());
    await server.stop();
    await more(widget).click();
    const line = widget.element.locator(".more");
    await expect(line).toContainText("Er is geen verbinding.");
    await expect(widget.live).toContainText("Er is geen verbinding.");
    await expect(more(widget)).toBeFocused();
    await expectAccessible(page);
    await server.start();
    await more(widget).click();
    await expect(widget.comment("Nummer 20.")).toBeFocused();
    expect(await numbers(widget)).toEqual(range(70, 1));
  });
});

test.describe("a link that the server does not know any more", () => {
  test.use({ expectedComplaints: FAILED_REQUEST });

  test("says so, and brings the thread anew", async ({ page, article, server, widget }) => {
    await server.importComments(roots(70), article.url());
    await widget.open(article.url());
    const spoil = (route) => route.continue({ url: route.request().url().replace(/cursor=[^&]*/, "cursor=after.nobody") });
    await page.route(LINES, spoil);
    await more(widget).click();
    const line = widget.element.locator(".more");
    await expect(line.locator(".state")).not.toBeEmpty();
    await page.unroute(LINES, spoil);
    await line.getByRole("link", { name: "De reacties opnieuw laden" }).click();
    await more(widget).click();
    await expect(widget.comment("Nummer 20.")).toBeFocused();
    expect(await numbers(widget)).toEqual(range(70, 1));
  });
});

test("a click on the link before the widget is there is done once it is", async ({ page, article, server, widget }) => {
  await server.importComments(roots(70), article.url());
  const { release } = await hold(page, /_bg\.wasm$/);
  await page.goto(article.url());
  await more(widget).click();
  release();
  await expect(widget.comment("Nummer 20.")).toBeFocused();
  expect(await numbers(widget)).toEqual(range(70, 1));
});

test("a second click while the comments come asks for nothing more", async ({ page, article, server, widget }) => {
  await server.importComments(roots(70), article.url());
  await widget.open(article.url());
  const asked = [];
  page.on("request", (request) => LINES.test(request.url()) && asked.push(request.url()));
  const { release, arrived } = await hold(page, LINES);
  await more(widget).click();
  await arrived;
  await expect(widget.element.locator(".more")).toContainText("Reacties laden");
  // By force, as an impatient finger does: it is marked as disabled.
  await more(widget).click({ force: true });
  release();
  await expect(widget.comment("Nummer 20.")).toBeFocused();
  expect(asked).toHaveLength(1);
});

test("who types while the comments come goes on typing", async ({ page, article, server, widget }) => {
  await server.importComments(roots(70), article.url());
  await widget.open(article.url());
  const { release, arrived } = await hold(page, LINES);
  await more(widget).click();
  await arrived;
  await widget.body.click();
  await page.keyboard.type("Half ");
  release();
  await expect(widget.comment("Nummer 20.")).toBeAttached();
  await page.keyboard.type("af");
  await expect(widget.body).toHaveValue("Half af");
});

test("English readers read English", async ({ page, article, server, widget }) => {
  await server.importComments([...branch(60), ...roots(260).slice(200)], article.url("english.html"));
  await widget.open(article.url("english.html"));
  await expect(widget.element.getByRole("link", { name: "More comments" })).toBeVisible();
  await page.goto(linked(article, 1, "english.html"));
  await page.reload();
  await expect(widget.element.getByRole("link", { name: /^\d+ more replies$/ })).toBeVisible();
  await expect(widget.element.getByRole("link", { name: "Newer comments" })).toBeVisible();
});

test.describe("where WebAssembly may not run", () => {
  test.use({ expectedComplaints: /WebAssembly|wasm-eval|unsafe-eval/i });

  test("the link leads to the next part on the hosted page", async ({ page, article, server, widget }) => {
    const host = "strict-csp-without-wasm.html";
    await server.importComments(roots(70), article.url(host));
    const blocked = page.waitForEvent("console", (message) => message.text().includes("leads to the hosted page"));
    await page.goto(article.url(host));
    await blocked;
    await more(widget).click();
    await page.waitForURL(`${article.server.origin}/thread?**cursor=**`);
    await expect(page.getByText("Nummer 20.", { exact: true })).toBeVisible();
    await expect(page.getByText("Nummer 21.", { exact: true })).toHaveCount(0);
  });
});

test("without scripts the hosted page leads through the whole thread", async ({ page, article, server }) => {
  await server.importComments(roots(120), article.url());
  await switchOffScripts(page);
  await page.goto(article.hosted());
  const seen = [];
  for (;;) {
    const texts = await page.locator(".comment .body").allTextContents();
    seen.push(...texts.map((text) => Number(text.match(/\d+/)[0])));
    const next = page.getByRole("link", { name: "Meer reacties" });
    if ((await next.count()) === 0) break;
    await next.click();
    await expect(page.getByText(`Nummer ${seen.at(-1) - 1}.`, { exact: true })).toBeVisible();
  }
  expect(seen).toEqual(range(120, 1));
});
