// Narrow columns, and texts that break others: nothing sticks out.

import assert from "node:assert/strict";
import { test } from "node:test";
import { NAUGHTY } from "../../e2e/support/naughty.mjs";
import { until } from "../thread.mjs";

/** What reaches over the edges of the thread. */
const out = ({ root }) => {
  const { left, right } = root.host.getBoundingClientRect();
  return [...root.querySelectorAll(".weerwoord :not(.live, .live *, .told, .in-reply-to)")]
    .filter((part) => {
      const box = part.getBoundingClientRect();
      return box.width && part.checkVisibility() && (box.left < left - 1 || box.right > right + 1);
    })
    .map((part) => part.outerHTML.slice(0, 160));
};
const sideways = () => document.documentElement.scrollWidth > document.documentElement.clientWidth;
const column = (_, width) => {
  document.body.style.maxWidth = "none";
  document.querySelector("main").style.width = `${width}px`;
};

export function columns(thread) {
  test("in a column of 280 pixels in a wide window, forms and menus keep inside it", async () => {
    const t = thread();
    const article = t.newArticle();
    await article.chain(["Een", "Twee", "Drie", "Vier", "Vijf"].map((word) => `${word} ${"lang".repeat(12)}`));
    await t.open(article);
    const indent = () =>
      t.ask(({ comment }) => {
        const [shallow, deep] = ["Een", "Vijf"].map((text) => comment(text).querySelector("article").getBoundingClientRect().left);
        return deep - shallow;
      });
    await t.ask(column, 1000);
    const wide = await indent();
    await t.ask(column, 280);
    await until("the indent follows the column", async () => (await indent()) < wide);
    assert.deepEqual([wide, await indent()], [4 * 24, 2 * 14]);
    await t.clickIn("Vijf", "[data-action=reply]");
    await t.focusIs("[name=body]");
    await t.clickIn("Twee", "[data-action=menu]");
    await t.clickIn("Twee", "[data-action=report]");
    await t.focusIs("form.report input");
    assert.deepEqual(await t.ask(out), []);
    assert.equal(await t.ask(sideways), false);
  });

  test("no text that readers write is wider than its column", async () => {
    const t = thread();
    const article = t.newArticle();
    for (const body of Object.values(NAUGHTY)) await article.post({ body });
    await t.open(article);
    for (const width of [280, 800]) {
      await t.ask(column, width);
      assert.deepEqual(await t.ask(out), []);
      assert.equal(await t.ask(sideways), false);
    }
  });
}
