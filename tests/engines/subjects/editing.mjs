// Readers change and delete what they wrote, and take that back.

import assert from "node:assert/strict";
import { test } from "node:test";

export function editing(thread) {
  test("a comment is changed in its place, by keyboard", async () => {
    const t = thread();
    const article = t.newArticle();
    await t.open(article);
    await t.write("Een tikfuot");
    await t.focusIn("Een tikfuot");
    await t.tabTo("[data-action=edit]");
    await t.press("Enter");
    await t.focusIs("[name=body]");
    await t.press("Escape");
    await t.focusIn("Een tikfuot", "[data-action=edit]");
    await t.press("Enter");
    await t.focusIs("[name=body]");
    await t.press("Control+a");
    await t.type("Een tikfout minder");
    await t.press("Control+Enter");
    await t.has("Een tikfout minder", ".edited");
    await t.focusIn("Een tikfout minder");
    assert.equal((await article.comments())[0].html, "<p>Een tikfout minder</p>");
  });

  test("a deletion is taken back, by keyboard", async () => {
    const t = thread();
    const article = t.newArticle();
    await article.post({ body: "Van een ander" });
    await t.open(article);
    await t.write("Toch niet");
    await t.focusIn("Toch niet");
    await t.tabTo("[data-action=delete]");
    await t.press("Enter");
    await t.focusIs(".comment.removed");
    assert.equal((await article.comments()).length, 1);
    await t.tabTo("[data-action=undo]");
    await t.press("Enter");
    await t.focusIn("Toch niet");
    await t.has("Toch niet", "[data-action=edit]");
    assert.equal((await article.comments()).length, 2);
  });

  test("a comment that is not final yet is taken back, and its text is in the form again", async () => {
    const t = thread();
    await t.open(t.newArticle(), "undo.html");
    await t.write("Met een tikfuot");
    await t.focusIn("Met een tikfuot");
    await t.tabTo("[data-action=undo]");
    await t.press("Enter");
    await t.gone(".comment");
    await t.focusIs("[name=body]");
    assert.equal(await t.ask(({ root }) => root.querySelector("[name=body]").value), "Met een tikfuot");
  });
}
