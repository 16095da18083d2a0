// Measures the server: `node bench/server/run.mjs`, or `make bench-server`. What is there afterwards: bench/results/server.json, and
// the tables of docs/benchmarks.md made of it.
//
//   --only reads,posts,memory,streams,growth   these parts; what was measured of the others before stays
//   --quick                            fewer rounds, small databases, one minute: to see that it works
//   --check                            tell of each claim whether it holds, by what was measured last, and measure nothing

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { check } from "./claims.mjs";
import { growth } from "./growth.mjs";
import { memory } from "./memory.mjs";
import { posts } from "./posts.mjs";
import { reads } from "./reads.mjs";
import { streams } from "./streams.mjs";
import { tables } from "./tables.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const work = `${root}bench/.work/server`;
const file = `${root}bench/results/server.json`;
const { values: options } = parseArgs({
  options: { only: { type: "string" }, quick: { type: "boolean" }, check: { type: "boolean" } },
});

const results = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
if (options.check) process.exit(check(results) ? 0 : 1);

const parts = {
  reads: (tools) => reads({ tools, work, rounds: 5, seconds: options.quick ? 2 : 6 }),
  posts: (tools) => posts({ tools, work, rounds: options.quick ? 3 : 5, seconds: options.quick ? 2 : 6 }),
  memory: (tools) => memory({ tools, work, minutes: options.quick ? 0.5 : 10 }),
  streams: (tools) => streams({ tools, work, seconds: options.quick ? 20 : 60 }),
  growth: (tools) => growth({ tools, work, rounds: 5, sizes: options.quick ? [10_000, 300_000] : [10_000, 1_000_000, 5_000_000] }),
};
const wanted = options.only?.split(",") ?? Object.keys(parts);
for (const name of wanted) if (!parts[name]) throw new Error(`--only takes ${Object.keys(parts).join(", ")}; not ${name}`);

for (const folder of [work, `${root}bench/results`]) mkdirSync(folder, { recursive: true });
const printed = execFileSync(`${root}bench/server/setup.sh`, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
const tools = Object.fromEntries(printed.trim().split("\n").map((line) => line.split("=")));
for (const name of wanted) {
  console.error(`» Measuring ${name}…`);
  results[name] = { ...(await parts[name](tools)), quick: options.quick, machine: machine(tools) };
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
}
tables(results, `${root}docs/benchmarks.md`);
process.exit(check(results) ? 0 : 1);

function machine({ wrk, nginx }) {
  const first = (command, args) => {
    try {
      return execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).split("\n")[0];
    } catch (error) {
      return String(error.stdout).split("\n")[0];
    }
  };
  const sha = first("git", ["-C", root, "rev-parse", "--short", "HEAD"]);
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: `${cpus().length} × ${cpus()[0].model}`,
    memoryGib: Math.round(totalmem() / 2 ** 30),
    kernel: first("uname", ["-sr"]),
    versions: {
      weerwoord: sha,
      // It says so on standard error.
      nginx: execFileSync("sh", ["-c", `"${nginx}" -v 2>&1`], { encoding: "utf8" }).trim().split("/").pop(),
      wrk: first(wrk, ["-v"]).split(" ").slice(1, 3).join(" "),
      node: process.versions.node,
      rustc: first("rustc", ["--version"]).split(" ")[1],
    },
  };
}
