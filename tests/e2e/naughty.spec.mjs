// Whatever readers write, and whatever they are called: the line keeps its order, the page its width, others their room.

import { beginning } from "../../src/menu/words.js";
import { expect, expectAccessible, test } from "./support/test.mjs";
import { NAUGHTY, zalgo } from "./support/naughty.mjs";
import { newId } from "./support/article.mjs";
import { POST } from "./support/widget.mjs";

const NAME_MOST = 79;
const short = (text) => [...text].slice(0, NAME_MOST).join("");

/** What the server says to a comment, as its status and what is wrong. */
const offer = async (article, author, body = "Tekst") => {
  const comment = { id: newId(), site: "gazette", url: article.url(), author, body };
  const response = await fetch(`${article.server.origin}/api/v1/comments`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(comment),
  });
  return { status: response.status, type: (await response.json()).type };
};

for (const width of [320, 1000]) {
  test(`no text and no name is wider than a page of ${width} pixels`, async ({ page, article, widget }) => {
    await page.setViewportSize({ width, height: 800 });
    let shown = 0;
    for (const text of Object.values(NAUGHTY)) {
      await article.post({ body: text });
      const { status, type } = await offer(article, { name: short(text), role: short(text) }, `Naam: ${shown}`);
      // Names that turn lines around are not taken in the first place.
      if (/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(short(text))) expect([status, type]).toEqual([422, "urn:weerwoord:problem:name-invisible"]);
      else expect(status).toBe(201), shown++;
    }
    expect(shown).toBeGreaterThan(10);
    await widget.open(article.url());
    const wide = await page.evaluate(() => {
      const root = document.querySelector("weerwoord-thread").shadowRoot;
      const right = root.querySelector(".weerwoord").getBoundingClientRect().right;
      const over = [...root.querySelectorAll(".comment *")].filter((element) => {
        const { width, right: end, left } = element.getBoundingClientRect();
        return width && (end > right + 1 || left < 0);
      });
      return { page: document.documentElement.scrollWidth - innerWidth, over: over.map((element) => element.outerHTML.slice(0, 200)) };
    });
    expect(wide).toEqual({ page: 0, over: [] });
    await expectAccessible(page);
  });
}

/** Where the parts of a comment's first line begin and end. */
const parts = (comment) =>
  comment.locator(".byline").evaluate((line) =>
    [".author", ".role bdi", ".permalink"].map((part) => {
      const { left, right, top } = line.querySelector(part).getBoundingClientRect();
      return { left, right, top };
    }),
  );

for (const [page_, lang, order] of [["plain.html", "nl", 1], ["arabic.html", "ar", -1]]) {
  test(`a name that runs the other way keeps its place in the line (${lang})`, async ({ page, article, widget }) => {
    await page.setViewportSize({ width: 1000, height: 800 });
    const names = [["Spijker!", "(n.v.t.)"], ["محمد (1)", "صحفي 2"], ["דוד:", "abc 12"], ["12", "محمد"], ["abc עברית", "٣"]];
    for (const [at, [name, role]] of names.entries()) await article.post({ name, role, body: `Tekst ${at}`, page: page_ });
    await widget.open(article.url(page_));
    for (const at of names.keys()) {
      const [author, role, time] = await parts(widget.comment(`Tekst ${at}`));
      expect(Math.abs(author.top - role.top), "on one line").toBeLessThan(6);
      const [first, second, third] = order === 1 ? [author, role, time] : [time, role, author];
      expect(first.right, names[at].join()).toBeLessThanOrEqual(second.left);
      expect(second.right, names[at].join()).toBeLessThanOrEqual(third.left);
    }
  });
}

test("a name in a sentence is set apart where either runs from right to left, and only there", async ({ article, widget }) => {
  const [first] = await article.chain(["Een"]);
  await article.post({ name: "محمد (1)", body: "Twee", parent: first.id });
  await widget.open(article.url());
  await expect(widget.replyTo("Een")).toHaveAttribute("aria-label", "Reageer op Lezer 1");
  await expect(widget.replyTo("Twee")).toHaveAttribute("aria-label", "Reageer op \u2068محمد (1)\u2069");
  await widget.replyTo("Twee").click();
  await expect(widget.form.locator(".composer-title")).toHaveText("Reageer op \u2068محمد (1)\u2069");
  await widget.menuOf("Twee").click();
  await expect(widget.entry("Twee", "\u2068محمد (1)\u2069 verbergen")).toBeVisible();
});

test("piled-up accents paint over nobody else's words", async ({ page, article, widget }) => {
  await page.setViewportSize({ width: 700, height: 900 });
  await article.post({ name: "Onder", body: "Onder\n\nde stapel" });
  await article.post({ name: short(zalgo("Z", 76)), body: zalgo("Stapel", 400) });
  await article.post({ name: "Boven", body: "Boven de stapel" });
  await widget.open(article.url());
  const stack = widget.comments.nth(1);
  await expect(stack.locator(".author")).toHaveText(/^Z/);
  await page.mouse.move(0, 0);
  const others = [widget.comment("Boven de stapel").locator("article"), widget.comment("Onder").locator("article")];
  await others[1].scrollIntoViewIfNeeded();
  const pictures = async () => Promise.all(others.map((article) => article.screenshot().then((picture) => picture.toString("base64"))));
  const before = await pictures();
  // Without it they look the same.
  await stack.evaluate((line) => (line.style.visibility = "hidden"));
  expect((await pictures()).map((picture, at) => picture === before[at])).toEqual([true, true]);
});

test("a quote is cut between what a reader takes for characters", async () => {
  const family = "👨‍👩‍👧‍👦";
  for (let lead = 0; lead < family.length; lead++) {
    const cut = beginning("x".repeat(lead) + family.repeat(60)).replace(/ …$/, "").slice(lead);
    expect(cut.length).toBeGreaterThan(300);
    expect(cut.replaceAll(family, "")).toBe("");
  }
});

test("the key that ends a word in the making sends nothing", async ({ page, article, widget }) => {
  await widget.open(article.url());
  await widget.name.fill("山田");
  let sent = 0;
  await page.route(POST, (route) => (sent++, route.continue()));
  await widget.body.focus();
  const session = await page.context().newCDPSession(page);
  await session.send("Input.imeSetComposition", { text: "にほん", selectionStart: 3, selectionEnd: 3 });
  await expect(widget.body).toHaveValue("にほん");
  // Enter takes the word; browsers say in three ways whose key it is.
  for (const init of [{ isComposing: true }, { keyCode: 229 }, { isComposing: true, keyCode: 229 }]) {
    for (const more of [{}, { ctrlKey: true }, { metaKey: true }]) {
      await widget.body.evaluate((field, init) => {
        field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, composed: true, cancelable: true, ...init }));
      }, { ...init, ...more });
    }
  }
  await session.send("Input.insertText", { text: "日本" });
  await expect(widget.body).toHaveValue("日本");
  // Had any of those sent, its comment would stand there before this one.
  await widget.body.press("Control+Enter");
  await expect(widget.comment("日本")).toHaveClass("comment");
  expect(sent).toBe(1);
  expect(await article.comments()).toMatchObject([{ author: { name: "山田" } }]);
});
