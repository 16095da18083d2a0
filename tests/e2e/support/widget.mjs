// The widget as a reader meets it: where things are in it, and the waits that go with them.

import { expect } from "@playwright/test";

export class Widget {
  constructor(page, element) {
    this.page = page;
    this.element = element;
    this.frame = element.locator(".weerwoord");
    this.title = element.locator(".thread-title");
    this.comments = element.locator(".comment");
    this.form = element.locator("form.composer");
    this.live = element.locator(".live");
    this.told = element.locator(".told");
    this.body = this.form.locator("[name=body]");
    this.name = this.form.locator("[name=name]");
    this.role = this.form.locator("[name=role]");
    this.send = this.form.locator("button.primary");
    this.share = element.locator(".share");
    this.openComposer = element.locator(".open-composer");
  }

  /** Opens a host page and waits until its thread can be used. */
  async open(url) {
    await this.page.goto(url);
    await this.interactive();
  }

  /** Waits until the thread can be read. */
  async readable() {
    await expect(this.title).toBeVisible();
  }

  /** Waits until the WebAssembly has taken over. */
  async interactive() {
    await expect(this.frame).toHaveAttribute("data-interactive", "");
  }

  /** The comment with this text. */
  comment(text) {
    return this.comments.filter({ has: this.page.locator(".body", { hasText: text }) });
  }

  /** The link that opens the form under a comment. */
  replyTo(text) {
    return this.comment(text).locator("[data-action=reply]");
  }

  /** The button that votes for a comment. */
  like(text) {
    return this.comment(text).locator("[data-action=up]");
  }

  /** The button that votes against it. */
  dislike(text) {
    return this.comment(text).locator("[data-action=down]");
  }

  /** The button that opens the menu of a comment. */
  menuOf(text) {
    return this.comment(text).locator("[data-action=menu]");
  }

  /** What stands in that menu. */
  entry(text, name) {
    return this.comment(text).locator(".menu").getByRole("button", { name, exact: true });
  }

  /** The link that puts the comments in an order. */
  order(name) {
    return this.element.getByRole("navigation", { name: "Volgorde" }).getByRole("link", { name, exact: true });
  }

  /** Fills the open form. */
  async write({ name, role, body }) {
    if (name !== undefined) await this.name.fill(name);
    if (role !== undefined) await this.role.fill(role);
    await this.body.fill(body);
  }

  /** The texts of all comments in their order. Those far from the viewport are not laid out, and have no lines. */
  texts() {
    const bodies = this.element.locator(".comment:not([hidden]) .body");
    return bodies.evaluateAll((all) => all.map((body) => body.innerText || body.textContent));
  }
}

/** Keeps requests waiting until they are let go; answers what lets them go. */
export async function hold(page, url) {
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  let arrive;
  const arrived = new Promise((resolve) => {
    arrive = resolve;
  });
  await page.route(url, async (route) => {
    arrive();
    await released;
    await route.continue();
  });
  return { release, arrived };
}

export const WASM = /_bg\.wasm$/;
export const POST = "**/api/v1/comments";
export const VOTE = "**/api/v1/comments/*/vote";
/** The stream of what others do; not the questions that stand in for it. */
export const STREAM = /\/api\/v1\/events\?(?!.*&wait=0)/;
