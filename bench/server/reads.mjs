// Reads: the fragment of a thread of 100 comments, our JSON, and a peer's read beside nginx serving the fragment's bytes from
// a file. One after the other in each round, so that what the machine does meanwhile hits all alike.

import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as isso from "../systems/isso.mjs";
import { makeThread } from "../lib/thread.mjs";
import { fill, query } from "./databases.mjs";
import { flood, get, steady } from "./load.mjs";
import { nginx, usage, weerwoord } from "./programs.mjs";
import { median, round, spread } from "./figures.mjs";

const CONNECTIONS = 32;

export async function reads({ tools, work, rounds, seconds }) {
  const folder = join(work, "reads");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const database = join(folder, "weerwoord.db");
  await fill(tools, folder, database, [["hundred", 100]]);

  const ours = await weerwoord(tools.ours, folder, database);
  const fragment = `${ours.origin}/embed/thread?${query("hundred")}`;
  const { body, headers } = await get(fragment);
  const still = await nginx(tools.nginx, folder, { body, headers });
  const systems = [
    { name: "nginx, the same bytes from a file", program: still, url: `${still.origin}/thread` },
    { name: "fragment", program: ours, url: fragment },
    { name: "JSON", program: ours, url: `${ours.origin}/api/v1/thread?${query("hundred")}` },
    await peer(),
  ];
  const same = await get(systems[0].url);
  if (!same.body.equals(body)) throw new Error("nginx does not serve the bytes that we serve");

  for (const system of systems) await flood(tools, system.url, { connections: CONNECTIONS, seconds: 1 });
  const results = systems.map(({ name }) => ({ name, perSecond: [], cpuMs: [], p99: [], ratio: [] }));
  for (let n = 0; n < rounds; n++) {
    for (const [index, { program, url }] of systems.entries()) {
      const before = program.usage().cpu;
      const run = await flood(tools, url, { connections: CONNECTIONS, seconds });
      const result = results[index];
      result.perSecond.push(run.perSecond);
      result.cpuMs.push(((program.usage().cpu - before) * 1000) / run.requests);
      result.p99.push(run.p99);
      result.ratio.push(run.perSecond / results[0].perSecond[n]);
    }
  }
  const half = [];
  for (const [index, { name, url }] of systems.slice(0, 3).entries()) {
    const rate = median(results[index].perSecond) / 2;
    const runs = [];
    for (let n = 0; n < rounds; n++) runs.push(await steady(tools, url, { connections: CONNECTIONS, seconds, rate }));
    half.push({ name, rate: round(rate), p50: spread(runs.map((run) => run.p50)), p99: spread(runs.map((run) => run.p99)) });
  }
  for (const { program } of systems) await program.stop();
  return {
    connections: CONNECTIONS,
    bytes: body.length,
    flood: results.map(({ name, ...figures }) => ({
      name,
      ...Object.fromEntries(Object.entries(figures).map(([figure, values]) => [figure, spread(values)])),
    })),
    half,
  };
}

/** Isso with the same thread, asked as its client asks. */
async function peer() {
  const version = await isso.install();
  const threads = [{ path: "/hundred", comments: makeThread(100) }];
  const { origin, pid, stop } = await isso.start({ name: "isso-reads", articles: { origin: "http://localhost" }, threads });
  const url = `${origin}/?uri=%2Fhundred&nested_limit=5`;
  return { name: `Isso ${version}, its read`, program: { usage: () => usage(pid), stop }, url };
}
