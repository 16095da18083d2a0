// What a reader does most, in the engines beside Chromium: reads, answers, votes, quotes, by mouse and by keyboard, in
// light and dark, from left to right and from right to left. Chromium has the browser specs (tests/e2e).

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Article } from "../e2e/support/article.mjs";
import { startHosts } from "../e2e/support/hosts.mjs";
import { Server } from "../e2e/support/server.mjs";
import * as firefox from "./firefox.mjs";
import * as webkit from "./webkit.mjs";

const GIVE_UP_MS = 15_000;

// These run in the page, so they know nothing of what is around them here.
const find = (selector) => document.querySelector("weerwoord-thread").shadowRoot.querySelector(selector);
const inComment = (text, selector) => {
  const lines = [...document.querySelector("weerwoord-thread").shadowRoot.querySelectorAll(".comment")];
  return lines.find((line) => line.querySelector(".body").textContent.includes(text))?.querySelector(selector);
};
const isThere = (text, selector) => {
  const lines = [...document.querySelector("weerwoord-thread").shadowRoot.querySelectorAll(".comment")];
  return lines.some((line) => line.querySelector(".body").textContent.includes(text) && line.querySelector(selector));
};
const focused = () => document.querySelector("weerwoord-thread").shadowRoot.activeElement?.outerHTML.slice(0, 200) ?? "";

// A Mac has no WebKitGTK (scripts/engines.sh).
const engines = process.platform === "darwin" ? [firefox] : [firefox, webkit];

for (const engine of engines) {
  describe(engine.name, () => {
    let hosts, server, browser;

    before(async () => {
      hosts = await startHosts(() => server.origin);
      server = await Server.start(hosts.origin);
      browser = await engine.start();
    });

    after(async () => {
      await browser?.stop();
      await server?.remove();
      await hosts?.stop();
    });

    const newArticle = () => new Article({ hosts, serverOf: () => server }, crypto.randomUUID());

    /** Waits until something holds in the page; answers what it is. */
    const until = async (what, work, ...args) => {
      const end = Date.now() + GIVE_UP_MS;
      for (;;) {
        const value = await browser.evaluate(work, ...args).catch(() => null);
        if (value) return value;
        assert.ok(Date.now() < end, `it never came to be: ${what}`);
        await new Promise((again) => setTimeout(again, 50));
      }
    };

    const interactive = () =>
      until("the widget has taken over", () =>
        document.querySelector("weerwoord-thread")?.shadowRoot?.querySelector(".weerwoord[data-interactive]") && true,
      );

    const open = async (article, page) => {
      await browser.open(article.url(page));
      await interactive();
    };

    const shows = (text, selector = ".body") =>
      until(`a comment ${selector} with ${text}`, (text, selector) => {
        const lines = [...document.querySelector("weerwoord-thread").shadowRoot.querySelectorAll(`.comment ${selector}`)];
        return lines.some((line) => line.textContent.includes(text));
      }, text, selector);

    const focusIsIn = (what, part) =>
      until(`the focus is in ${what}`, (part) => document.querySelector("weerwoord-thread").shadowRoot.activeElement?.matches(part), part);

    test("the server's thread is shown, and taken over as it is", async () => {
      const article = newArticle();
      await article.chain(["Wortel", "Tak"]);
      await open(article);
      assert.equal(await browser.evaluate(() => document.querySelector("weerwoord-thread").shadowRoot.querySelectorAll(".comment").length), 2);
      const again = await browser.evaluate(() => performance.getEntriesByType("resource").filter(({ name }) => name.includes("fresh=")).length);
      assert.equal(again, 0, "it was drawn afresh: what the server drew is not what the widget draws");
      await until("the dates are in words", () =>
        /nu|geleden/.test(document.querySelector("weerwoord-thread").shadowRoot.querySelector(".comment time").textContent));
    });

    test("an answer is written, sent and kept", async () => {
      const article = newArticle();
      await article.post({ body: "Een vraag" });
      await open(article);
      await browser.click(inComment, "Een vraag", "[data-action=reply]");
      await focusIsIn("the form", "[name=body]");
      await browser.type("Een *antwoord*");
      await browser.press("Tab");
      await focusIsIn("the name", "[name=name]");
      await browser.type("Petra");
      await browser.click(find, "form.composer button.primary");
      await shows("Een antwoord");
      await until("the server has it", () => {
        const lines = [...document.querySelector("weerwoord-thread").shadowRoot.querySelectorAll(".comment")];
        return lines.some((line) => line.className === "comment" && line.querySelector(".body em")?.textContent === "antwoord");
      });
      const [question, answer] = await article.comments();
      assert.equal(answer.parent, question.id);
      assert.equal(answer.author.name, "Petra");
    });

    test("a draft is there again after a reload", async () => {
      const article = newArticle();
      await open(article);
      await browser.click(find, "form.composer [name=body]");
      await browser.type("Begonnen");
      await open(article);
      assert.equal(await browser.evaluate(() => document.querySelector("weerwoord-thread").shadowRoot.querySelector("[name=body]").value), "Begonnen");
    });

    test("a vote counts, and is taken back", async () => {
      const article = newArticle();
      await article.post({ body: "Goed plan" });
      await open(article);
      const votes = async () => (await article.comments())[0].votes?.up ?? 0;
      await browser.click(inComment, "Goed plan", "[data-action=up]");
      await until("it is pressed", isThere, "Goed plan", "[data-action=up][aria-pressed=true]");
      const end = Date.now() + GIVE_UP_MS;
      while ((await votes()) !== 1) assert.ok(Date.now() < end, "the server has no vote");
      await browser.click(inComment, "Goed plan", "[data-action=up]");
      await until("it is not pressed", isThere, "Goed plan", "[data-action=up][aria-pressed=false]");
      while ((await votes()) !== 0) assert.ok(Date.now() < end, "the server still has the vote");
    });

    test("what is selected of a comment is quoted", async () => {
      const article = newArticle();
      await article.post({ body: "Dit wel. Dat niet." });
      await open(article);
      await until("the menu's button", isThere, "Dit wel", "[data-action=menu]");
      await browser.evaluate((text) => {
        const body = document.querySelector("weerwoord-thread").shadowRoot.querySelector(".comment .body p");
        getSelection().setBaseAndExtent(body.firstChild, 0, body.firstChild, text.length);
      }, "Dit wel.");
      await browser.click(inComment, "Dit wel", "[data-action=menu]");
      await browser.click(inComment, "Dit wel", "[data-action=quote]");
      await until("the quote is in the form", () =>
        document.querySelector("weerwoord-thread").shadowRoot.querySelector("[name=body]")?.value === "> Dit wel.\n\n");
    });

    test("the keyboard reads, answers and leaves again", async () => {
      const article = newArticle();
      await article.chain(["Wortel", "Tak"]);
      await article.post({ body: "Stam" });
      await open(article);
      await browser.click(inComment, "Stam", ".body");
      await browser.press("j");
      await focusIsIn("the next comment", ".comment:has(.body)");
      await browser.evaluate(() => document.querySelector("weerwoord-thread").shadowRoot.querySelector(".comment [data-action=reply]").focus());
      await browser.press("Enter");
      await focusIsIn("the form", "[name=body]");
      await browser.press("Escape");
      await focusIsIn("the link that opened it", "[data-action=reply]");
      assert.match(await browser.evaluate(focused), /data-action="reply"/);
    });

    test("tokens, the theme and the page's own scheme give it its colours", async () => {
      const article = newArticle();
      await article.post({ body: "Een" });
      await open(article);
      const colour = (part, property) =>
        browser.evaluate((part, property) => getComputedStyle(document.querySelector("weerwoord-thread").shadowRoot.querySelector(part))[property], part, property);
      const ground = "form.composer button.primary";
      await browser.evaluate(() => document.documentElement.style.setProperty("--ww-accent", "rgb(120, 0, 80)"));
      assert.equal(await colour(ground, "backgroundColor"), "rgb(120, 0, 80)");
      await browser.evaluate(() => document.documentElement.style.removeProperty("--ww-accent"));
      const light = await colour(ground, "backgroundColor");
      await browser.evaluate(() => document.querySelector("weerwoord-thread").setAttribute("theme", "dark"));
      const dark = await colour(ground, "backgroundColor");
      assert.notEqual(dark, light);
      await browser.evaluate(() => {
        document.querySelector("weerwoord-thread").removeAttribute("theme");
        document.documentElement.style.colorScheme = "dark";
      });
      assert.equal(await colour(ground, "backgroundColor"), dark);
      await browser.evaluate(() => (document.documentElement.style.colorScheme = "light"));
      assert.equal(await colour(ground, "backgroundColor"), light);
    });

    test("from right to left it is mirrored, and nothing is wider than its column", async () => {
      const article = newArticle();
      await article.chain(["جذر", "غصن", "غصين"], "arabic.html");
      await browser.size(480, 900);
      await open(article, "arabic.html");
      const edges = () =>
        browser.evaluate(() =>
          [...document.querySelector("weerwoord-thread").shadowRoot.querySelectorAll(".comment article")].map((article) => {
            const { left, right } = article.getBoundingClientRect();
            return [left, document.documentElement.clientWidth - right].map(Math.round);
          }),
        );
      const mirrored = await edges();
      assert.ok(mirrored[0][1] < mirrored[1][1] && mirrored[1][1] < mirrored[2][1], `answers are indented: ${JSON.stringify(mirrored)}`);
      await browser.evaluate(() => (document.querySelector("weerwoord-thread").shadowRoot.querySelector(".weerwoord").dir = "ltr"));
      assert.deepEqual(await edges(), mirrored.map(([left, right]) => [right, left]));
      const wide = await browser.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
      assert.equal(wide, false);
      await browser.size(1000, 900);
    });
  });
}
