// What every spec imports: `test` with a real server and the publishers' pages behind it, and `expect`.
//
// Each test has an article of its own, and with it a thread of its own, so that tests run side by side. After each one
// the page must have been quiet: no uncaught error, no complaint in the console, no request to a third origin.

import { AxeBuilder } from "@axe-core/playwright";
import { test as base, expect } from "@playwright/test";
import { Article } from "./article.mjs";
import { startHosts } from "./hosts.mjs";
import { Server } from "./server.mjs";
import { Widget } from "./widget.mjs";

export { expect };

export const test = base.extend({
  /** Complaints in the console that this test is about: a pattern. */
  expectedComplaints: [/(?!)/, { option: true }],

  /** Whether this test has a server of its own, which it may stop and start. */
  ownServer: [false, { option: true }],

  /** The publishers' web server, and the Weerwoord server that all tests of a worker share. */
  world: [
    async ({}, use) => {
      const own = new Map();
      const world = { own, serverOf: (article) => own.get(article) ?? world.server };
      world.hosts = await startHosts((article) => world.serverOf(article).origin);
      world.server = await Server.start(world.hosts.origin);
      await use(world);
      await world.server.remove();
      await world.hosts.stop();
    },
    { scope: "worker" },
  ],

  /** The article under test: its pages and its thread. */
  article: async ({ world, ownServer }, use) => {
    const id = crypto.randomUUID();
    if (ownServer) world.own.set(id, await Server.start(world.hosts.origin));
    await use(new Article(world, id));
    if (ownServer) await world.own.get(id).remove();
    world.own.delete(id);
  },

  server: async ({ world, article }, use) => use(world.serverOf(article.id)),

  /** The widget of the page; the first one, where there are several. */
  widget: async ({ page }, use) => use(new Widget(page, page.locator("weerwoord-thread").first())),

  quiet: [
    async ({ page, article, world, expectedComplaints }, use) => {
      const faults = [];
      page.on("pageerror", (error) => faults.push(`uncaught: ${error.stack ?? error}`));
      page.on("console", (message) => {
        const ours = message.type() === "error" || (message.type() === "warning" && message.text().startsWith("weerwoord:"));
        const expected = expectedComplaints.test(message.text());
        if (ours && !expected) faults.push(`console: ${message.text()}`);
      });
      page.on("request", (request) => {
        const { origin, protocol } = new URL(request.url());
        const known = [world.hosts.origin, world.serverOf(article.id).origin];
        if (protocol.startsWith("http") && !known.includes(origin)) faults.push(`third party: ${request.url()}`);
      });
      await use();
      expect(faults).toEqual([]);
    },
    { auto: true },
  ],
});

/** The browser's own line about an answer that is an error, or about none. */
export const FAILED_REQUEST = /^Failed to load resource/;

/** axe finds nothing wrong with the whole page, the widget's shadow root included; or with a part of it, or by some rules. */
export async function expectAccessible(page, part, rules) {
  const axe = new AxeBuilder({ page });
  if (rules) axe.withRules(rules);
  expectNoViolations(await (part ? axe.include(part) : axe).analyze());
}

/** Switches the page's scripts off; answers what switches them on for as long as something needs them that is one. */
export async function switchOffScripts(page) {
  const session = await page.context().newCDPSession(page);
  const allow = (allowed) => session.send("Emulation.setScriptExecutionDisabled", { value: !allowed });
  await allow(false);
  return async (work) => {
    await allow(true);
    await work();
    await allow(false);
  };
}

function expectNoViolations({ violations }) {
  const found = violations.map(({ id, help, nodes }) => {
    return { id, help, at: nodes.map((node) => `${node.target} ${node.failureSummary}`) };
  });
  expect(found).toEqual([]);
}
