// Another's words in one's own text: what is selected of a comment, or its beginning.

import { expect, expectAccessible, test } from "./support/test.mjs";
import { shown } from "./support/markdown.mjs";
import { beginning, escape, quote } from "../../src/menu/words.js";

/** Selects a text in a comment, as a reader does by dragging. */
const select = (widget, comment, text) =>
  widget.comment(comment).locator(".body").evaluate((body, text) => {
    const walk = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const at = node.data.indexOf(text);
      if (at < 0) continue;
      getSelection().setBaseAndExtent(node, at, node, at + text.length);
      return;
    }
    throw new Error(`${text} is not there`);
  }, text);

const choose = async (widget, text) => {
  await widget.menuOf(text).click();
  await widget.entry(text, "Citeren").click();
};

test("what is selected is quoted in an answer", async ({ page, article, widget }) => {
  await article.post({ name: "Spijker", body: "Dit wel. Dat niet." });
  await widget.open(article.url());
  await select(widget, "Dit wel", "Dit wel.");
  await choose(widget, "Dit wel");
  await expect(widget.form).toHaveClass("composer reply");
  await expect(widget.body).toHaveValue("> Dit wel.\n\n");
  await expect(widget.body).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.type("Waarom?");
  await widget.name.fill("Petra");
  await widget.send.click();
  const answer = widget.comment("Waarom?");
  await expect(answer).toHaveClass("comment");
  await expect(answer.locator("blockquote")).toHaveText("Dit wel.");
});

test("the keyboard quotes the whole comment, without what that quotes itself", async ({ page, article, widget }) => {
  await article.post({ body: "> Van een ander\n\nEerste *alinea*.\n\nTweede:\n- een\n- twee" });
  await widget.open(article.url());
  await widget.menuOf("Eerste").press("Enter");
  await widget.entry("Eerste", "Citeren").press("Enter");
  await expect(widget.body).toHaveValue("> Eerste alinea.\n>\n> Tweede:\n>\n> een\n> twee\n\n");
  await expect(widget.body).toBeFocused();
  await expectAccessible(page);
});

test("a long comment is cut", async ({ article, widget }) => {
  await article.post({ body: "woord ".repeat(300) });
  await widget.open(article.url());
  await choose(widget, "woord");
  await expect(widget.body).toHaveValue(/^> (woord )+…\n\n$/);
  expect((await widget.body.inputValue()).length).toBeLessThan(420);
});

test("what is typed stays, and the quote comes where the caret is", async ({ article, widget }) => {
  await article.post({ name: "Spijker", body: "Een" });
  await widget.open(article.url());
  await widget.replyTo("Een").click();
  await widget.body.fill("Begin.\nEinde.");
  for (let left = 0; left < 7; left++) await widget.body.press("ArrowLeft");
  await choose(widget, "Een");
  await expect(widget.body).toHaveValue("Begin.\n\n> Een\n\n\nEinde.");
  await widget.body.pressSequentially("Hier");
  await expect(widget.body).toHaveValue("Begin.\n\n> Een\n\nHier\nEinde.");
});

test("a draft that was left at the comment is kept before the quote", async ({ article, widget }) => {
  await article.post({ name: "Spijker", body: "Een" });
  await widget.open(article.url());
  await widget.replyTo("Een").click();
  await widget.body.fill("Begonnen");
  await widget.body.press("Escape");
  await choose(widget, "Een");
  await expect(widget.body).toHaveValue("Begonnen\n\n> Een\n\n");
});

test("in the answer to another comment the quote says whose words it has, and leads there", async ({ article, widget }) => {
  await article.post({ name: "Joop", body: "Twee" });
  await article.post({ name: "Spijker", body: "Een" });
  await widget.open(article.url());
  await widget.replyTo("Een").click();
  await widget.body.fill("Vergelijk:");
  await choose(widget, "Twee");
  await expect(widget.body).toHaveValue("Vergelijk:\n\n@Joop:\n\n> Twee\n\n");
  await widget.name.fill("Petra");
  await widget.send.click();
  await expect(widget.comment("Vergelijk")).toHaveClass("comment");
  await widget.comment("Vergelijk").locator(".mention").click();
  await expect(widget.comments.filter({ hasText: "Door Joop" }).first()).toHaveClass(/target/);
});

test("a selection in another comment is not quoted", async ({ article, widget }) => {
  await article.post({ body: "Een ander" });
  await article.post({ body: "Deze wel" });
  await widget.open(article.url());
  await select(widget, "Een ander", "ander");
  await choose(widget, "Deze wel");
  await expect(widget.body).toHaveValue("> Deze wel\n\n");
});

test("what would be markup is quoted as the text that it is", async ({ article, widget }) => {
  await article.post({ body: "2 \\* 3 = 6, \\[x\\](y) en \\<b>" });
  await widget.open(article.url());
  await choose(widget, "= 6");
  await widget.body.press("End");
  await widget.body.pressSequentially("Juist");
  await widget.name.fill("Petra");
  await widget.send.click();
  await expect(widget.comment("Juist").locator("blockquote")).toHaveText("2 * 3 = 6, [x](y) en <b>");
});

test("a line that is quoted is shown by the server as it was, whatever it is made of", async ({ server }) => {
  const lines = ["# kop", "1. een 2. twee", "- a - b", "+ a", "> a", "=", "~~~", "---", "* a", "snake_case _a_", "Q&A; R&D, <3 <b> &amp;", "[a]: b", "[a](b) ![c]", "`c` \\ \\*", "https://a.example/b_c?d=e&f=g", "10) x", "a\\", "é_é_é"];
  for (const line of lines) expect(await shown(server, quote(line))).toMatchObject({ text: line });
  expect(quote("Een\n\n Twee")).toBe("> Een\n>\n> Twee\n\n");
  expect(quote(" \n ")).toBe("");
  expect(escape("snake_case, 2 - 3 (4)")).toBe("snake_case, 2 - 3 (4)");
  expect(beginning("é".repeat(500))).toHaveLength(402);
});
