// From right to left: the same arrangement, mirrored, and in the order of the keyboard.

import assert from "node:assert/strict";
import { test } from "node:test";

const PAGE = "arabic.html";

export function directions(thread) {
  test("from right to left it is mirrored, and nothing is wider than its column", async () => {
    const t = thread();
    const article = t.newArticle();
    await article.chain(["جذر", "غصن", "غصين"], PAGE);
    await t.browser.size(480, 900);
    await t.open(article, PAGE);
    const edges = () =>
      t.ask(({ root }) =>
        [...root.querySelectorAll(".comment article, .actions > *, .tools, #weerwoord-order > .action, .fields > *")]
          .filter((element) => element.offsetWidth)
          .map((element) => {
            const { left, right } = element.getBoundingClientRect();
            return [left, document.documentElement.clientWidth - right].map(Math.round);
          }),
      );
    await t.has("غصين", "[data-action=menu]");
    const mirrored = await edges();
    const indents = await t.ask(({ root }) => [...root.querySelectorAll(".comment article")].map((article) => article.getBoundingClientRect().right));
    assert.ok(indents[0] > indents[1] && indents[1] > indents[2], `answers are indented: ${indents}`);
    await t.ask(({ root }) => (root.querySelector(".weerwoord").dir = "ltr"));
    assert.deepEqual(await edges(), mirrored.map(([left, right]) => [right, left]));
    assert.equal(await t.ask(() => document.documentElement.scrollWidth > document.documentElement.clientWidth), false);
    await t.browser.size(1000, 900);
  });

  test("from right to left the keyboard goes through the menu and its form as the eye does", async () => {
    const t = thread();
    const article = t.newArticle();
    await article.chain(["جذر", "غصن"], PAGE);
    await t.open(article, PAGE);
    await t.focus("غصن", "[data-action=up]");
    const place = () => t.ask(({ root }) => {
      const { right, top } = root.activeElement.getBoundingClientRect();
      return { right, top };
    });
    const vote = await place();
    await t.press("Tab");
    await t.focusIn("غصن", "[data-action=reply]");
    assert.ok((await place()).right < vote.right);
    await t.tabTo("[data-action=menu]");
    await t.press("Enter");
    await t.tabTo("[data-action=link]");
    let before = await place();
    while (!(await t.ask(({ root }) => root.activeElement.matches("[data-action=report]")))) {
      await t.press("Tab");
      await t.focusIs(".menu .action");
      const next = await place();
      assert.ok(next.top > before.top + 2 || next.right < before.right, `${JSON.stringify(before)} then ${JSON.stringify(next)}`);
      before = next;
    }
    await t.press("Enter");
    await t.focusIs("form.report input");
    await t.press(" ", "ArrowDown", "ArrowDown", "ArrowUp");
    assert.equal(await t.ask(({ root }) => [...root.querySelectorAll("form.report [name=reason]")].findIndex(({ checked }) => checked)), 1);
    await t.press("Escape");
    await t.focusIn("غصن", "[data-action=menu]");
  });
}
