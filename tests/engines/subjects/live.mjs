// What others do meanwhile: it arrives, and the reader's place stays.

import assert from "node:assert/strict";
import { test } from "node:test";
import { newReader } from "../../e2e/support/article.mjs";

const top = ({ comment }, text) => comment(text).getBoundingClientRect().top;

/** Scrolls to a comment, and waits until what is around it is laid out: until then its place is an estimate. */
const scrollTo = async ({ comment }, text, block) => {
  const frame = () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const place = () => comment(text).getBoundingClientRect().top;
  for (let was; was !== place(); await frame()) {
    comment(text).scrollIntoView({ block });
    was = place();
    await frame();
  }
};

export function live(thread) {
  test("a comment of another reader waits behind a button, is opened by it, and moves nothing", async () => {
    const t = thread();
    const article = t.newArticle();
    await article.chain(["Een", "Eén komma een"]);
    for (let n = 2; n < 12; n++) await article.post({ body: `Vulling ${n}` });
    await t.open(article);
    await t.focus("Vulling 5", "[data-action=reply]");
    await t.ask(scrollTo, "Vulling 5", "center");
    const before = await t.ask(top, "Vulling 5");
    const [{ id: parent }] = (await article.comments()).slice(-2);
    await article.post({ body: "Nieuw antwoord", parent });
    await article.post({ body: "Nieuw op het artikel" });
    await t.until("two buttons", ({ root }) => root.querySelectorAll(".new button").length === 2);
    await t.focusIn("Vulling 5", "[data-action=reply]");
    assert.ok(Math.abs((await t.ask(top, "Vulling 5")) - before) < 2);
    assert.equal(await t.ask(({ comment }) => comment("Nieuw") === undefined), true);

    // Room enough for both to be seen: what gets the focus out of sight is scrolled to.
    await t.ask(() => (document.body.style.paddingBottom = "100vh"));
    await t.ask(scrollTo, "Een", "start");
    await t.ask(({ root }) => root.querySelector("li.new button").focus({ preventScroll: true }));
    const parentAt = await t.ask(top, "Een");
    await t.press("Enter");
    await t.focusIn("Nieuw antwoord");
    assert.ok(Math.abs((await t.ask(top, "Een")) - parentAt) < 2);
    await t.click(".new button");
    await t.focusIn("Nieuw op het artikel");
    await t.gone(".new button");
  });

  test("changes, votes and removals of others arrive in place, and what is typed stays", async () => {
    const t = thread();
    const article = t.newArticle();
    const reader = newReader();
    const post = (body) => article.post({ reader, body });
    const comments = [await post("Eerste tekst"), await post("Tweede tekst")];
    await article.post({ body: "Derde tekst" });
    await t.open(article);
    await t.clickIn("Derde tekst", "[data-action=reply]");
    await t.focusIs("[name=body]");
    await t.type("Half af");
    await article.change(comments[0], "Andere tekst", reader);
    await t.has("Andere tekst", ".edited");
    await article.vote(comments[0]);
    await t.until("the vote", ({ comment }) => comment("Andere tekst").querySelector("[data-action=up]").textContent.includes("1"));
    await article.remove(comments[1], reader);
    await t.until("the removal", ({ comment }) => !comment("Tweede tekst"));
    await t.focusIs("[name=body]");
    await t.type(", en verder");
    assert.equal(await t.ask(({ root }) => root.querySelector("[name=body]").value), "Half af, en verder");
  });
}
