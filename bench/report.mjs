// From the results of the browser bench to what people read: node bench/report.mjs [--in FILE.json] writes the tables in
// docs/benchmarks.md, the chart, and a sentence each in docs/embedding.md; with --check it only says which claims hold, and fails where one does not.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chart } from "./lib/chart.mjs";
import { browserClaims, claimLine } from "./lib/claims.mjs";
import { root } from "./lib/folder.mjs";
import { readReport } from "./lib/report.mjs";
import { savings } from "./lib/savings.mjs";
import { browserTables } from "./lib/table.mjs";

const { values: options } = parseArgs({
  options: {
    in: { type: "string", default: join(root, "bench", "results", "browser.json") },
    check: { type: "boolean", default: false },
  },
});
const report = readReport(JSON.parse(await readFile(options.in, "utf8")));

if (options.check) {
  const claims = browserClaims(report);
  for (const claim of claims) console.log(claimLine(claim));
  process.exitCode = claims.some(({ holds }) => holds === false) ? 1 : 0;
} else {
  await fill(
    "benchmarks.md",
    "<!-- browser: made by bench/report.mjs -->",
    "<!-- browser: end -->",
    `\n\n${browserTables(report)}\n\n`,
  );
  for (const [system, sentence] of Object.entries(savings(report))) {
    if (sentence) await fill("embedding.md", `<!-- bench: ${system} -->`, "<!-- bench: end -->", sentence);
  }
  await writeFile(join(root, "docs", "benchmarks.svg"), chart(report));
}

/** Puts a text between two marks of a page of the documentation. */
async function fill(name, begin, end, text) {
  const page = join(root, "docs", name);
  const before = await readFile(page, "utf8");
  const from = before.indexOf(begin) + begin.length;
  const to = before.indexOf(end, from);
  if (!before.includes(begin) || to < 0) throw new Error(`${page} has no place for the figures: ${begin} … ${end}`);
  await writeFile(page, before.slice(0, from) + text + before.slice(to));
}
