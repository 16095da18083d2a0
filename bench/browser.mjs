// The browser bench: node bench/browser.mjs [--systems a,b] [--sizes 10,100] [--conditions slow,fast]
// [--placements view,below] [--kinds look,answer,early] [--runs N] [--out FILE.json]. With kinds, what was measured of the others
// stays, and so does what the file says of the run. Without options it measures all that docs/benchmarks.md shows; see
// lib/plan.mjs. Systems that are compared take turns, so that what else the machine does falls on all of them.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { articlePage, startArticles } from "./lib/article.mjs";
import { startBrowser } from "./lib/browser.mjs";
import { CONDITIONS } from "./lib/conditions.mjs";
import { root } from "./lib/folder.mjs";
import { machine } from "./lib/machine.mjs";
import { plan } from "./lib/plan.mjs";
import { summarise } from "./lib/statistics.mjs";
import { makeThread } from "./lib/thread.mjs";
import { answer, look, writeEarly } from "./lib/visit.mjs";

const { values: options } = parseArgs({
  options: {
    systems: { type: "string" },
    sizes: { type: "string" },
    conditions: { type: "string" },
    placements: { type: "string" },
    kinds: { type: "string" },
    runs: { type: "string" },
    out: { type: "string", default: join(root, "bench", "results", "browser.json") },
  },
});
const listed = (text) => text?.split(",");
const kinds = listed(options.kinds);
// Read before anything is measured: without an earlier report there is nothing to put a part of one into.
const before = kinds && JSON.parse(await readFile(options.out, "utf8"));
const groups = plan({
  systems: listed(options.systems),
  sizes: listed(options.sizes)?.map(Number),
  conditions: listed(options.conditions),
  placements: listed(options.placements),
  kinds,
  runs: options.runs && Number(options.runs),
});
const cells = groups.flat();
const say = (text) => process.stderr.write(`» ${text}\n`);

// Posts go to a copy of the thread, so that the others stay as they were seeded.
const threadPath = ({ size, kind }) => (kind === "look" ? `/${size}/` : `/${size}-posts/`);

const systems = {};
for (const name of new Set(cells.map(({ system }) => system))) {
  const system = await import(`./systems/${name}.mjs`);
  say(`${system.title}: installing what is missing`);
  systems[name] = { ...system, version: await system.install() };
}

const articles = await startArticles();
const browser = await startBrowser();
const servers = {};

/** Starts a system with the threads that its cells need. */
async function start(name) {
  const mine = cells.filter(({ system }) => system === name);
  const threads = new Map(
    mine.map((cell) => [threadPath(cell), { path: threadPath(cell), comments: makeThread(cell.size) }]),
  );
  say(`${systems[name].title} ${systems[name].version}: filling its database`);
  servers[name] = await systems[name].start({ name, articles, threads: [...threads.values()] });
}

/** Puts the page of a cell on the publisher's server and answers its address. */
async function publish(cell) {
  const path = threadPath(cell);
  const url = articles.origin + path;
  const { files = {}, ...embed } = await systems[cell.system].embed({ server: servers[cell.system], url });
  for (const [name, text] of Object.entries(files)) articles.pages.set(name, text);
  const query = `?${cell.placement}-${cell.system}`;
  articles.pages.set(path + query, articlePage({ url, placement: cell.placement, ...embed }));
  return url + query;
}

/** What the article alone takes on the wire. */
async function bareBytes() {
  const path = "/bare/";
  articles.pages.set(path, articlePage({ url: articles.origin + path, placement: null }));
  const system = { selectors: { comment: "footer" } };
  const visit = { url: articles.origin + path, system, condition: CONDITIONS.fast, placement: "below" };
  return (await look(browser, visit, 0)).bytes;
}

/** Measures the cells of a group in turns, and answers a row of results for each. */
async function measure(group, bare) {
  const measures = { look, answer, early: writeEarly };
  const each = await Promise.all(
    group.map(async (cell) => {
      const [system, condition] = [systems[cell.system], CONDITIONS[cell.condition]];
      return { cell, visit: { url: await publish(cell), system, condition, placement: cell.placement }, runs: [] };
    }),
  );
  for (let turn = 0; each.some(({ cell }) => turn < cell.runs); turn++) {
    for (const { cell, visit, runs } of each) {
      if (turn < cell.runs) runs.push(await measures[cell.kind](browser, visit, bare));
    }
  }
  return each.map(({ cell: { runs: _, ...cell }, runs }) => ({ ...cell, figures: summarise(runs) }));
}

function brief({ system, size, condition, placement, kind, figures }) {
  const round = (figure) => (figure ? Math.round(figure.median * 1000) / 1000 : "none");
  const all = Object.entries(figures).map(([name, figure]) => `${name} ${round(figure)}`);
  return `${system} ${size} ${condition} ${placement} ${kind}: ${all.join(", ")}`;
}

const began = Date.now();
try {
  const articleBytes = await bareBytes();
  for (const name of Object.keys(systems)) await start(name);
  const results = [];
  for (const group of groups) {
    const rows = await measure(group, articleBytes);
    rows.forEach((row) => say(brief(row)));
    results.push(...rows);
  }
  const report = {
    date: new Date().toISOString().slice(0, 10),
    minutes: Math.round((Date.now() - began) / 60_000),
    machine: machine(browser),
    articleBytes,
    systems: Object.fromEntries(
      Object.entries(systems).map(([name, { title, version, told }]) => [name, { title, version, told }]),
    ),
    results,
  };
  await mkdir(dirname(options.out), { recursive: true });
  if (before) {
    const stays = before.results.filter(({ kind }) => !kinds.includes(kind));
    Object.assign(report, before, { results: [...stays, ...results] });
  }
  await writeFile(options.out, `${JSON.stringify(report, null, 1)}\n`);
  say(`${options.out}: ${results.length} rows in ${report.minutes} minutes`);
} finally {
  await Promise.all(Object.values(servers).map((server) => server.stop()));
  await browser.close();
  await articles.stop();
}
