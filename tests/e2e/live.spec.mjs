// What others do to a thread while it is read: it arrives, and the reader's place stays.

import { newReader } from "./support/article.mjs";
import { expect, expectAccessible, FAILED_REQUEST, test } from "./support/test.mjs";
import { STREAM, Widget } from "./support/widget.mjs";

const isStream = (request) => STREAM.test(request.url());

/** A button that shows what is new. */
const news = (widget, name) => widget.element.getByRole("button", { name, exact: true });

/** Opens the page, and waits until its stream is there. */
async function follow(page, widget, url) {
  const stream = page.waitForResponse((response) => isStream(response.request()));
  await widget.open(url);
  await stream;
}

/** How far a comment is from the top of the screen. */
const top = (comment) => comment.evaluate((line) => line.getBoundingClientRect().top);

/** Makes the page think that it is hidden, or shown again. */
const hide = (page, hidden) =>
  page.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);

/** The texts of the lines that are drawn from now on. */
const watchDrawn = (widget) =>
  widget.element.locator(".comments").evaluateHandle((list) => {
    const drawn = [];
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) drawn.push(...[...addedNodes].map((line) => line.querySelector(".body")?.textContent));
    }).observe(list, { childList: true });
    return drawn;
  });

/** Waits until the server keeps so many comments. */
const kept = (article, count) => expect.poll(async () => (await article.comments()).length, { timeout: 15_000 }).toBe(count);

test("a reply waits behind a button where it belongs, and the reader's place and focus stay", async ({ page, article, widget, browser }) => {
  await article.chain(["Een", "Eén komma een"]);
  for (let n = 2; n < 16; n++) await article.post({ body: `Vulling ${n}` });
  await follow(page, widget, article.url());
  const reading = widget.comment("Vulling 8");
  await reading.scrollIntoViewIfNeeded();
  await reading.locator("[data-action=reply]").focus();
  const before = await top(reading);

  const elsewhere = await browser.newPage();
  const other = new Widget(elsewhere, elsewhere.locator("weerwoord-thread").first());
  await other.open(article.url());
  await other.replyTo("Een").first().click();
  await other.write({ name: "Petra", body: "Nieuw antwoord" });
  await other.send.click();
  await kept(article, 17);
  await elsewhere.close();

  await expect(news(widget, "1 nieuwe reactie")).toBeVisible();
  await expect(widget.title).toHaveText("17 reacties op dit bericht");
  await expect(widget.comment("Nieuw antwoord")).toHaveCount(0);
  await expect(reading.locator("[data-action=reply]")).toBeFocused();
  expect(Math.abs((await top(reading)) - before)).toBeLessThan(2);
  await article.post({ body: "Nieuw op het artikel" });
  await expect(news(widget, "1 nieuwe reactie")).toHaveCount(2);
  expect(Math.abs((await top(reading)) - before)).toBeLessThan(2);
  await expectAccessible(page);

  // The one in the branch, by keyboard.
  await news(widget, "1 nieuwe reactie").last().press("Enter");
  const reply = widget.comment("Nieuw antwoord");
  await expect(reply).toBeFocused();
  await expect(reply).toHaveAttribute("data-depth", "1");
  await expect(widget.comment("Nieuw op het artikel")).toHaveCount(0);
  await news(widget, "1 nieuwe reactie").click();
  await expect(widget.comments.first()).toContainText("Nieuw op het artikel");
  await expect(widget.comments.first()).toBeFocused();
  await expect(news(widget, "1 nieuwe reactie")).toHaveCount(0);
  await expectAccessible(page);
});

test("what the reader types is not touched by what comes", async ({ page, article, widget }) => {
  const een = await article.post({ body: "Een" });
  await follow(page, widget, article.url());
  await widget.replyTo("Een").click();
  await widget.body.pressSequentially("Half af");
  await article.post({ body: "Ook een", parent: een.id });
  await article.post({ body: "En nog een", parent: een.id });
  await article.vote(een);
  await expect(news(widget, "2 nieuwe reacties")).toBeVisible();
  await expect(widget.like("Een").first()).toHaveText("▲ 1");
  await expect(widget.body).toBeFocused();
  await widget.body.pressSequentially(", en verder");
  await expect(widget.body).toHaveValue("Half af, en verder");
});

test("a comment that is being answered changes once the form is closed", async ({ page, article, widget }) => {
  const reader = newReader();
  const one = await article.post({ reader, body: "Eerste tekst" });
  await follow(page, widget, article.url());
  await widget.replyTo("Eerste tekst").click();
  await widget.body.fill("Half af");
  await article.change(one, "Andere tekst", reader);
  await article.vote(one);
  await expect(widget.like("Eerste tekst")).toHaveText("▲ 1");
  await expect(widget.body).toBeFocused();
  await widget.replyTo("Eerste tekst").click();
  await expect(widget.comment("Andere tekst")).toBeVisible();
  await widget.replyTo("Andere tekst").click();
  await expect(widget.body).toHaveValue("Half af");
});

test("changes, deletions and votes arrive in place", async ({ page, article, widget }) => {
  const reader = newReader();
  const [one, two] = [await article.post({ reader, body: "Eerste tekst" }), await article.post({ reader, body: "Tweede tekst" })];
  await follow(page, widget, article.url());
  await widget.replyTo("Eerste tekst").focus();
  await article.change(one, "Andere tekst", reader);
  await expect(widget.comment("Andere tekst")).toBeVisible();
  await expect(widget.comment("Andere tekst").locator(".edited")).toBeVisible();
  await expect(widget.replyTo("Andere tekst")).toBeFocused();
  await widget.comment("Andere tekst").locator(".permalink").focus();
  await article.change(one, "Nog een andere tekst", reader);
  await expect(widget.comment("Nog een andere tekst")).toBeFocused();
  await article.vote(one);
  await expect(widget.like("Nog een andere tekst")).toHaveText("▲ 1");
  await expect(widget.like("Nog een andere tekst")).toHaveAccessibleName("Goed, 1");
  await widget.replyTo("Tweede tekst").focus();
  await article.remove(two, reader);
  const gone = widget.element.locator(`[id="weerwoord-${two.id}"]`);
  await expect(gone).toContainText("Deze reactie is verwijderd.");
  await expect(gone.locator("[data-action=reply], [data-action=up]")).toHaveCount(0);
  await expect(gone).toBeFocused();
  await expectAccessible(page);
});

test("what changes above the reader moves nothing where the reader is", async ({ page, article, widget }) => {
  const reader = newReader();
  const long = await article.post({ reader, body: "Vooraan" });
  const gone = await article.post({ reader, body: "Ook vooraan" });
  for (let n = 0; n < 25; n++) await article.post({ body: `Vulling ${n}` });
  await widget.open(article.url());
  await widget.order("Oudste").click();
  await expect(widget.comments.first()).toContainText("Vooraan");
  const reading = widget.comment("Vulling 20");
  await reading.evaluate((line) => line.scrollIntoView({ block: "center" }));
  const before = await top(reading);
  await article.change(long, "Veel langer\n\ndan eerst\n\nmet meer alinea's\n\nen nog een", reader);
  await expect(widget.comment("Veel langer")).toHaveCount(1);
  expect(Math.abs((await top(reading)) - before)).toBeLessThan(2);
  await article.remove(gone, reader);
  await expect(widget.comment("Ook vooraan")).toHaveCount(0);
  await article.post({ body: "Een antwoord", parent: long.id });
  await expect(news(widget, "1 nieuwe reactie")).toHaveCount(1);
  expect(Math.abs((await top(reading)) - before)).toBeLessThan(2);
  // In this order, what is new on the article stands at the end.
  await article.post({ body: "Achteraan" });
  await expect(news(widget, "1 nieuwe reactie")).toHaveCount(2);
  await news(widget, "1 nieuwe reactie").last().click();
  await expect(widget.comments.last()).toContainText("Achteraan");
  await expect(widget.comments.last()).toBeFocused();
});

test("what is removed or changed before it is shown was never there, or is as it is by then", async ({ page, article, widget }) => {
  const reader = newReader();
  const root = await article.post({ body: "Een" });
  await follow(page, widget, article.url());
  const gone = await article.post({ reader, body: "Spijt", parent: root.id });
  const kept = await article.post({ reader, body: "Tikfuot", parent: root.id });
  await expect(news(widget, "2 nieuwe reacties")).toBeVisible();
  await article.remove(gone, reader);
  await article.change(kept, "Tikfout", reader);
  await article.vote(kept);
  await expect(news(widget, "1 nieuwe reactie")).toBeVisible();
  await expect(widget.title).toHaveText("2 reacties op dit bericht");
  await news(widget, "1 nieuwe reactie").click();
  await expect(widget.comment("Tikfout")).toBeFocused();
  await expect(widget.like("Tikfout")).toHaveText("▲ 1");
  await expect(widget.comments).toHaveCount(2);
});

test("in a collapsed branch it waits at what is left of that, and opens it", async ({ page, article, widget }) => {
  const [, one] = await article.chain(["Een", "Eén komma een"]);
  await follow(page, widget, article.url());
  await widget.comment("Een").first().locator("[data-action=collapse]").click();
  await article.post({ body: "Diep", parent: one.id });
  await expect(news(widget, "1 nieuwe reactie")).toBeVisible();
  await expect(widget.element.locator(".new")).toHaveAttribute("data-depth", "1");
  await news(widget, "1 nieuwe reactie").press("Enter");
  await expect(widget.comment("Diep")).toBeFocused();
  await expect(widget.comment("Diep")).toHaveAttribute("data-depth", "2");
  await expect(widget.comment("Eén komma een")).toBeVisible();
});

test("a thread that closes is closed at once, but not over what is being typed", async ({ page, article, widget }) => {
  await article.post({ body: "Een" });
  const { thread } = await (await fetch(`${article.server.origin}/api/v1/thread?${new URLSearchParams({ site: "gazette", url: article.url() })}`)).json();
  const closes = { type: "thread", thread: thread.key, count: 2, closed: true };
  const stream = (event) => `id: ${thread.version}\ndata: ${JSON.stringify(event)}\n\n`;
  await page.route(STREAM, (route) => route.fulfill({ contentType: "text/event-stream", body: stream({ type: "hello" }) }));
  await widget.open(article.url());
  await widget.body.fill("Half af");
  await page.route(STREAM, (route) => route.fulfill({ contentType: "text/event-stream", body: stream(closes) }));
  await expect(widget.title).toHaveText("2 reacties op dit bericht", { timeout: 15_000 });
  await expect(widget.replyTo("Een")).toBeVisible();
  await expect(widget.body).toHaveValue("Half af");
  await widget.body.fill("");
  await page.route(STREAM, (route) => route.fulfill({ contentType: "text/event-stream", body: stream({ ...closes, count: 3 }) }));
  await expect(widget.element.locator(".notice")).toContainText("niet meer mogelijk", { timeout: 15_000 });
  await expect(widget.replyTo("Een")).toHaveCount(0);
});

test("one's own comment is not new, in no tab", async ({ page, context, article, widget }) => {
  await article.post({ body: "Een" });
  await follow(page, widget, article.url());
  const tab = await context.newPage();
  const other = new Widget(tab, tab.locator("weerwoord-thread").first());
  await follow(tab, other, article.url());
  await page.bringToFront();
  await widget.write({ name: "Petra", body: "Van mij" });
  await widget.send.click();
  await expect(widget.title).toHaveText("2 reacties op dit bericht");
  await expect(other.comment("Van mij")).toBeVisible();
  await expect(other.title).toHaveText("2 reacties op dit bericht");
  await expect(widget.comment("Van mij")).toHaveCount(1);
  // Once it is final, everybody is told of it.
  await kept(article, 2);
  await article.post({ body: "Van een ander" });
  for (const one of [widget, other]) {
    await expect(news(one, "1 nieuwe reactie")).toBeVisible();
    await expect(one.title).toHaveText("3 reacties op dit bericht");
    await expect(one.comment("Van mij")).toHaveCount(1);
  }
  // A vote in one tab is the reader's own in the other.
  await other.like("Een").click();
  await expect(widget.like("Een")).toHaveText("▲ 1");
  await expect(widget.like("Een")).toHaveAttribute("aria-pressed", "true");
  await tab.close();
});

test("what one changed oneself is drawn once, though the server tells of it too", async ({ page, article, widget }) => {
  await follow(page, widget, article.url());
  await widget.write({ name: "Petra", body: "Van mij" });
  await widget.send.click();
  await widget.comment("Van mij").locator("[data-action=edit]").click();
  const drawn = await watchDrawn(widget);
  await widget.body.fill("Anders");
  await widget.body.press("Control+Enter");
  await expect(widget.comment("Anders")).toBeVisible();
  // What is told later is told after it.
  await article.post({ body: "Van een ander" });
  await expect(news(widget, "1 nieuwe reactie")).toBeVisible();
  expect(await drawn.jsonValue()).toEqual(["Anders"]);
});

test("a deletion that was taken back stays so, though the server tells of it late", async ({ page, article, widget }) => {
  await page.addInitScript(() => {
    // Once there is a list for it, what the server tells waits there.
    const Source = EventSource;
    window.EventSource = class extends Source {
      set onmessage(heard) {
        super.onmessage = (event) => (window.untold ? window.untold.push({ ...JSON.parse(event.data), tell: () => heard(event) }) : heard(event));
      }
    };
  });
  await follow(page, widget, article.url());
  await widget.write({ name: "Petra", body: "Toch niet" });
  await widget.send.click();
  await page.evaluate(() => (window.untold = []));
  const untold = async (count) => (await page.evaluate(() => window.untold.flatMap(({ type, comment }) => (type === "thread" ? [] : [comment?.html ?? type])))).slice(-count);
  const change = widget.comment("Toch niet").locator("[data-action=delete]");
  await change.click();
  await expect.poll(() => untold(1)).toEqual(["removed"]);
  await widget.element.locator(".removed [data-action=undo]").click();
  await change.focus();
  const drawn = await watchDrawn(widget);
  const other = await article.post({ body: "Van een ander" });
  await expect.poll(() => untold(3)).toEqual(["removed", "<p>Toch niet</p>", "<p>Van een ander</p>"]);
  // The deletion by itself: what comes together is taken as it is in the end.
  await page.evaluate((other) => {
    const removed = window.untold.findIndex(({ type }) => type === "removed");
    for (const { tell } of window.untold.splice(0, removed + 1)) tell();
    window.untold.find(({ comment }) => comment?.id === other).tell();
  }, other.id);
  await expect(news(widget, "1 nieuwe reactie")).toBeVisible();
  await page.evaluate(() => {
    window.untold.forEach(({ tell }) => tell());
    window.untold = undefined;
  });
  await article.post({ body: "Nog een" });
  await expect(news(widget, "2 nieuwe reacties")).toBeVisible();
  expect(await drawn.jsonValue()).toEqual([]);
  await expect(change).toBeFocused();
});

test("what is new is said at once, and then not more than every few seconds", async ({ page, article, widget }) => {
  await article.post({ body: "Een" });
  await follow(page, widget, article.url());
  await widget.told.evaluate((told) => {
    window.said = [];
    new MutationObserver(() => window.said.push(told.textContent)).observe(told, { childList: true, characterData: true, subtree: true });
  });
  await article.post({ body: "Twee" });
  await expect(widget.told).toHaveText("1 nieuwe reactie");
  for (const body of ["Drie", "Vier"]) await article.post({ body });
  await expect(news(widget, "3 nieuwe reacties")).toBeVisible();
  await expect(widget.told).toHaveText("1 nieuwe reactie");
  await expect(widget.told).toHaveText("3 nieuwe reacties", { timeout: 15_000 });
  expect(await page.evaluate(() => window.said)).toEqual(["1 nieuwe reactie", "3 nieuwe reacties"]);
});

test("a hidden page lets go of its stream, and learns later what it missed", async ({ page, article, widget }) => {
  await article.post({ body: "Een" });
  await follow(page, widget, article.url());
  const ended = page.waitForEvent("requestfailed", isStream);
  await hide(page, true);
  await ended;
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await article.post({ body: "Twee" });
  await kept(article, 2);
  expect(requests).toEqual([]);
  await expect(news(widget, /nieuwe reactie/)).toHaveCount(0);
  await hide(page, false);
  await expect(news(widget, "1 nieuwe reactie")).toBeVisible();
});

test("two threads of a page have one stream", async ({ page, article }) => {
  const streams = [];
  page.on("request", (request) => isStream(request) && streams.push(request.url()));
  await page.goto(article.url("single-page.html"));
  await page.evaluate(async () => {
    await customElements.whenDefined("weerwoord-thread");
    for (const key of ["een", "twee"]) {
      const thread = document.createElement("weerwoord-thread");
      thread.setAttribute("site", "gazette");
      thread.setAttribute("thread", `${location.pathname}#${key}`);
      document.querySelector("#place").append(thread);
    }
  });
  for (const thread of await page.locator("weerwoord-thread").all()) {
    await thread.scrollIntoViewIfNeeded();
    await expect(thread.locator(".weerwoord")).toHaveAttribute("data-interactive", "");
  }
  await expect.poll(() => streams.at(-1)).toMatch(/(&thread=[^&]+){2}&since=0_0$/);
  await article.post({ body: "In de tweede", thread: `${new URL(page.url()).pathname}#twee` });
  const second = new Widget(page, page.locator("weerwoord-thread").nth(1));
  await expect(news(second, "1 nieuwe reactie")).toBeVisible();
  await expect(news(new Widget(page, page.locator("weerwoord-thread").first()), /nieuwe/)).toHaveCount(0);
});

test.describe("a proxy that keeps everything back", () => {
  test("is noticed, and the server is asked instead", async ({ page, article, widget }) => {
    await page.route(STREAM, () => {});
    await article.post({ body: "Een" });
    await widget.open(article.url());
    await article.post({ body: "Twee" });
    await expect(news(widget, "1 nieuwe reactie")).toBeVisible({ timeout: 15_000 });
    await news(widget, "1 nieuwe reactie").click();
    await expect(widget.comment("Twee")).toBeVisible();
  });
});

test.describe("a server that has no room for a stream", () => {
  test.use({ expectedComplaints: FAILED_REQUEST });

  test("is asked instead, and has a stream later", async ({ page, article, widget }) => {
    let full = true;
    await page.route(STREAM, (route) => (full ? route.fulfill({ status: 503 }) : route.continue()));
    await article.post({ body: "Een" });
    const asked = page.waitForResponse(/&wait=0/);
    await widget.open(article.url());
    await article.post({ body: "Twee" });
    await asked;
    await expect(news(widget, "1 nieuwe reactie")).toBeVisible({ timeout: 15_000 });
    full = false;
    await page.waitForResponse((response) => isStream(response.request()) && response.ok(), { timeout: 30_000 });
    await article.post({ body: "Drie" });
    await expect(news(widget, "2 nieuwe reacties")).toBeVisible();
  });

  test("and that never gave the version which the page knows, has the thread read again", async ({ page, article, widget }) => {
    await page.route(STREAM, (route) => route.continue({ url: route.request().url().replace(/since=[^&]+/, "since=zomaar") }));
    await page.route(/&wait=0/, (route) => route.continue({ url: route.request().url().replace(/since=[^&]+/, "since=zomaar") }));
    await article.post({ body: "Een" });
    await widget.open(article.url());
    await article.post({ body: "Twee" });
    await news(widget, "Nieuwe reacties").click({ timeout: 15_000 });
    await expect(widget.comment("Twee")).toBeVisible();
    await expect(news(widget, "Nieuwe reacties")).toHaveCount(0);
    // From then on it goes by what that server gives.
    await page.waitForResponse((response) => isStream(response.request()) && response.ok(), { timeout: 30_000 });
    await article.post({ body: "Drie" });
    await expect(news(widget, "1 nieuwe reactie")).toBeVisible();
  });
});

test.describe("a server that was away", () => {
  test.use({ ownServer: true, expectedComplaints: FAILED_REQUEST });

  test("tells what was missed, once", async ({ page, article, server, widget }) => {
    await article.post({ body: "Een" });
    await follow(page, widget, article.url());
    await article.post({ body: "Twee" });
    await expect(news(widget, "1 nieuwe reactie")).toBeVisible();
    await server.stop();
    await server.start();
    await article.post({ body: "Drie" });
    await expect(news(widget, "2 nieuwe reacties")).toBeVisible({ timeout: 15_000 });
    await news(widget, "2 nieuwe reacties").click();
    await expect.poll(() => widget.texts()).toEqual(["Drie", "Twee", "Een"]);
    await article.post({ body: "Vier" });
    await expect(news(widget, "1 nieuwe reactie")).toBeVisible({ timeout: 15_000 });
  });

  test("tells so where it cannot tell what was missed, and the place stays", async ({ page, article, server, widget }) => {
    await article.post({ body: "Een" });
    await follow(page, widget, article.url());
    await server.importComments([{ id: "a", name: "Jan", body: "Ingevoerd" }], article.url());
    await expect(news(widget, "Nieuwe reacties")).toBeVisible({ timeout: 15_000 });
    await expect(widget.comment("Ingevoerd")).toHaveCount(0);
    await news(widget, "Nieuwe reacties").click();
    await expect(widget.comment("Ingevoerd")).toBeVisible();
  });
});
