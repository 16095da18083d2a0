// A page to be looked at: its fonts, words and dates are the same on every machine and every day.

import { expect } from "@playwright/test";
import { newId, newReader } from "./article.mjs";
import { Desk } from "./desk.mjs";
import { WORDS } from "./words.mjs";

export const PAGE = "picture.html";

/** Signs that are emoji too are drawn as signs: each machine has other emoji. Lines have their height from the start. */
const STILL = "* { font-variant-emoji: text !important; caret-color: transparent !important } .comment { content-visibility: visible !important }";

export class Scene {
  constructor({ page, context, article, server, widget }, dir) {
    Object.assign(this, { page, context, article, server, widget, dir, words: WORDS[dir] });
  }

  /** The address of the page. */
  url(site = "gazette") {
    return `${this.article.url(PAGE)}?${new URLSearchParams({ lang: this.words.lang, dir: this.dir, site })}`;
  }

  /** Opens the page; waits until the widget has taken over, and its menus are there. */
  async open(site, hash) {
    await this.goto(site, hash);
    await this.widget.interactive();
    const rows = await this.widget.element.locator(".comments > .comment:not(.removed, .held)").count();
    await expect(this.widget.element.locator(".menu-button")).toHaveCount(rows);
  }

  async goto(site, hash = "") {
    await this.page.goto(this.url(site) + hash);
    await this.page.evaluate(() => Promise.all([...document.fonts].map((font) => font.load())));
  }

  /** Has comments of long ago: each a writer, a text, and the place in the list of what it answers. Answers their ids. */
  async tell(...lines) {
    const times = lines.map((_, at) => Date.UTC(2024, 10, 20, 9, at));
    const ids = times.map(newId);
    const comments = lines.map(([who, body, parent], at) => {
      const posted_at = new Date(times[at]).toISOString();
      return { id: ids[at], parent: ids[parent], ...this.words[who], body: this.words[body] ?? body, posted_at };
    });
    await this.server.importComments(comments, this.article.url(PAGE));
    return ids.map((id) => ({ id }));
  }

  /** A comment of somebody else's, now. */
  post(who, body, more = {}) {
    return this.article.post({ ...this.words[who], body: this.words[body], page: PAGE, ...more });
  }

  /** A comment that was changed by its writer. */
  async change(who, body) {
    const reader = newReader();
    const comment = await this.post(who, "short", { reader });
    await this.article.change(comment, this.words[body], reader);
  }

  /** The desk of the site. */
  desk() {
    return Desk.of(this.server);
  }

  /** A line of the list. */
  line(at) {
    return this.widget.element.locator(".comments > .comment").nth(at);
  }

  /** Something that a reader can do to a line. */
  act(at, action) {
    return this.line(at).locator(`[data-action=${action}]`);
  }

  /** Opens the menu of a line, and chooses from it. */
  async choose(at, action) {
    await this.act(at, "menu").click();
    await this.line(at).locator(`.menu [data-action=${action}]`).click();
  }

  /** Sends what the reader writes; answers the line that it becomes. */
  async send(body) {
    const { name, role } = this.words.me;
    if (await this.widget.name.count()) await this.widget.name.fill(name);
    if (await this.widget.role.count()) await this.widget.role.fill(role);
    await this.widget.body.fill(this.words[body]);
    await this.widget.send.click();
  }

  /** Time stands still from now on, on a page with a clock of its own. */
  async freeze() {
    await this.page.clock.pauseAt(await this.page.evaluate(() => Date.now() + 500));
  }

  /** Nothing is pointed at, and nothing blinks. */
  async still() {
    await this.page.mouse.move(1, 1);
    await this.widget.element.evaluate((element, css) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      element.shadowRoot.adoptedStyleSheets.push(sheet);
    }, STILL);
  }
}
