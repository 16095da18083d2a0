// A thread in an engine's browser, as the subjects drive it: waits that end when something holds, clicks and keys.

import assert from "node:assert/strict";
import { Article } from "../e2e/support/article.mjs";

const GIVE_UP_MS = 15_000;

/** Work for the page, which gets the shadow root and what finds a comment by its text before its own arguments. */
const inPage = (work) =>
  new Function(
    "...args",
    `const root = document.querySelector("weerwoord-thread")?.shadowRoot;
    const comment = (text) => [...root.querySelectorAll(".comment")].find((line) => line.querySelector(".body")?.textContent.includes(text));
    return (${work})({ root, comment }, ...args);`,
  );

/** Asks again and again until the answer is something; answers that. */
export const until = async (what, ask) => {
  const end = Date.now() + GIVE_UP_MS;
  for (let error; ; ) {
    const value = await ask().catch((failure) => void (error = failure));
    if (value) return value;
    assert.ok(Date.now() < end, `it never came to be: ${what}${error ? ` (${error.message})` : ""}`);
    await new Promise((again) => setTimeout(again, 25));
  }
};

export class Thread {
  constructor({ browser, hosts, server }) {
    Object.assign(this, { browser, hosts, server });
  }

  newArticle() {
    return new Article({ hosts: this.hosts, serverOf: () => this.server }, crypto.randomUUID());
  }

  /** Has the page answer something. */
  ask(work, ...args) {
    return this.browser.evaluate(inPage(work), ...args);
  }

  /** Waits until something holds in the page; answers what it is. */
  until(what, work, ...args) {
    return until(what, () => this.ask(work, ...args));
  }

  async open(article, page) {
    await this.browser.open(article.url(page));
    await this.until("the widget has taken over", ({ root }) => root?.querySelector(".weerwoord[data-interactive]") && true);
  }

  /** Waits until a comment with a text is there, or something in it. */
  has(text, selector = "article") {
    const there = ({ comment }, text, selector) => Boolean(comment(text)?.querySelector(selector));
    return this.until(`${selector} in the comment "${text}"`, there, text, selector);
  }

  /** Waits until nothing has this selector any more. */
  gone(selector) {
    return this.until(`no ${selector}`, ({ root }, selector) => !root.querySelector(selector), selector);
  }

  click(selector) {
    return this.browser.click(inPage(({ root }, selector) => root.querySelector(selector)), selector);
  }

  async clickIn(text, selector) {
    await this.has(text, selector);
    await this.browser.click(inPage(({ comment }, text, selector) => comment(text).querySelector(selector)), text, selector);
  }

  /** Puts the focus where a test begins. */
  async focus(text, selector) {
    await this.has(text, selector);
    await this.ask(({ comment }, text, selector) => comment(text).querySelector(selector).focus(), text, selector);
  }

  type(text) {
    return this.browser.type(text);
  }

  async press(...keys) {
    for (const key of keys) await this.browser.press(key);
  }

  /** Waits until the focus is in what has this selector, and is seen there. */
  async focusIs(selector) {
    await this.until(`the focus in ${selector}`, ({ root }, selector) => root.activeElement?.matches(selector), selector);
    const seen = await this.ask(({ root }) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(root.activeElement);
      return { typed: root.activeElement.matches(":focus-visible"), outlined: outlineStyle !== "none" && parseFloat(outlineWidth) > 0 };
    });
    if (seen.typed) assert.ok(seen.outlined, `the focus is not seen in ${selector}`);
  }

  /** Waits until the focus is in a comment, or in something of it. */
  async focusIn(text, selector = ".comment") {
    const there = ({ root, comment }, text, selector) => root.activeElement?.matches(selector) && comment(text)?.contains(root.activeElement);
    await this.until(`the focus in ${selector} of "${text}"`, there, text, selector);
    await this.focusIs(selector);
  }

  /** Presses Tab until the focus is there. */
  async tabTo(selector, key = "Tab") {
    for (let presses = 0; presses < 40; presses++) {
      await this.press(key);
      if (await this.ask(({ root }, selector) => root.activeElement?.matches(selector), selector)) return this.focusIs(selector);
    }
    assert.fail(`Tab does not lead to ${selector}`);
  }

  /** Writes a comment by the form that is open, and sends it. */
  async write(body, name = "Petra") {
    await this.click("form.composer [name=body]");
    await this.type(body);
    await this.press("Tab");
    await this.focusIs("[name=name]");
    await this.press("Control+a");
    await this.type(name);
    await this.click("form.composer button.primary");
    await this.until(`"${body}" is kept`, ({ comment }, body) => comment(body)?.className === "comment", body);
  }
}
