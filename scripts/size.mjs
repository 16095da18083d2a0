// Says what a reader downloads, compressed as the server does it for a release (brotli 11), and fails over a budget.
// The third budget, the fragment's, is a test of the server's.

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const files = readdirSync(dist);
const only = (pattern) => {
  const found = files.filter((file) => pattern.test(file));
  if (found.length !== 1) fail(`dist/ holds ${found.length} files like ${pattern} instead of one: run \`make widget\`.`);
  return found[0];
};

const budgets = [
  { name: "loader and stylesheet", files: ["embed.js"], budget: 6 * 1024 },
  { name: "WASM and glue", files: [only(/^weerwoord-\w+_bg\.wasm$/), only(/^weerwoord-\w+\.js$/)], budget: 110 * 1024 },
];

let over = false;
row("", "raw", "gzip", "brotli", "budget");
for (const { name, files, budget } of budgets) {
  const measured = files.map((file) => measure(file));
  for (const [index, size] of measured.entries()) row(files[index], size.raw, size.gzip, size.brotli, "");
  const total = measured.reduce((sum, size) => sum + size.brotli, 0);
  row(`= ${name}`, "", "", total, budget);
  if (total > budget) {
    over = true;
    console.error(`Over budget: ${name} has ${total} bytes, ${total - budget} more than its ${budget}.`);
  }
}
process.exit(over ? 1 : 0);

function measure(file) {
  const bytes = readFileSync(dist + file);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes, { params }).length };
}

function row(name, ...numbers) {
  console.log(name.padEnd(36) + numbers.map((number) => String(number).padStart(9)).join(""));
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
