// Comments on other pages than the article's: how many there are, the latest, and what is discussed most.

import { expect, expectAccessible, test } from "./support/test.mjs";

const COUNTS = "**/api/v1/counts?*";
const FRONT = "front.html";

/** The requests for counts that a page sends. */
function countings(page) {
  const asked = [];
  page.on("request", (request) => request.url().includes("/api/v1/counts") && asked.push(request));
  return asked;
}

test("the counts of all articles of a front page come by one request", async ({ page, article }) => {
  await article.chain(["Een", "Twee", "Drie"], "plain.html");
  await article.post({ body: "Een", page: "twice.html" });
  const asked = countings(page);
  await page.goto(article.url(FRONT));
  await expect(page.locator("#plain")).toHaveText("3");
  await expect(page.locator("#twice")).toHaveText("1 reactie");
  await expect(page.locator("#none")).toHaveText("Reageer als eerste");
  expect(asked.map((request) => request.method())).toEqual(["GET"]);
});

test("however many articles a page names, they are counted by one request", async ({ page, article }) => {
  await article.post({ body: "Een", page: "plain.html" });
  await page.goto(article.url(FRONT));
  await expect(page.locator("#plain")).toHaveText("1");
  const asked = countings(page);
  await page.evaluate(() => {
    for (let n = 0; n < 200; n++) {
      const count = document.createElement("span");
      count.className = "more";
      count.dataset.weerwoordCount = n % 2 ? "plain.html" : `nog-nooit-geschreven-${n}.html`;
      document.querySelector("main").append(count, " ");
    }
    dispatchEvent(new Event("weerwoord:count"));
  });
  const more = page.locator(".more");
  await expect(more.last()).toHaveText("1");
  expect(await more.allTextContents()).toEqual(Array.from({ length: 200 }, (_, n) => String(n % 2)));
  expect(asked.map((request) => request.method())).toEqual(["POST"]);
});

test("a page with a thread has its counts and lists without a second tag", async ({ page, article, widget }) => {
  await article.post({ body: "Een", page: "related.html", title: "Dit artikel" });
  await widget.open(article.url("related.html"));
  await expect(page.locator("[data-weerwoord-count]")).toHaveText("1");
  await expect(page.getByRole("complementary").getByRole("link").first()).toBeVisible();
});

test("a page that names no other article loads nothing for it", async ({ page, article, widget }) => {
  const loaded = [];
  page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
  await widget.open(article.url());
  expect(loaded).toContain("/embed.js");
  expect(loaded).not.toContain("/lists.js");
});

test.describe("with a site of its own", () => {
  test.use({ ownServer: true });

  test("a reader finds the latest comments and goes to one", async ({ page, article }) => {
    for (const [n, body] of ["Een", "Twee", "Drie", "Vier"].entries()) {
      await article.post({ name: `Lezer ${n + 1}`, body, page: "plain.html", title: "Een gewoon artikel" });
    }
    await page.goto(article.url(FRONT));
    const latest = page.locator("weerwoord-recent");
    await expect(latest.getByRole("listitem")).toHaveText([/Lezer 4.*Vier/, /Lezer 3.*Drie/, /Lezer 2.*Twee/]);
    await expect(page.getByText("Hier stonden de laatste reacties.")).toBeHidden();
    await expectAccessible(page);
    await latest.getByRole("link", { name: "Vier" }).click();
    await expect(page).toHaveURL(/plain\.html#weerwoord-/);
    await expect(page.locator("weerwoord-thread .comment.target .body")).toHaveText("Vier");
  });

  test("the articles that are discussed most come first", async ({ page, article }) => {
    await article.post({ body: "Een", page: "twice.html", title: "Een tweede" });
    await article.chain(["Een", "Twee"], "plain.html");
    // The title is kept with a thread's first comment.
    await article.post({ body: "Een", page: "english.html", title: "<img src=x onerror=alert(1)> \"Raad\"" });
    await article.post({ body: "Twee", page: "english.html" });
    await article.post({ body: "Drie", page: "english.html" });
    await page.goto(article.url(FRONT));
    const articles = page.locator("weerwoord-top");
    await expect(articles.getByRole("listitem")).toHaveText([
      '<img src=x onerror=alert(1)> "Raad"3 reacties',
      "Een tweede1 reactie",
    ]);
    await expectAccessible(page);
    await expect(articles.getByRole("link", { name: "Een tweede" })).toHaveAttribute("href", article.url("twice.html"));
  });

  test("a list that has nothing says so", async ({ page, article }) => {
    await page.goto(article.url(FRONT));
    await expect(page.locator("weerwoord-recent .empty")).toHaveText("Nog geen reacties.");
    await expect(page.locator("weerwoord-top .empty")).toHaveText("Er is de laatste tijd nergens over gepraat.");
  });

  test("lists are there under a strict policy, and keep the page's look", async ({ page, article }) => {
    await article.post({ body: "Een", page: "plain.html", title: "Een gewoon artikel" });
    await page.goto(article.url("strict-front.html"));
    const author = page.locator("weerwoord-recent .author");
    await expect(author).toBeVisible();
    await expect(author).toHaveCSS("font-weight", "600");
    await expect(page.locator("#plain")).toHaveText("1");
  });

  for (const width of [375, 1000]) {
    test(`at a width of ${width} px nothing is wider than the page`, async ({ page, article }) => {
      await page.setViewportSize({ width, height: 800 });
      const long = "Een-heel-lang-woord-zonder-einde-".repeat(6).replaceAll("-", "");
      await article.post({ name: long.slice(0, 79), body: long, page: "plain.html", title: long });
      await page.goto(article.url(FRONT));
      await expect(page.locator("weerwoord-top").getByRole("listitem")).toBeVisible();
      await expect(page.locator("weerwoord-recent").getByRole("listitem")).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    });
  }

  test.describe("when it is gone", () => {
    test.use({ expectedComplaints: /^Failed to load resource|^weerwoord: / });

    test("the page stays as it was without the server", async ({ page, article, server }) => {
      await server.stop();
      await page.goto(article.url(FRONT));
      await expect(page.locator("#plain")).toHaveText("–");
      await expect(page.getByText("Hier stonden de laatste reacties.")).toBeVisible();
      await expectAccessible(page);
      await server.start();
    });

    test("the page stays as it was when the server refuses", async ({ page, article }) => {
      const refuse = (route) => route.fulfill({ status: 503, body: "" });
      await page.route(COUNTS, refuse);
      await page.route("**/embed/*", refuse);
      const said = page.waitForEvent("console", (message) => message.text().startsWith("weerwoord: embed/top"));
      await page.goto(article.url(FRONT));
      await said;
      await expect(page.locator("#plain")).toHaveText("–");
      await expect(page.getByText("Hier stonden de laatste reacties.")).toBeVisible();
    });
  });
});
