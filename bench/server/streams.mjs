// Streams: what the server needs for thousands of readers to whom it tells what changes, while nothing does; and how late they
// learn of a comment.

import { mkdirSync, rmSync } from "node:fs";
import { Agent, get } from "node:http";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fill, query } from "./databases.mjs";
import { round } from "./figures.mjs";
import { weerwoord } from "./programs.mjs";

const STREAMS = 5_000;
const THREADS = 100;
/** So many connect at a time. */
const ABREAST = 50;
/** A process may have a thousand files open, unless it is told otherwise; Node tells itself. */
const MANY_FILES = ["sh", "-c", 'ulimit -n 20000 && exec "$@"', "sh"];
/** The article that all streams follow, each with another one. */
const SHARED = "shared";

export async function streams({ tools, work, seconds }) {
  const folder = join(work, "streams");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const database = join(folder, "weerwoord.db");
  const names = Array.from({ length: THREADS }, (_, n) => `thread-${n}`);
  await fill(tools, folder, database, [...names, SHARED].map((name) => [name, 100]));

  const ours = await weerwoord(tools.ours, folder, database, { prefix: MANY_FILES });
  const start = ours.usage().rss;
  const agent = new Agent({ maxSockets: Infinity });
  const open = [];
  for (let first = 0; first < STREAMS; first += ABREAST) {
    const group = Array.from({ length: Math.min(ABREAST, STREAMS - first) }, (_, n) => names[(first + n) % THREADS]);
    open.push(...(await Promise.all(group.map((name) => follow(agent, `${ours.origin}/api/v1/events?${query(name)}&url=${encodeURIComponent(`http://localhost/${SHARED}`)}`)))));
  }
  // What opening them has left to do.
  await wait(3_000);
  const before = ours.usage().cpu;
  await wait(seconds * 1000);
  const { cpu, rss } = ours.usage();
  const told = await comment(ours.origin, open);
  agent.destroy();
  await ours.stop();
  const share = ((cpu - before) / seconds) * 100;
  return { streams: STREAMS, threads: THREADS + 1, seconds, start: round(start), rss: round(rss), cpu: round(share || 0.01), told };
}

/** A stream that has said hello; answers what tells when it hears of something. */
function follow(agent, url) {
  return new Promise((resolve, reject) => {
    const asked = get(url, { agent, headers: { accept: "text/event-stream", origin: "http://localhost" } }, (answer) => {
      if (answer.statusCode !== 200) return reject(new Error(`${url}: ${answer.statusCode}`));
      const stream = {};
      answer.setEncoding("utf8").on("data", (text) => {
        if (text.includes('"hello"')) resolve(stream);
        if (text.includes('"posted"')) stream.heard?.();
      });
      answer.on("error", () => {});
    });
    asked.on("error", reject);
  });
}

/** Posts a comment that all of them hear of; tells how many milliseconds after it was acknowledged. */
async function comment(origin, open) {
  const heard = open.map((stream) => new Promise((resolve) => (stream.heard = () => resolve(performance.now()))));
  const time = Date.now().toString(16).padStart(12, "0");
  const id = `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15)}`;
  const body = { id, site: "demo", url: `http://localhost/${SHARED}`, author: { name: "Jan" }, body: "Nieuw" };
  const answer = await fetch(`${origin}/api/v1/comments`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (answer.status !== 201) throw new Error(await answer.text());
  const begin = performance.now();
  const late = (await Promise.all(heard)).map((at) => Math.max(at - begin, 0)).sort((one, other) => one - other);
  return { p50: round(late[late.length >> 1] || 1), most: round(late.at(-1) || 1) };
}
