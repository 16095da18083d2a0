// The orders of the comments: chosen by the reader, remembered on the device, carried by the hosted page's address.

import { expect, expectAccessible, FAILED_REQUEST, switchOffScripts, test } from "./support/test.mjs";
import { hold, WASM, Widget } from "./support/widget.mjs";

const READ = "**/api/v1/thread?**";

/** Three comments on the article: the first is the best, the second the most discussed, the third the newest. */
async function discussion(article) {
  const [first, second] = [await article.post({ body: "Goed" }), await article.post({ body: "Besproken" })];
  await article.post({ body: "Nieuw" });
  await article.post({ body: "Antwoord", parent: second.id });
  await article.vote(first);
}

const ORDERS = [
  ["Oudste", ["Goed", "Besproken", "Antwoord", "Nieuw"]],
  ["Beste", ["Goed", "Nieuw", "Besproken", "Antwoord"]],
  ["Meest besproken", ["Besproken", "Antwoord", "Nieuw", "Goed"]],
  ["Nieuwste", ["Nieuw", "Besproken", "Antwoord", "Goed"]],
];

test("the comments stand in the order that the reader chooses", async ({ page, article, widget }) => {
  await discussion(article);
  await widget.open(article.url());
  await expect(widget.order("Nieuwste")).toHaveAttribute("aria-current", "true");
  await expectAccessible(page);
  for (const [name, texts] of ORDERS) {
    await widget.order(name).click();
    await expect(widget.order(name)).toHaveAttribute("aria-current", "true");
    await expect(widget.element.locator("[aria-current]")).toHaveCount(1);
    await expect.poll(() => widget.texts()).toEqual(texts);
    await expect(widget.live).toHaveText(`Volgorde van de reacties: ${name}.`);
    await expect(widget.order(name)).toBeFocused();
  }
  await expectAccessible(page);
});

test("the keyboard chooses an order, and the focus stays", async ({ page, article, widget }) => {
  await discussion(article);
  await widget.open(article.url());
  await widget.order("Beste").focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => widget.texts()).toEqual(["Goed", "Nieuw", "Besproken", "Antwoord"]);
  await expect(widget.order("Beste")).toBeFocused();
});

test("the choice holds after a reload, and for the next article", async ({ page, article, widget }) => {
  await discussion(article);
  await widget.open(article.url());
  await widget.order("Beste").click();
  await expect(widget.live).toHaveText("Volgorde van de reacties: Beste.");
  const asked = async (going) => {
    const [request] = await Promise.all([page.waitForRequest("**/embed/thread?**"), going]);
    return new URL(request.url()).searchParams.get("sort");
  };
  expect(await asked(page.goto(article.url("english.html")))).toBe("best");
  expect(await asked(page.goto(article.url()))).toBe("best");
  await widget.interactive();
  await expect(widget.order("Beste")).toHaveAttribute("aria-current", "true");
  expect(await widget.texts()).toEqual(["Goed", "Nieuw", "Besproken", "Antwoord"]);
});

test("what is being written stays as it is when the order changes", async ({ article, widget }) => {
  await discussion(article);
  await widget.open(article.url());
  await widget.write({ name: "Petra", body: "Half af" });
  await widget.order("Oudste").click();
  await expect.poll(() => widget.texts()).toEqual(["Goed", "Besproken", "Antwoord", "Nieuw"]);
  await expect(widget.body).toHaveValue("Half af");
  await expect(widget.name).toHaveValue("Petra");
});

test("the form under a comment moves along with it", async ({ article, widget }) => {
  await discussion(article);
  await widget.open(article.url());
  await widget.replyTo("Goed").click();
  await widget.body.fill("Half af");
  await widget.order("Beste").click();
  await expect.poll(() => widget.texts()).toEqual(["Goed", "Nieuw", "Besproken", "Antwoord"]);
  await expect(widget.comment("Goed").locator("[name=body]")).toHaveValue("Half af");
});

test("a comment of one's own stands first where it was sent, and later where it belongs", async ({ page, article, widget }) => {
  await discussion(article);
  await widget.open(article.url());
  await widget.order("Meest besproken").click();
  await expect(widget.order("Meest besproken")).toHaveAttribute("aria-current", "true");
  await widget.write({ name: "Petra", body: "Van mij" });
  await widget.send.click();
  await expect(widget.comment("Van mij")).toHaveClass("comment");
  expect((await widget.texts())[0]).toBe("Van mij");
  await page.reload();
  await widget.interactive();
  expect(await widget.texts()).toEqual(["Besproken", "Antwoord", "Van mij", "Nieuw", "Goed"]);
});

test("a click before the widget has taken over is not lost", async ({ page, article, widget }) => {
  await discussion(article);
  const { release, arrived } = await hold(page, WASM);
  await page.goto(article.url());
  await widget.readable();
  await widget.order("Oudste").click();
  await arrived;
  release();
  await expect.poll(() => widget.texts()).toEqual(["Goed", "Besproken", "Antwoord", "Nieuw"]);
  expect(page.url()).toBe(article.url());
});

test("of two choices the later one counts, whichever answer comes last", async ({ page, article, widget }) => {
  await discussion(article);
  await widget.open(article.url());
  const { release, arrived } = await hold(page, /sort=best/);
  await widget.order("Beste").click();
  await arrived;
  await expect(widget.element.locator("#weerwoord-order .state")).toHaveText("Reacties laden…");
  await widget.order("Oudste").click();
  await expect(widget.order("Oudste")).toHaveAttribute("aria-current", "true");
  const late = page.waitForResponse(/sort=best/);
  release();
  await late;
  await widget.like("Nieuw").click();
  await expect(widget.like("Nieuw")).toHaveText("▲ 1");
  expect(await widget.texts()).toEqual(["Goed", "Besproken", "Antwoord", "Nieuw"]);
});

test("one comment has no order", async ({ article, widget }) => {
  await article.post({ body: "Een" });
  await widget.open(article.url());
  await expect(widget.element.locator("#weerwoord-order")).toBeHidden();
});

test("an order of two tabs is the one that was chosen last", async ({ page, article, widget, context }) => {
  await discussion(article);
  await widget.open(article.url());
  const second = await context.newPage();
  const tab = new Widget(second, second.locator("weerwoord-thread").first());
  await tab.open(article.url());
  await widget.order("Beste").click();
  await expect(widget.live).toHaveText("Volgorde van de reacties: Beste.");
  await tab.order("Oudste").click();
  await expect(tab.live).toHaveText("Volgorde van de reacties: Oudste.");
  // A browser tells other tabs in its own time of what is stored.
  await expect.poll(() => page.evaluate(() => localStorage["weerwoord:sort:gazette"])).toBe("oldest");
  await page.reload();
  await widget.interactive();
  await expect(widget.order("Oudste")).toHaveAttribute("aria-current", "true");
});

test("a long thread is read to its end in every order, each comment once", async ({ page, article, server, widget }) => {
  const series = crypto.randomUUID().slice(0, 8);
  const idOf = (number) => `019b0000-0000-7000-8000-${series}${number.toString(16).padStart(4, "0")}`;
  const comments = Array.from({ length: 80 }, (_, at) => ({
    id: idOf(at + 1),
    name: "Lezer",
    posted_at: new Date(Date.UTC(2026, 0, 1, 0, at)).toISOString(),
    body: `Nummer ${at + 1}.`,
  }));
  await server.importComments(comments, article.url());
  for (const number of [7, 70]) await article.vote({ id: idOf(number) });
  await widget.open(article.url());
  await widget.order("Beste").click();
  await expect(widget.comments.first()).toContainText("Nummer 70.");
  const more = widget.element.getByRole("link", { name: "Meer reacties" });
  await more.click();
  await expect(more).toHaveCount(0);
  const numbers = (await widget.texts()).map((text) => Number(text.match(/\d+/)[0]));
  expect(numbers.slice(0, 4)).toEqual([70, 7, 80, 79]);
  expect(new Set(numbers).size).toBe(80);
  expect(numbers).toHaveLength(80);
  await expectAccessible(page);
});

test.describe("an order that cannot be had", () => {
  test.use({ expectedComplaints: FAILED_REQUEST });

  test("leaves the list as it is, and says why", async ({ page, article, widget }) => {
    await discussion(article);
    await widget.open(article.url());
    await page.route(READ, (route) => route.abort());
    await widget.order("Beste").click();
    const state = widget.element.locator("#weerwoord-order .state");
    await expect(state).toHaveText("Er is geen verbinding. Controleer uw internet en probeer het opnieuw.");
    await expect(widget.order("Nieuwste")).toHaveAttribute("aria-current", "true");
    expect(await widget.texts()).toEqual(["Nieuw", "Besproken", "Antwoord", "Goed"]);
    await expectAccessible(page);
    await page.unroute(READ);
    await widget.order("Beste").click();
    await expect(widget.order("Beste")).toHaveAttribute("aria-current", "true");
    await expect(state).toHaveCount(0);
  });
});

test("on the hosted page, without scripts, a link leads to each order", async ({ page, article }) => {
  await discussion(article);
  await switchOffScripts(page);
  await page.goto(article.hosted());
  const texts = () => page.locator(".comment .body").allTextContents();
  for (const [name, order] of ORDERS) {
    await page.getByRole("link", { name, exact: true }).click();
    await expect(page.getByRole("link", { name, exact: true })).toHaveAttribute("aria-current", "true");
    expect((await texts()).map((text) => text.trim())).toEqual(order);
  }
  expect(new URL(page.url()).searchParams.get("sort")).toBe("newest");
});
