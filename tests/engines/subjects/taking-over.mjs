// The widget takes over what the server drew, in a shadow root that the script attached and in one that came with the page.

import assert from "node:assert/strict";
import { test } from "node:test";

/** Old enough that no date changes its words meanwhile. */
const posted = (ago) => new Date(Date.now() - ago * 86_400_000).toISOString();

export function takingOver(thread) {
  test("the server's thread is shown, in the reader's words", async () => {
    const t = thread();
    const article = t.newArticle();
    await article.chain(["Wortel", "Tak"]);
    await t.open(article);
    assert.equal(await t.ask(({ root }) => root.querySelectorAll(".comment").length), 2);
    await t.until("the dates are in words", ({ root }) => /nu|geleden/.test(root.querySelector(".comment time").textContent));
  });

  for (const [how, page] of [["attached", "drawn.html"], ["declarative", "drawn-included.html"]]) {
    test(`every node that the server drew is still there after it, in the same order (${how} shadow root)`, async () => {
      const t = thread();
      const article = t.newArticle();
      const comments = [3, 4, 400].map((ago, at) => ({ name: "Joop", posted_at: posted(ago), body: `Een *nadruk* ${at}` }));
      await t.server.importComments(comments, article.url(page));
      await t.open(article, page);
      // Its menus are there, so it does work.
      await t.has("nadruk 2", "[data-action=menu]");
      const { drawn, lost, moved } = await t.ask(() => window.sinceDrawn());
      assert.ok(drawn > 100, `${drawn} nodes were drawn`);
      assert.deepEqual([lost, moved], [[], false]);
      assert.equal(await t.ask(() => performance.getEntriesByType("resource").filter(({ name }) => name.includes("fresh=")).length), 0);
      await t.clickIn("nadruk 1", "[data-action=up]");
      await t.has("nadruk 1", "[data-action=up][aria-pressed=true]");
    });
  }
}
