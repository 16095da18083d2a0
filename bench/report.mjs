// From the results of the browser bench to what people read: node bench/report.mjs [--in FILE.json] writes the tables in
// docs/benchmarks.md and the chart; with --check it only says which claims hold, and fails where one does not.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chart } from "./lib/chart.mjs";
import { browserClaims, claimLine } from "./lib/claims.mjs";
import { root } from "./lib/folder.mjs";
import { readReport } from "./lib/report.mjs";
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
  const page = join(root, "docs", "benchmarks.md");
  const text = await readFile(page, "utf8");
  const [begin, end] = ["<!-- browser: made by bench/report.mjs -->", "<!-- browser: end -->"];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${page} has no place for the tables: ${begin} … ${end}`);
  await writeFile(page, `${text.slice(0, from + begin.length)}\n\n${browserTables(report)}\n\n${text.slice(to)}`);
  await writeFile(join(root, "docs", "benchmarks.svg"), chart(report));
}
