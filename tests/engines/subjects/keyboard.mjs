// By keyboard alone: about the thread, through the menu, the report and the list of shortcuts, and back.

import assert from "node:assert/strict";
import { test } from "node:test";

export function keyboard(thread) {
  test("the keyboard reads, answers and leaves again", async () => {
    const t = thread();
    const article = t.newArticle();
    await article.chain(["Wortel", "Tak"]);
    await article.post({ body: "Stam" });
    await t.open(article);
    await t.clickIn("Stam", ".body");
    await t.press("j");
    await t.focusIn("Wortel");
    await t.press("k");
    await t.focusIn("Stam");
    await t.press("j");
    await t.focusIn("Wortel");
    await t.tabTo("[data-action=reply]");
    await t.press("Enter");
    await t.focusIs("[name=body]");
    await t.press("Escape");
    await t.focusIn("Wortel", "[data-action=reply]");
    await t.tabTo("[data-action=collapse]");
    for (const expanded of ["false", "true"]) {
      await t.press("Enter");
      await t.has("Wortel", `[data-action=collapse][aria-expanded=${expanded}]`);
      await t.focusIn("Wortel", "[data-action=collapse]");
    }
  });

  test("the menu opens, is gone through and left by keyboard", async () => {
    const t = thread();
    const article = t.newArticle();
    await article.chain(["Wortel", "Tak"]);
    await t.open(article);
    await t.focus("Tak", "[data-action=menu]");
    await t.press("Enter");
    await t.has("Tak", "[data-action=menu][aria-expanded=true]");
    await t.tabTo("[data-action=link]");
    await t.press("Escape");
    await t.focusIn("Tak", "[data-action=menu]");
    await t.gone(".menu");
    await t.press(" ");
    await t.tabTo("[data-action=parent]");
    await t.press("Enter");
    await t.focusIn("Wortel");
    await t.gone(".menu");
  });

  test("a comment is reported by keyboard", async () => {
    const t = thread();
    const article = t.newArticle();
    await article.post({ body: "Koop nu!" });
    await t.open(article);
    await t.focus("Koop nu!", "[data-action=menu]");
    await t.press("Enter");
    await t.tabTo("[data-action=report]");
    await t.press("Enter");
    await t.focusIs("form.report input");
    await t.press(" ", "ArrowDown");
    assert.equal(await t.ask(({ root }) => [...root.querySelectorAll("form.report [name=reason]")].findIndex(({ checked }) => checked)), 1);
    await t.press("Tab");
    await t.focusIs("[name=about]");
    await t.type("Staat overal");
    await t.tabTo("form.report .primary");
    await t.press("Enter");
    await t.has("Koop nu!", ".reported");
    await t.focusIn("Koop nu!", "[data-action=menu]");
  });

  test("the list of shortcuts is a dialog that keeps the focus, and gives it back", async () => {
    const t = thread();
    const article = t.newArticle();
    await article.chain(["Wortel", "Tak"]);
    await t.open(article);
    await t.focus("Tak", "[data-action=reply]");
    await t.press("?");
    await t.until("the dialog", ({ root }) => root.querySelector("dialog:modal")?.contains(root.activeElement));
    await t.press("j");
    assert.equal(await t.ask(({ root }) => root.querySelector("dialog").contains(root.activeElement)), true);
    await t.press("Escape");
    await t.gone("dialog[open]");
    await t.focusIn("Tak", "[data-action=reply]");
  });

  test("a name that is offered while it is typed is chosen by the arrows", async () => {
    const t = thread();
    const article = t.newArticle();
    for (const name of ["Rood Hesje", "Joop"]) await article.post({ name, body: name });
    await t.open(article);
    await t.click("form.composer [name=body]");
    await t.type("Dag @");
    await t.until("two names", ({ root }) => root.querySelectorAll("[role=option]").length === 2);
    await t.press("ArrowDown", "ArrowUp", "ArrowDown", "Enter");
    await t.until("the name", ({ root }) => root.querySelector("[name=body]").value === "Dag @Rood Hesje ");
    await t.focusIs("[name=body]");
  });
}
