// The server is away: the article is unhurt, nothing that was written is lost, and nothing is posted twice.

import { expect, expectAccessible, test } from "./support/test.mjs";
import { POST } from "./support/widget.mjs";

test.use({ expectedComplaints: /^Failed to load resource|could not be loaded/ });

test.describe("a server that is away", () => {
  test.use({ ownServer: true });

  test("leaves the article as it is", async ({ page, article, server, widget }) => {
    await server.stop();
    await page.goto(article.url());
    await expect(page.getByText("De tekst van het artikel.")).toBeVisible();
    await expect(page.getByText("Onder de reacties staat nog iets.")).toBeVisible();
    await expect(widget.element).toHaveCount(0);
    await expectAccessible(page);
  });

  test("is said quietly, and asked again when the reader wants it", async ({ page, article, server, widget }) => {
    await article.post({ body: "Een", page: "single-page.html" });
    await page.goto(article.url("single-page.html"));
    await page.evaluate(() => customElements.whenDefined("weerwoord-thread"));
    await server.stop();
    await page.evaluate(() => {
      const thread = document.createElement("weerwoord-thread");
      thread.setAttribute("site", "gazette");
      document.querySelector("#place").append(thread);
    });
    // On a first visit in the only language that is at hand.
    await expect(widget.element.locator(".failed-load")).toContainText("The comments could not be loaded.");
    await expect(widget.element.locator(".failed-load")).toHaveAttribute("lang", "en");
    await expect(widget.element.getByRole("link")).toHaveAttribute("href", new RegExp(`^${server.origin}/thread\\?`));
    await expectAccessible(page);
    const again = widget.element.getByRole("button", { name: "Try again" });
    await again.press("Enter");
    await expect(again).toBeFocused();
    await server.start();
    await again.press("Enter");
    await expect(widget.title).toBeFocused();
    await widget.interactive();
    await expect(widget.comment("Een")).toBeVisible();
  });

  test("costs no comment: it waits on the device, and is sent once", async ({ page, article, server, widget }) => {
    await article.post({ body: "Een" });
    await widget.open(article.url());
    await server.stop();
    await widget.replyTo("Een").click();
    await widget.write({ name: "Petra", body: "Zonder verbinding" });
    await widget.send.click();
    const comment = widget.comment("Zonder verbinding");
    await expect(comment).toHaveClass("comment waiting");
    await expect(comment.locator(".state")).toContainText("Wordt verstuurd zodra er verbinding is.");
    await expectAccessible(page);
    await server.start();
    await page.reload();
    await widget.interactive();
    await expect(comment).toHaveClass("comment");
    await expect(comment).toHaveAttribute("data-depth", "1");
    expect(await article.comments()).toMatchObject([{ depth: 0 }, { depth: 1, author: { name: "Petra" } }]);
    await page.reload();
    await widget.interactive();
    await expect(widget.comments).toHaveCount(2);
  });
});

test("an answer that got lost on the way back makes no second comment", async ({ page, article, widget }) => {
  await widget.open(article.url());
  await page.route(POST, async (route) => {
    await route.fetch();
    await route.abort();
  });
  await widget.write({ name: "Petra", body: "Kwam wel aan" });
  await widget.send.click();
  const comment = widget.comment("Kwam wel aan");
  await expect(comment).toHaveClass("comment waiting");
  expect(await article.comments()).toHaveLength(1);
  await page.unroute(POST);
  await comment.locator("[data-action=retry]").click();
  await expect(comment).toHaveClass("comment");
  expect(await article.comments()).toHaveLength(1);
  await expect(widget.title).toHaveText("1 reactie op dit bericht");
});

test("a comment that was sent before the reload is there once after it", async ({ page, article, widget }) => {
  await widget.open(article.url());
  await page.route(POST, async (route) => {
    await route.fetch();
    await route.abort();
  });
  await widget.write({ name: "Petra", body: "Kwam wel aan" });
  await widget.send.click();
  await expect(widget.comment("Kwam wel aan")).toHaveClass("comment waiting");
  await page.reload();
  await widget.interactive();
  await expect(widget.comment("Kwam wel aan")).toHaveClass("comment");
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("outbox")))).toEqual([]);
});

test("a server that answers nonsense is as good as none", async ({ page, article, widget }) => {
  const headers = { "access-control-allow-origin": "*", "content-type": "text/html" };
  const answer = { status: 502, headers, body: "<h1>Bad gateway</h1>" };
  await page.route("**/embed/thread?**", (route) => route.fulfill(answer));
  await page.goto(article.url());
  await expect(widget.element.locator(".failed-load")).toBeVisible();
  await expect(widget.element).not.toContainText("Bad gateway");
  await page.unroute("**/embed/thread?**");
  await widget.element.getByRole("button").click();
  await widget.interactive();
});

test("WebAssembly that does not arrive leaves links and forms that work", async ({ page, article, widget }) => {
  await article.post({ body: "Een" });
  await page.route("**/assets/**", (route) => route.abort());
  await page.goto(article.url());
  await widget.readable();
  await widget.replyTo("Een").click();
  await page.waitForURL(`${article.server.origin}/thread?**`);
  await expect(page.getByLabel("Uw reactie")).toBeVisible();
});
