// One visit of one page: a fresh browser context, one condition, and all figures of it.

import { applyCondition } from "./conditions.mjs";
import { watchNetwork } from "./network.mjs";
import { probe } from "./probe.mjs";

const LIMIT_MS = 300_000;

/** Resolves when the browser's processes are at rest: a new window loads parts of its own, and they are not the page's. */
async function atRest(browser) {
  const session = await browser.newBrowserCDPSession();
  const used = async () => {
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    return processInfo.reduce((seconds, { cpuTime }) => seconds + cpuTime, 0);
  };
  for (let before = await used(), after; ; before = after) {
    await new Promise((later) => setTimeout(later, 200));
    after = await used();
    if (after - before < 0.03) break;
  }
  await session.detach();
}

/** Opens the page and hands the tab, which has settled, to `then`. */
async function open(browser, { url, system, condition, placement, early }, then) {
  const context = await browser.newContext({ ...condition.context, locale: "en-GB", timezoneId: "Europe/Amsterdam" });
  try {
    const tab = await context.newPage();
    const cdp = await context.newCDPSession(tab);
    const wire = await watchNetwork(cdp);
    const { comment, box, interactive } = system.selectors;
    const watched = Object.fromEntries(Object.entries({ comment, box, interactive }).filter(([, path]) => path));
    await tab.addInitScript(probe, { watched, early, quietMs: condition.quietMs });
    await atRest(browser);
    await applyCondition(cdp, condition);
    await tab.goto(url, { waitUntil: "commit" });
    // Below the fold, a widget may rest until its reader comes near.
    const awaited = Object.keys(watched).filter((name) => name !== "interactive" || placement === "view");
    const settled = await tab.evaluate(([names, limit]) => window.bench.settled(names, limit), [awaited, LIMIT_MS]);
    if (!settled) throw new Error(`${url} did not settle in ${LIMIT_MS / 1000} seconds`);
    return await then({ tab, cdp, wire });
  } finally {
    await context.close();
  }
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/** The figures of a reader who looks. Milliseconds and bytes; `bareBytes` is what the article alone takes on the wire. */
export const look = (browser, visit, bareBytes) =>
  open(browser, visit, async ({ tab, cdp, wire }) => {
    const { origin, state, nodes, wasm } = await tab.evaluate(() => ({
      origin: performance.timeOrigin,
      state: { ...window.bench, memories: undefined },
      nodes: window.bench.nodes(),
      wasm: window.bench.wasmBytes(),
    }));
    const { marks, shifts, tasks } = state;
    await cdp.send("Emulation.setCPUThrottlingRate", { rate: 1 });
    await cdp.send("HeapProfiler.collectGarbage");
    const { usedSize } = await cdp.send("Runtime.getHeapUsage");
    const total = wire(Infinity);
    const readable = wire(origin + marks.comment);
    return {
      comment: marks.comment,
      comments: await tab.locator(visit.system.selectors.comment).count(),
      form: marks.box,
      interactive: marks.interactive,
      bytes: total.bytes - bareBytes,
      requests: total.requests - 1,
      readableBytes: readable.bytes - bareBytes,
      readableRequests: readable.requests - 1,
      shift: sum(shifts.map(({ value }) => value)),
      shiftAfter: sum(shifts.filter(({ at }) => at > marks.comment).map(({ value }) => value)),
      blocking: sum(tasks.map(({ duration }) => duration - 50)),
      longestTask: Math.max(0, ...tasks.map(({ duration }) => duration)),
      heap: usedSize + wasm,
      wasm,
      nodes,
    };
  });

/** The figures of a reader who answers a comment: click on Reply until the box has the focus, post until it is seen. */
export const answer = (browser, visit) =>
  open(browser, visit, async ({ tab }) => {
    const { reply, replyForm, box, name, submit, comment } = visit.system.selectors;
    await tab.locator(reply).first().scrollIntoViewIfNeeded();
    const focused = tab.evaluate(() => window.bench.focused());
    await tab.locator(reply).first().click();
    const focus = await focused;
    const form = tab.locator(replyForm).first();
    const inside = (path) => form.locator(path.split(/ >> | /).pop());
    const text = `An answer of ${crypto.randomUUID()}`;
    await inside(box).fill(text);
    if (await inside(name).count()) await inside(name).fill("Ada Bakker");
    const seen = tab.evaluate(([path, words]) => window.bench.posted(path, words), [comment, text]);
    await inside(submit).click();
    return { focus: focus ?? undefined, post: await seen };
  });

/** Whether what is typed and sent at the very moment when the form appears becomes a comment that others read. */
export const writeEarly = (browser, visit) => {
  const { name, submit, comment } = visit.system.selectors;
  const early = { text: `An early word of ${crypto.randomUUID()}`, author: "Ada Bakker", name, submit };
  return open(browser, { ...visit, early }, async ({ tab }) => {
    const limit = new Promise((over) => setTimeout(over, 15_000, false));
    const seen = tab.evaluate(
      ([path, words]) => window.bench.visible(path, words).then(() => true),
      [comment, early.text],
    );
    const shown = await Promise.race([seen.catch(() => false), limit]);
    return { kept: shown && (await readByOthers(browser, { url: visit.url, comment, text: early.text })) };
  });
};

/** Whether a reader who was never here finds a comment with this text, before a minute is over: some wait until it is final. */
async function readByOthers(browser, { url, comment, text }) {
  const context = await browser.newContext({ locale: "en-GB", timezoneId: "Europe/Amsterdam" });
  try {
    const tab = await context.newPage();
    const there = () =>
      tab.locator(comment, { hasText: text }).first().waitFor({ state: "attached", timeout: 3_000 }).then(() => true, () => false);
    for (const patience = Date.now() + 60_000; Date.now() < patience; ) {
      await tab.goto(url);
      if (await there()) return true;
    }
    return false;
  } finally {
    await context.close();
  }
}
