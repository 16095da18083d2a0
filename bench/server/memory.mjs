// Memory: what the server holds after ten minutes of reads from threads of 100 and of 1,000 comments.

import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fill, query } from "./databases.mjs";
import { round } from "./figures.mjs";
import { flood } from "./load.mjs";
import { weerwoord } from "./programs.mjs";

const CONNECTIONS = 32;

export async function memory({ tools, work, minutes }) {
  const folder = join(work, "memory");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const database = join(folder, "weerwoord.db");
  const threads = Array.from({ length: 200 }, (_, n) => (n < 100 ? [`short-${n}`, 100] : [`long-${n - 100}`, 1_000]));
  await fill(tools, folder, database, threads);

  const ours = await weerwoord(tools.ours, folder, database);
  const start = ours.usage().rss;
  let most = start;
  const watch = setInterval(() => (most = Math.max(most, ours.usage().rss)), 250);
  const lua = ["threads.lua", `/embed/thread?${query("")}`, "short-", 100, "long-", 100];
  const { requests, seconds } = await flood(tools, `${ours.origin}/`, { connections: CONNECTIONS, seconds: minutes * 60, lua });
  clearInterval(watch);
  const { rss } = ours.usage();
  await ours.stop();
  return { minutes, reads: requests, perSecond: round(requests / seconds), start: round(start), end: round(rss), most: round(Math.max(most, rss)) };
}
