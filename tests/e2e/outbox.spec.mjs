// What cannot be sent waits on the device, and is sent by itself: once, in order, by one of the tabs.

import { problem, refuse } from "./support/problems.mjs";
import { expect, expectAccessible, FAILED_REQUEST, test } from "./support/test.mjs";
import { POST, Widget } from "./support/widget.mjs";

test.use({ expectedComplaints: FAILED_REQUEST });

const WAITS = "Wordt verstuurd zodra er verbinding is.";

const state = (comment) => comment.locator(".state");
const act = (comment, action) => comment.locator(`[data-action=${action}]`);

async function send(widget, body, name = "Petra") {
  await widget.write({ name, body });
  await widget.send.click();
  return widget.comment(body);
}

/** The texts that this page, or these pages, send from now on, in their order. */
function sent(target) {
  const bodies = [];
  target.on("request", (request) => {
    if (request.method() === "POST") bodies.push(request.postDataJSON().body);
  });
  return bodies;
}

/** What the server has, the oldest first. */
const kept = async (article) => (await article.comments()).map(({ html }) => html.replace(/<[^>]+>/g, "")).reverse();

/** Another tab of the same reader. */
async function secondTab(page, article) {
  const tab = await page.context().newPage();
  const widget = new Widget(tab, tab.locator("weerwoord-thread").first());
  await widget.open(article.url());
  return { tab, widget };
}

test("a comment that is written offline is sent once, when there is a connection", async ({ page, context, article, widget }) => {
  await widget.open(article.url());
  const bodies = sent(page);
  await context.setOffline(true);
  const comment = await send(widget, "Vanuit de tunnel");
  await expect(comment).toHaveClass("comment waiting");
  await expect(state(comment)).toContainText(WAITS);
  await expect(widget.live).toHaveText(WAITS);
  await expectAccessible(page);
  expect(bodies).toEqual([]);
  await context.setOffline(false);
  await expect(comment).toHaveClass("comment");
  await expect(widget.live).toHaveText("Uw reactie is geplaatst.");
  expect(bodies).toEqual(["Vanuit de tunnel"]);
  expect(await kept(article)).toEqual(["Vanuit de tunnel"]);
  await page.reload();
  await widget.interactive();
  await expect(widget.comments).toHaveCount(1);
});

test("it waits through a reload, and is sent without being asked", async ({ page, article, widget }) => {
  await widget.open(article.url());
  await page.route(POST, (route) => route.abort());
  await send(widget, "Blijft liggen");
  const comment = widget.comment("Blijft liggen");
  await expect(comment).toHaveClass("comment waiting");
  await page.reload();
  await widget.interactive();
  await expect(comment).toHaveClass("comment waiting");
  await page.unroute(POST);
  await expect(comment).toHaveClass("comment");
  expect(await kept(article)).toEqual(["Blijft liggen"]);
});

test.describe("a server that goes and comes back", () => {
  test.use({ ownServer: true });

  test("gets what was written meanwhile, in the order in which it was written", async ({ article, server, widget }) => {
    await widget.open(article.url());
    await server.stop();
    const bodies = ["De eerste", "De tweede", "De derde"];
    for (const body of bodies) {
      await send(widget, body);
      await expect(widget.comment(body)).toHaveClass("comment waiting");
    }
    await server.start();
    for (const body of bodies) await expect(widget.comment(body)).toHaveClass("comment", { timeout: 20_000 });
    expect(await kept(article)).toEqual(bodies);
  });
});

test("an answer to a comment that waits is sent after that", async ({ page, context, article, widget }) => {
  await widget.open(article.url());
  await context.setOffline(true);
  const first = await send(widget, "Een gedachte");
  await act(first, "reply").click();
  await expect(widget.form.locator(".composer-title")).toHaveText("Reageer op Petra");
  const second = await send(widget, "En nog een");
  await expect(second).toHaveAttribute("data-depth", "1");
  await expectAccessible(page);
  await context.setOffline(false);
  await expect(second).toHaveClass("comment");
  await expect(first).toHaveClass("comment");
  expect(await article.comments()).toMatchObject([{ depth: 0 }, { depth: 1 }]);
});

test("a server that asks for time gets it", async ({ page, article, widget }) => {
  await widget.open(article.url());
  const times = [];
  page.on("request", (request) => request.method() === "POST" && times.push(Date.now()));
  await refuse(page, POST, "rate-limited", 429, {}, { "access-control-expose-headers": "retry-after", "retry-after": "3" });
  const comment = await send(widget, "Te veel tegelijk");
  await expect(state(comment)).toContainText("Ze wordt vanzelf verstuurd.");
  await page.unroute(POST);
  await expect(comment).toHaveClass("comment");
  expect(times).toHaveLength(2);
  expect(times[1] - times[0]).toBeGreaterThanOrEqual(3_000);
});

test("a comment that waits can be thrown away, and is never sent", async ({ page, context, article, widget }) => {
  await widget.open(article.url());
  const bodies = sent(page);
  await context.setOffline(true);
  const away = await send(widget, "Bij nader inzien");
  const stays = await send(widget, "Dit wel");
  await act(away, "discard").click();
  await expect(away).toHaveCount(0);
  await context.setOffline(false);
  await expect(stays).toHaveClass("comment");
  expect(bodies).toEqual(["Dit wel"]);
});

test("one that is thrown away after its answer got lost does not stay with the server", async ({ page, article, widget }) => {
  await widget.open(article.url());
  await page.route(POST, async (route) => {
    await route.fetch();
    await route.abort();
  });
  const comment = await send(widget, "Kwam toch aan");
  await expect(comment).toHaveClass("comment waiting");
  expect(await kept(article)).toEqual(["Kwam toch aan"]);
  await act(comment, "discard").click();
  await expect(comment).toHaveCount(0);
  await expect.poll(() => kept(article)).toEqual([]);
});

test("a comment that waits goes back to its form, before what was typed there since", async ({ context, article, widget }) => {
  await widget.open(article.url());
  await context.setOffline(true);
  const comment = await send(widget, "Met een tikfuot");
  await widget.body.fill("Iets anders");
  await act(comment, "edit").click();
  await expect(comment).toHaveCount(0);
  await expect(widget.body).toBeFocused();
  await expect(widget.body).toHaveValue("Met een tikfuot\n\nIets anders");
  await context.setOffline(false);
  await expect(widget.comments).toHaveCount(0);
  expect(await kept(article)).toEqual([]);
});

test("what is refused for good says why, keeps its text, and holds nothing else up", async ({ page, context, article, widget }) => {
  await widget.open(article.url());
  await context.setOffline(true);
  const refused = await send(widget, "Te laat");
  const next = await send(widget, "Op tijd");
  await page.route(POST, async (route) => {
    if (route.request().method() !== "POST" || route.request().postDataJSON().body !== "Te laat") return route.continue();
    return route.fulfill(problem("thread-closed", 403));
  });
  await context.setOffline(false);
  await expect(refused).toHaveClass("comment failed");
  await expect(state(refused)).toContainText("Reageren op dit bericht is niet meer mogelijk.");
  await expect(next).toHaveClass("comment");
  await expectAccessible(page);
  const bodies = sent(page);
  await page.reload();
  await widget.interactive();
  await expect(state(refused)).toContainText("Reageren op dit bericht is niet meer mogelijk.");
  await act(refused, "edit").click();
  await expect(widget.body).toHaveValue("Te laat");
  expect(bodies).toEqual([]);
});

for (const locks of ["with locks", "without locks"]) {
  test.describe(`two tabs, ${locks}`, () => {
    test.beforeEach(async ({ context }) => {
      if (locks === "without locks") {
        await context.addInitScript(() => Object.defineProperty(navigator, "locks", { value: undefined }));
      }
    });

    test("both show what waits, one sends it, and both show it as posted", async ({ page, context, article, widget }) => {
      await widget.open(article.url());
      const other = await secondTab(page, article);
      await context.route(POST, (route) => route.abort());
      await send(widget, "Uit twee ramen");
      for (const one of [widget, other.widget]) {
        await expect(one.comment("Uit twee ramen")).toHaveClass("comment waiting");
      }
      await context.unroute(POST);
      const bodies = sent(context);
      for (const one of [widget, other.widget]) {
        await expect(one.comment("Uit twee ramen")).toHaveClass("comment");
        await expect(one.title).toHaveText("1 reactie op dit bericht");
      }
      expect(bodies).toEqual(["Uit twee ramen"]);
      expect(await kept(article)).toEqual(["Uit twee ramen"]);
    });

    test("the one that stays sends what the one that went has left", async ({ page, context, article, widget }) => {
      await widget.open(article.url());
      const other = await secondTab(page, article);
      await context.setOffline(true);
      await send(widget, "Ik ga vast");
      const comment = other.widget.comment("Ik ga vast");
      await expect(comment).toHaveClass("comment waiting");
      await page.close();
      await context.setOffline(false);
      await expect(comment).toHaveClass("comment");
      expect(await kept(article)).toEqual(["Ik ga vast"]);
    });
  });
}

test("what one tab throws away goes from the other", async ({ page, context, article, widget }) => {
  await widget.open(article.url());
  const other = await secondTab(page, article);
  await context.setOffline(true);
  await send(widget, "Weg ermee");
  await expect(other.widget.comment("Weg ermee")).toHaveClass("comment waiting");
  await act(widget.comment("Weg ermee"), "discard").click();
  await expect(other.widget.comment("Weg ermee")).toHaveCount(0);
});

test("a tab that is closed while it sends leaves the comment to the other", async ({ page, article, widget }) => {
  await widget.open(article.url());
  const other = await secondTab(page, article);
  // It is never answered.
  await page.route(POST, () => {});
  const arrived = page.waitForRequest((request) => request.method() === "POST");
  await send(widget, "Halverwege");
  await arrived;
  await page.close();
  await expect(other.widget.comment("Halverwege")).toHaveClass("comment");
  expect(await kept(article)).toEqual(["Halverwege"]);
});
