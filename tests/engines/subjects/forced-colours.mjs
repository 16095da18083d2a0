// Where readers have colours of their own for all pages.

import assert from "node:assert/strict";
import { test } from "node:test";

export function forcedColours(thread) {
  test("edges, the focus and the comment that a link leads to are seen without our colours", async () => {
    const t = thread();
    const article = t.newArticle();
    const [first] = await article.chain(["Wortel", "Tak"]);
    await t.open(article);
    assert.equal(await t.ask(() => matchMedia("(forced-colors: active)").matches), true);
    const edges = await t.ask(({ root }) => [".input", ".primary"].map((part) => getComputedStyle(root.querySelector(part)).borderTopWidth));
    assert.ok(edges.every((width) => parseFloat(width) >= 1), edges.join());
    await t.focus("Tak", "[data-action=up]");
    await t.press("Tab");
    await t.focusIn("Tak", "[data-action=reply]");
    await t.ask((_, id) => (location.hash = `weerwoord-${id}`), first.id);
    await t.until("the mark", ({ comment }) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(comment("Wortel").querySelector("article"));
      return outlineStyle === "solid" && parseFloat(outlineWidth) >= 2;
    });
  });

  test("what is chosen can be told from what is not", async () => {
    const t = thread();
    const article = t.newArticle();
    await article.chain(["Wortel", "Tak"]);
    await article.post({ body: "Stam" });
    await t.open(article);
    await t.clickIn("Wortel", "[data-action=up]");
    await t.has("Wortel", "[data-action=up][aria-pressed=true]");
    const weights = await t.ask(({ root, comment }) => {
      const weight = (element) => Number(getComputedStyle(element).fontWeight);
      const vote = (text) => weight(comment(text).querySelector("[data-action=up]"));
      return [vote("Wortel") > vote("Tak"), weight(root.querySelector("[aria-current]")) > weight(root.querySelector("#weerwoord-order a:not([aria-current])"))];
    });
    assert.deepEqual(weights, [true, true]);
  });
}
