// The browser bench: node bench/browser.mjs [--systems a,b] [--sizes 10,100] [--conditions slow,fast] [--placements view,below]
// [--runs N] [--out FILE.json]. Without options it measures all that docs/benchmarks.md shows; see lib/plan.mjs.

import { cpus, release, totalmem, type } from "node:os";
import { parseArgs } from "node:util";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { chromium } from "@playwright/test";
import { articlePage, startArticles } from "./lib/article.mjs";
import { CONDITIONS } from "./lib/conditions.mjs";
import { root } from "./lib/folder.mjs";
import { plan } from "./lib/plan.mjs";
import { run } from "./lib/process.mjs";
import { summarise } from "./lib/statistics.mjs";
import { makeThread } from "./lib/thread.mjs";
import { answer, look, writeEarly } from "./lib/visit.mjs";

const { values: options } = parseArgs({
  options: {
    systems: { type: "string" },
    sizes: { type: "string" },
    conditions: { type: "string" },
    placements: { type: "string" },
    runs: { type: "string" },
    out: { type: "string", default: join(root, "bench", "results", "browser.json") },
  },
});
const listed = (text) => text?.split(",");
const cells = plan({
  systems: listed(options.systems),
  sizes: listed(options.sizes)?.map(Number),
  conditions: listed(options.conditions),
  placements: listed(options.placements),
  runs: options.runs && Number(options.runs),
});
const say = (text) => process.stderr.write(`» ${text}\n`);

const systems = {};
for (const name of new Set(cells.map(({ system }) => system))) {
  const system = await import(`./systems/${name}.mjs`);
  say(`${system.title}: installing what is missing`);
  systems[name] = { ...system, version: await system.install() };
}

const articles = await startArticles();
const browser = await chromium.launch({
  executablePath: await run(join(root, "scripts", "chromium.sh"), []),
  args: [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // Whatever a peer asks of third parties fails at once, instead of after a while.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  ],
});

/** Puts the page of a cell on the publisher's server and answers its address. */
async function publish({ system, size, placement, kind }, server) {
  const path = threadPath(size, kind);
  const url = articles.origin + path;
  const { files = {}, ...embed } = await systems[system].embed({ server, url });
  for (const [name, text] of Object.entries(files)) articles.pages.set(name, text);
  const query = `?${placement}-${system}`;
  articles.pages.set(path + query, articlePage({ url, placement, ...embed }));
  return url + query;
}

// Posts go to a copy of the thread, so that the others stay as they were seeded.
const threadPath = (size, kind) => (kind === "look" ? `/${size}/` : `/${size}-posts/`);

/** What the article alone takes on the wire. */
async function bareBytes() {
  const path = "/bare/";
  articles.pages.set(path, articlePage({ url: articles.origin + path, placement: null }));
  const system = { selectors: { comment: "footer" } };
  const visit = { url: articles.origin + path, system, condition: CONDITIONS.fast, placement: "below" };
  return (await look(browser, visit, 0)).bytes;
}

const measure = { look, answer, early: writeEarly };
const results = [];
const began = Date.now();
try {
  const bare = await bareBytes();
  const threads = new Map();
  for (const { size, kind } of cells) {
    const path = threadPath(size, kind);
    if (!threads.has(path)) threads.set(path, { path, comments: makeThread(size) });
  }
  for (const name of Object.keys(systems)) {
    const mine = cells.filter(({ system }) => system === name);
    const paths = new Set(mine.map(({ size, kind }) => threadPath(size, kind)));
    say(`${systems[name].title} ${systems[name].version}: filling its database`);
    const server = await systems[name].start({
      name,
      articles,
      threads: [...threads.values()].filter(({ path }) => paths.has(path)),
    });
    try {
      for (const { runs, ...cell } of mine) {
        const url = await publish(cell, server);
        const visit = { url, system: systems[name], condition: CONDITIONS[cell.condition], placement: cell.placement };
        const each = [];
        // The first visit warms the server, and does not count.
        if (runs > 1) await measure[cell.kind](browser, visit, bare);
        for (let at = 0; at < runs; at++) each.push(await measure[cell.kind](browser, visit, bare));
        const figures = summarise(each);
        results.push({ ...cell, figures });
        say(`${name} ${cell.size} ${cell.condition} ${cell.placement} ${cell.kind}: ${brief(figures)}`);
      }
    } finally {
      await server.stop();
    }
  }
  const versions = Object.fromEntries(
    Object.entries(systems).map(([name, { title, version, told }]) => [name, { title, version, told }]),
  );
  const machine = {
    cpu: cpus()[0].model,
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    chromium: browser.version(),
    node: process.version,
  };
  const report = {
    date: new Date().toISOString().slice(0, 10),
    minutes: Math.round((Date.now() - began) / 60_000),
    machine,
    articleBytes: bare,
    systems: versions,
    results,
  };
  await mkdir(dirname(options.out), { recursive: true });
  await writeFile(options.out, `${JSON.stringify(report, null, 1)}\n`);
  say(`${options.out}: ${results.length} rows in ${report.minutes} minutes`);
} finally {
  await browser.close();
  await articles.stop();
}

function brief(figures) {
  return Object.entries(figures)
    .map(([name, figure]) => `${name} ${figure ? Math.round(figure.median * 1000) / 1000 : "none"}`)
    .join(", ");
}
