// Votes, as a reader casts them: one for each comment, shown at once, changed and taken back at will.

import { refuse } from "./support/problems.mjs";
import { expect, expectAccessible, FAILED_REQUEST, switchOffScripts, test } from "./support/test.mjs";
import { hold, VOTE, WASM, Widget } from "./support/widget.mjs";

/** The votes on the only comment of a thread, as everybody reads them. */
const votes = async (article, of) => (await article.comments(of))[0].votes ?? { up: 0, down: 0 };

/** The page `attributes.html`, whose thread is in English and takes votes against comments too. */
const brief = (article) => ({ site: "brief", url: `${article.url("attributes.html")}?other` });

test("a vote is counted, is seen to be one's own, and can be taken back", async ({ page, article, widget }) => {
  const comment = await article.post({ body: "Een" });
  await article.vote(comment);
  await widget.open(article.url());
  const like = widget.like("Een");
  await expect(like).toHaveAccessibleName("Goed, 1");
  await expect(like).toHaveAttribute("aria-pressed", "false");
  await expectAccessible(page);
  await like.click();
  await expect(like).toHaveAccessibleName("Goed, 2");
  await expect(like).toHaveText("▲ 2");
  await expect(like).toHaveAttribute("aria-pressed", "true");
  await expectAccessible(page);
  await expect.poll(() => votes(article)).toEqual({ up: 2, down: 0 });
  await like.click();
  await expect(like).toHaveAccessibleName("Goed, 1");
  await expect(like).toHaveAttribute("aria-pressed", "false");
  await expect.poll(() => votes(article)).toEqual({ up: 1, down: 0 });
});

test("a vote is still one's own after a reload, and on another device it is not", async ({ page, article, widget, browser }) => {
  const { id } = await article.post({ body: "Een" });
  await widget.open(article.url());
  await widget.like("Een").click();
  await expect.poll(() => votes(article)).toEqual({ up: 1, down: 0 });
  // The device keeps it once the server has said so.
  const kept = () => page.evaluate(() => Object.entries(localStorage).filter(([key]) => key.startsWith("weerwoord:votes")).join());
  await expect.poll(kept).toContain(id);
  await page.reload();
  await widget.interactive();
  await expect(widget.like("Een")).toHaveAttribute("aria-pressed", "true");
  await expect(widget.like("Een")).toHaveText("▲ 1");
  const elsewhere = await browser.newPage();
  const other = new Widget(elsewhere, elsewhere.locator("weerwoord-thread").first());
  await other.open(article.url());
  await expect(other.like("Een")).toHaveAttribute("aria-pressed", "false");
  await other.like("Een").click();
  await expect(other.like("Een")).toHaveText("▲ 2");
  await expect.poll(() => votes(article)).toEqual({ up: 2, down: 0 });
  await elsewhere.close();
});

test("the keyboard votes, and the focus stays", async ({ page, article, widget }) => {
  await article.post({ body: "Een" });
  await widget.open(article.url());
  for (const [key, pressed] of [["Enter", "true"], [" ", "false"]]) {
    await widget.like("Een").press(key);
    await expect(widget.like("Een")).toHaveAttribute("aria-pressed", pressed);
    await expect(widget.like("Een")).toBeFocused();
  }
  await expect(widget.like("Een")).toHaveCSS("outline-style", "solid");
  await expectAccessible(page);
});

test("a vote before the widget has taken over counts once", async ({ page, article, widget }) => {
  const { release, arrived } = await hold(page, WASM);
  await article.post({ body: "Een" });
  await page.goto(article.url());
  await widget.readable();
  await widget.like("Een").click();
  await arrived;
  release();
  await expect(widget.like("Een")).toHaveAttribute("aria-pressed", "true");
  await expect.poll(() => votes(article)).toEqual({ up: 1, down: 0 });
});

test("where the site takes them, a vote against a comment takes the place of the one for it", async ({ page, article, widget }) => {
  await article.post({ body: "One", ...brief(article) });
  await widget.open(article.url("attributes.html"));
  await expect(widget.dislike("One")).toHaveAccessibleName("Dislike, 0");
  await widget.like("One").click();
  await expect(widget.like("One")).toHaveAccessibleName("Like, 1");
  await widget.dislike("One").click();
  await expect(widget.dislike("One")).toHaveAccessibleName("Dislike, 1");
  await expect(widget.like("One")).toHaveAccessibleName("Like, 0");
  await expect(widget.like("One")).toHaveAttribute("aria-pressed", "false");
  await expect.poll(() => votes(article, brief(article))).toEqual({ up: 0, down: 1 });
  await expectAccessible(page);
});

test("where the site takes votes for comments alone, no button is against one", async ({ article, widget }) => {
  await article.post({ body: "Een" });
  await widget.open(article.url());
  await expect(widget.like("Een")).toBeVisible();
  await expect(widget.dislike("Een")).toHaveCount(0);
});

test("who thinks again while the vote is on its way ends where the last click was", async ({ page, article, widget }) => {
  await article.post({ body: "Een" });
  await widget.open(article.url());
  const { release, arrived } = await hold(page, VOTE);
  await widget.like("Een").click();
  await arrived;
  await expect(widget.like("Een")).toHaveText("▲ 1");
  await widget.like("Een").click();
  await expect(widget.like("Een")).toHaveText("▲");
  const last = page.waitForResponse((response) => response.request().postDataJSON()?.value === 0);
  release();
  await last;
  await expect(widget.like("Een")).toHaveAttribute("aria-pressed", "false");
  expect(await votes(article)).toEqual({ up: 0, down: 0 });
});

test("two tabs of one reader make one vote, and are in step", async ({ page, article, widget, context }) => {
  await article.post({ body: "Een" });
  await widget.open(article.url());
  const second = await context.newPage();
  const tab = new Widget(second, second.locator("weerwoord-thread").first());
  await tab.open(article.url());
  await widget.like("Een").click();
  await expect.poll(() => votes(article)).toEqual({ up: 1, down: 0 });
  await expect(tab.like("Een")).toHaveText("▲ 1");
  await expect(tab.like("Een")).toHaveAttribute("aria-pressed", "true");
  await tab.like("Een").click();
  await expect(widget.like("Een")).toHaveText("▲");
  await expect(widget.like("Een")).toHaveAttribute("aria-pressed", "false");
  await tab.like("Een").click();
  await expect(widget.like("Een")).toHaveText("▲ 1");
  expect(await votes(article)).toEqual({ up: 1, down: 0 });
  await page.reload();
  await widget.interactive();
  await expect(widget.like("Een")).toHaveAttribute("aria-pressed", "true");
});

test("the reader's token goes in a header, and stays the same", async ({ page, article, widget }) => {
  await article.post({ body: "Een" });
  await widget.open(article.url());
  const sent = [];
  page.on("request", (request) => {
    if (["PUT", "POST"].includes(request.method())) sent.push(request);
  });
  await widget.like("Een").click();
  await expect.poll(() => votes(article)).toEqual({ up: 1, down: 0 });
  await page.reload();
  await widget.interactive();
  await widget.write({ name: "Petra", body: "Ook van mij" });
  await widget.send.click();
  await expect(widget.comment("Ook van mij")).toHaveClass("comment");
  const tokens = await Promise.all(sent.map((request) => request.headerValue("authorization")));
  expect(tokens[0]).toMatch(/^Bearer [\w-]{22}$/);
  expect(new Set(tokens).size).toBe(1);
  for (const request of sent) expect(request.url() + request.postData()).not.toContain(tokens[0].slice(7));
});

test("a vote shows what others have voted meanwhile", async ({ article, widget }) => {
  const comment = await article.post({ body: "Een" });
  await widget.open(article.url());
  await article.vote(comment);
  await article.vote(comment);
  await widget.like("Een").click();
  await expect(widget.like("Een")).toHaveText("▲ 3");
});

test("where nothing can be remembered, a vote counts and can be taken back while the page is open", async ({ page, article, widget }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", {
      get() {
        throw new DOMException("blocked", "SecurityError");
      },
    });
  });
  await article.post({ body: "Een" });
  await widget.open(article.url());
  await widget.like("Een").click();
  await expect.poll(() => votes(article)).toEqual({ up: 1, down: 0 });
  await widget.like("Een").click();
  await expect.poll(() => votes(article)).toEqual({ up: 0, down: 0 });
});

test.describe("a vote that is refused", () => {
  test.use({ expectedComplaints: FAILED_REQUEST });

  test("because the comment is one's own is taken back with a sentence", async ({ page, article, widget }) => {
    await widget.open(article.url());
    await widget.write({ name: "Petra", body: "Van mij" });
    await widget.send.click();
    await expect(widget.comment("Van mij")).toHaveClass("comment");
    await widget.like("Van mij").click();
    await expect(widget.comment("Van mij").locator(".error")).toHaveText("Op uw eigen reactie kunt u niet stemmen. Melden kunt u haar ook niet.");
    await expect(widget.live).toHaveText("Op uw eigen reactie kunt u niet stemmen. Melden kunt u haar ook niet.");
    await expect(widget.like("Van mij")).toHaveAccessibleName("Goed, 0");
    await expect(widget.like("Van mij")).toHaveAttribute("aria-pressed", "false");
    await expectAccessible(page);
    expect(await votes(article)).toEqual({ up: 0, down: 0 });
  });

  test("because the comment was removed meanwhile is taken back with a sentence", async ({ page, article, widget }) => {
    await article.post({ body: "Een" });
    await widget.open(article.url());
    await refuse(page, VOTE, "comment-removed", 409);
    await widget.like("Een").click();
    await expect(widget.comment("Een").locator(".error")).toContainText("Deze reactie is inmiddels verwijderd.");
    await expect(widget.like("Een")).toHaveText("▲");
  });

  test("leaves the sentence until the next one is taken", async ({ page, article, widget }) => {
    await article.post({ body: "Een" });
    await widget.open(article.url());
    await refuse(page, VOTE, "rate-limited", 429);
    await widget.like("Een").click();
    await expect(widget.comment("Een").locator(".error")).not.toHaveText("");
    await page.unroute(VOTE);
    await widget.like("Een").click();
    await expect(widget.comment("Een").locator(".error")).toHaveText("");
    await expect(widget.like("Een")).toHaveAttribute("aria-pressed", "true");
  });
});

test.describe("a server that is away", () => {
  test.use({ ownServer: true, expectedComplaints: FAILED_REQUEST });

  test("gets no vote, and the reader is told; when it is back, it does", async ({ article, server, widget }) => {
    await article.post({ body: "Een" });
    await widget.open(article.url());
    await server.stop();
    await widget.like("Een").click();
    await expect(widget.comment("Een").locator(".error")).toHaveText("Er is geen verbinding. Controleer uw internet en probeer het opnieuw.");
    await expect(widget.like("Een")).toHaveText("▲");
    await expect(widget.like("Een")).toHaveAttribute("aria-pressed", "false");
    await server.start();
    await widget.like("Een").click();
    await expect.poll(() => votes(article)).toEqual({ up: 1, down: 0 });
    await expect(widget.comment("Een").locator(".error")).toHaveText("");
  });
});

test("on the hosted page, without scripts, votes are text", async ({ page, article }) => {
  const comment = await article.post({ body: "Een" });
  await article.post({ body: "Twee" });
  await article.vote(comment);
  await switchOffScripts(page);
  await page.goto(article.hosted());
  await expect(page.locator(".comment", { hasText: "Een" }).locator(".votes")).toHaveText("1 keer goed gevonden");
  await expect(page.locator(".comment", { hasText: "Twee" }).locator(".votes")).toHaveCount(0);
  await expect(page.locator("[aria-pressed]")).toHaveCount(0);
});
