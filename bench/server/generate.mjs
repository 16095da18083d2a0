// Writes a site's comments to standard output, one JSON object a line, for
// `weerwoord import --site demo --many-threads`: the same numbers give the same bytes.
//
//   node bench/server/generate.mjs COMMENTS [SEED] > comments.jsonl
//
// Two threads of 100,000 comments (`/hundred-thousand`, and `/one-root`, where all answer the first, if only by way of
// others; from 300,000 on), one of 1,000 (`/thousand`, from 2,000), and threads of 100 (`/a/0`, `/a/1`, …), all on
// http://localhost. Replies go to depth 6. Ids are version 7 UUIDs, as those of posted comments are. The sentences are the
// demo thread's, markup included.

import { once } from "node:events";
import { readFileSync } from "node:fs";

import { seeded } from "../lib/random.mjs";

const ORIGIN = "http://localhost";
const DEPTH_MAX = 6;
const ROOTS = 0.4;
const DAY = 86_400_000;
const START = Date.UTC(2020, 0, 1);
const FLUSH = 1 << 20;

const count = Number(process.argv[2]);
const seed = Number(process.argv[3] ?? 1);
if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(seed)) {
  console.error("usage: node bench/server/generate.mjs COMMENTS [SEED] > comments.jsonl");
  process.exit(2);
}

const { next, below, pick } = seeded(seed);
const chance = (share) => next() < share;
const hex = (number, digits) => number.toString(16).padStart(digits, "0");

function uuid(ms) {
  const time = hex(ms, 12);
  const [a, b, c] = [hex(below(0x1000), 3), hex(0x8000 + below(0x4000), 4), hex(below(2 ** 48), 12)];
  return `${time.slice(0, 8)}-${time.slice(8)}-7${a}-${b}-${c}`;
}

const demo = readFileSync(new URL("../../crates/server/demo/thread.jsonl", import.meta.url), "utf8");
const comments = demo.trim().split("\n").map((line) => JSON.parse(line));
// Written as JSON once, for that is most of the work.
const paragraphs = comments.flatMap(({ body }) => body.split("\n\n")).map((text) => JSON.stringify(text).slice(1, -1));
const names = comments.flatMap(({ name }) => ["", " Jr.", " van Dam"].map((end) => JSON.stringify(name + end)));
const roles = comments.flatMap(({ role }) => (role ? [JSON.stringify(role)] : []));

/** The lines of a thread whose article appeared at `start`; `roots` is the share of comments on the article itself, and
 *  without any, all but the first are replies. */
function* thread(path, size, start, roots = ROOTS) {
  const ids = [];
  const depths = [];
  const pace = (3 * DAY) / size;
  for (let nth = 0; nth < size; nth += 1) {
    // Most replies go to what was said lately.
    const recent = nth === 0 || chance(roots) ? -1 : nth - 1 - below(Math.min(nth, 40));
    const parent = recent >= 0 && depths[recent] === DEPTH_MAX && roots === 0 ? 0 : recent;
    const answers = parent >= 0 && depths[parent] < DEPTH_MAX;
    const ms = Math.floor(start + nth * pace);
    ids.push(uuid(ms));
    depths.push(answers ? depths[parent] + 1 : 0);
    const body = chance(0.3) ? `${pick(paragraphs)}\\n\\n${pick(paragraphs)}` : pick(paragraphs);
    yield `{"url":"${ORIGIN}${path}","id":"${ids[nth]}",${answers ? `"parent":"${ids[parent]}",` : ""}"name":${pick(names)},` +
      `${chance(0.25) ? `"role":${pick(roles)},` : ""}"posted_at":"${new Date(ms).toISOString()}","body":"${body}"}\n`;
  }
}

function* lines() {
  let left = count;
  if (count >= 300_000) {
    yield* thread("/hundred-thousand", 100_000, START);
    yield* thread("/one-root", 100_000, START, 0);
    left -= 200_000;
  }
  if (count >= 2000) {
    yield* thread("/thousand", 1000, START);
    left -= 1000;
  }
  const pace = (5 * 365 * DAY) / Math.ceil(left / 100);
  for (let nth = 0; left > 0; nth += 1, left -= 100) {
    yield* thread(`/a/${nth}`, Math.min(left, 100), START + nth * pace);
  }
}

let waiting = "";
for (const line of lines()) {
  waiting += line;
  if (waiting.length >= FLUSH) {
    if (!process.stdout.write(waiting)) await once(process.stdout, "drain");
    waiting = "";
  }
}
process.stdout.write(waiting);
