// Says what a reader downloads, compressed as the server does it for a release (brotli 11), and fails over a budget.
// `--details` adds what weighs what in the module, and how the sizes went; `--record` adds a line to that history.
// The fragment's budget is a test of the server's.

import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { byCrate, functions, sections } from "./weight.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const dist = `${root}dist/`;
const history = `${root}docs/size-history.csv`;
/** How many functions and lines of history are shown. */
const HEAVIEST = 25;
const LATEST = 12;

const module = only(/^weerwoord-\w+_bg\.wasm$/);
const glue = only(/^weerwoord-\w+\.js$/);
// The ready-made standard library names its source files in its panics.
const std = readFileSync(dist + module).includes("library/core/src") ? "plain" : "rebuilt";

const style = only(/^weerwoord-\w+\.css$/);

const budgets = [
  { name: "loader and stylesheet", files: ["embed.js"], budget: 7 * 1024 },
  { name: "counts and lists", files: ["lists.js"], budget: 1024 },
  { name: `WASM and glue, ${std} std`, files: [module, glue], budget: { rebuilt: 105, plain: 125 }[std] * 1024 },
  { name: "reactions, where a site has them", files: [only(/^reactions-\w+\.js$/)], budget: 3 * 1024 },
  { name: "menus, mentions, a publisher's own messages", files: [only(/^menu-\w+\.js$/)], budget: 6.5 * 1024 },
  { name: "live, once the widget has taken over", files: [only(/^live-\w+\.js$/)], budget: 3 * 1024 },
  { name: "style of what the widget draws", files: [style], budget: 3 * 1024 },
];

const totals = checkBudgets();
if (process.argv.includes("--record")) record(totals);
if (process.argv.includes("--details")) {
  showWeights();
  showHistory();
}

/** Prints every file and its budget, and gives the totals. Sets the exit code where one is over its budget. */
function checkBudgets() {
  row("", "raw", "gzip", "brotli", "budget");
  return budgets.map(({ name, files, budget }) => {
    const measured = files.map((file) => measure(file));
    for (const [index, size] of measured.entries()) row(files[index], size.raw, size.gzip, size.brotli, "");
    const total = measured.reduce((sum, size) => sum + size.brotli, 0);
    row(`= ${name}`, "", "", total, budget);
    if (total > budget) {
      process.exitCode = 1;
      console.error(`Over budget: ${name} has ${total} bytes, ${total - budget} more than its ${budget}.`);
    }
    return total;
  });
}

/** Prints what weighs what in the module, before it is compressed. */
function showWeights() {
  const symbols = `${root}target/symbols/${module.replace("_bg.wasm", "")}`;
  if (!existsSync(symbols)) fail("The names of the module's functions are missing, which was not built here: run `make -B size`.");
  const bytes = readFileSync(dist + module);
  const all = functions(bytes, readFileSync(symbols, "utf8"));
  const share = (part) => `${((100 * part) / bytes.length).toFixed(1)} %`;

  console.log("\nThe module by section, uncompressed");
  for (const section of sections(bytes).filter((section) => section.bytes > 500)) row(section.name, section.bytes, share(section.bytes));
  console.log("\nIts code by the crate that wrote it, and how many functions; what was inlined counts where it is");
  for (const crate of byCrate(all)) row(crate.name, crate.bytes, share(crate.bytes), crate.count);
  console.log(`\nIts ${HEAVIEST} heaviest functions of ${all.length}`);
  for (const { name, bytes: weight } of all.toSorted((a, b) => b.bytes - a.bytes).slice(0, HEAVIEST)) {
    console.log(`${String(weight).padStart(9)}  ${name.length > 150 ? `${name.slice(0, 149)}…` : name}`);
  }
}

function showHistory() {
  const lines = readFileSync(history, "utf8").trim().split("\n").slice(1);
  console.log("\nThe latest of docs/size-history.csv: loader, WASM and glue (brotli)");
  for (const line of lines.slice(-LATEST)) {
    const [date, commit, std, loader, widget, ...subject] = line.split(",");
    console.log(`${date} ${commit.padEnd(8)} ${std.padEnd(8)} ${loader.padStart(6)} ${widget.padStart(7)}  ${subject.join(",").slice(1, -1)}`);
  }
}

/** Adds the present sizes to the history, under the commit that is checked out. */
function record([loader, , widget]) {
  const commit = execFileSync("git", ["log", "-1", "--date=short", "--format=%cd,%h\t%s"], { cwd: root, encoding: "utf8" });
  const [stamp, subject] = commit.trim().split("\t");
  appendFileSync(history, `${stamp},${std},${loader},${widget},"${subject.replaceAll('"', '""')}"\n`);
}

function measure(file) {
  const bytes = readFileSync(dist + file);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes, { params }).length };
}

/** The file in `dist` that matches. */
function only(pattern) {
  const found = readdirSync(dist).filter((file) => pattern.test(file));
  if (found.length !== 1) fail(`dist/ holds ${found.length} files like ${pattern} instead of one: run \`make widget\`.`);
  return found[0];
}

function row(name, ...numbers) {
  console.log(name.padEnd(36) + numbers.map((number) => String(number).padStart(9)).join(""));
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
