// Answering, drafts, votes, quotes, reports: what readers do with a mouse.

import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "../thread.mjs";

export function writing(thread) {
  test("an answer is written, sent and kept", async () => {
    const t = thread();
    const article = t.newArticle();
    await article.post({ body: "Een vraag" });
    await t.open(article);
    await t.clickIn("Een vraag", "[data-action=reply]");
    await t.focusIs("[name=body]");
    await t.type("Een *antwoord*");
    await t.press("Tab");
    await t.focusIs("[name=name]");
    await t.type("Petra");
    await t.click("form.composer button.primary");
    await t.until("the server has it", ({ comment }) => {
      const line = comment("Een antwoord");
      return line?.className === "comment" && line.querySelector(".body em")?.textContent === "antwoord";
    });
    const [question, answer] = await article.comments();
    assert.equal(answer.parent, question.id);
    assert.equal(answer.author.name, "Petra");
  });

  test("a draft is there again after a reload", async () => {
    const t = thread();
    const article = t.newArticle();
    await t.open(article);
    await t.click("form.composer [name=body]");
    await t.type("Begonnen");
    await t.open(article);
    assert.equal(await t.ask(({ root }) => root.querySelector("[name=body]").value), "Begonnen");
  });

  test("a vote counts, and is taken back", async () => {
    const t = thread();
    const article = t.newArticle();
    await article.post({ body: "Goed plan" });
    await t.open(article);
    for (const [pressed, votes] of [[true, 1], [false, 0]]) {
      await t.clickIn("Goed plan", "[data-action=up]");
      await t.has("Goed plan", `[data-action=up][aria-pressed=${pressed}]`);
      await until(`the server has ${votes}`, async () => ((await article.comments())[0].votes?.up ?? 0) === votes);
    }
  });

  test("what is selected of a comment is quoted", async () => {
    const t = thread();
    const article = t.newArticle();
    await article.post({ body: "Dit wel. Dat niet." });
    await t.open(article);
    await t.has("Dit wel", "[data-action=menu]");
    await t.ask(({ root }, text) => {
      const { firstChild } = root.querySelector(".comment .body p");
      getSelection().setBaseAndExtent(firstChild, 0, firstChild, text.length);
    }, "Dit wel.");
    await t.clickIn("Dit wel", "[data-action=menu]");
    await t.clickIn("Dit wel", "[data-action=quote]");
    await t.until("the quote is in the form", ({ root }) => root.querySelector("[name=body]")?.value === "> Dit wel.\n\n");
  });
}
