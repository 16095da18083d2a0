// Posts: 64 clients, each comment on disk before it is acknowledged, beside the same server built to skip that
// (`synchronous=OFF`, the feature `bench-without-fsync`); how many fsyncs it took; and how late readers were meanwhile. What
// is posted becomes final a second later, so that this work, too, is within what is measured.

import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { fill, query } from "./databases.mjs";
import { spread } from "./figures.mjs";
import { flood, get, steady } from "./load.mjs";
import { weerwoord } from "./programs.mjs";

const WRITERS = 64;
const READERS = 16;
/** Reads a second while others post. */
const READ_RATE = 500;
const THREADS = 100;
/** How long a comment can be taken back. By default that is ten seconds; longer than a run, nothing of it would be final. */
const UNDO_SECONDS = 1;

export async function posts({ tools, work, rounds, seconds }) {
  const post = (program) =>
    flood(tools, `${program.origin}/`, { connections: WRITERS, seconds, lua: ["posts.lua", THREADS], headers: {} });
  const fresh = async (name) => {
    const folder = join(work, name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await fill(tools, folder, join(folder, "weerwoord.db"), [["hundred", 100]]);
    return folder;
  };
  const start = async (name, binary) => {
    const folder = await fresh(name);
    return weerwoord(binary, folder, join(folder, "weerwoord.db"), { undoSeconds: UNDO_SECONDS });
  };

  const results = { durable: [], unsafe: [], ratio: [], cpuMs: [], p99: [] };
  for (let n = 0; n < rounds; n++) {
    const durable = await start("posts", tools.ours);
    const before = durable.usage().cpu;
    const run = await post(durable);
    results.cpuMs.push(((durable.usage().cpu - before) * 1000) / run.requests);
    await durable.stop();
    const unsafe = await start("posts-unsafe", tools.unsafe);
    const other = await post(unsafe);
    await unsafe.stop();
    results.durable.push(run.perSecond);
    results.p99.push(run.p99);
    results.unsafe.push(other.perSecond);
    results.ratio.push(run.perSecond / other.perSecond);
  }

  // Traced, every fsync takes longer: this run is for counting alone.
  const count = join(await fresh("posts-traced"), "fsyncs");
  const prefix = [tools.strace, "--follow-forks", "--seccomp-bpf", "-c", "-e", "trace=fsync,fdatasync", "-o", count];
  const options = { prefix, undoSeconds: UNDO_SECONDS };
  const traced = await weerwoord(tools.ours, join(work, "posts-traced"), join(work, "posts-traced/weerwoord.db"), options);
  const { requests } = await post(traced);
  while ((await final(traced)) < requests) await new Promise((later) => setTimeout(later, 200));
  await traced.stop();
  const calls = readFileSync(count, "utf8").match(/^.*\bf(data)?sync$/gm) ?? [];
  const fsyncs = calls.reduce((sum, line) => sum + Number(line.trim().split(/\s+/)[3]), 0);

  const both = await start("posts-and-reads", tools.ours);
  const readers = [];
  for (const [name, thread] of [["a thread that rests", "hundred"], ["a thread that is posted in", "post-1"]]) {
    const runs = [];
    for (let n = 0; n < rounds; n++) {
      const url = `${both.origin}/embed/thread?${query(thread)}`;
      const reading = steady(tools, url, { connections: READERS, seconds: Math.max(1, seconds - 1), rate: READ_RATE });
      const [read, written] = await Promise.all([reading, post(both)]);
      runs.push({ ...read, posts: written.perSecond });
    }
    readers.push({
      name,
      p50: spread(runs.map((run) => run.p50)),
      p99: spread(runs.map((run) => run.p99)),
      posts: spread(runs.map((run) => run.posts)),
    });
  }
  await both.stop();
  return {
    writers: WRITERS,
    threads: THREADS,
    ...Object.fromEntries(Object.entries(results).map(([name, values]) => [name, spread(values)])),
    fsyncs: { posts: requests, fsyncs, each: fsyncs / requests },
    readers: { connections: READERS, rate: READ_RATE, runs: readers },
  };
}

/** How many of the posts everybody reads by now. */
async function final({ origin }) {
  let count = 0;
  for (let n = 0; n < THREADS; n++) {
    const { body } = await get(`${origin}/api/v1/thread?${query(`post-${n}`)}&limit=1`);
    count += JSON.parse(brotliDecompressSync(body)).thread.count;
  }
  return count;
}
