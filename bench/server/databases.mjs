// Databases to measure on, made by the server's own import. Everything is of the site `demo`, whose articles are on
// http://localhost.

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { makeThread } from "../lib/thread.mjs";
import { settings } from "./programs.mjs";

const run = promisify(execFile);

/** The part of a query that names the thread of the article at `/NAME`. */
export const query = (name) => `site=demo&lang=nl&url=${encodeURIComponent(`http://localhost/${name}`)}`;

/** Makes threads of `[name, comments]`: the browser bench's comments, in the article at `/NAME`. */
export async function fill(tools, folder, database, threads) {
  const lines = threads.flatMap(([name, comments]) =>
    makeThread(comments).map(({ id, parent, name: author, postedAt, body }) =>
      JSON.stringify({ url: `http://localhost/${name}`, id: `${name}-${id}`, parent: parent && `${name}-${parent}`, name: author, posted_at: postedAt, body }),
    ),
  );
  const file = join(folder, "comments.jsonl");
  writeFileSync(file, `${lines.join("\n")}\n`);
  await take(tools, folder, database, file);
}

/** Makes a site of so many comments: threads of 100, one of 1,000, and from 300,000 on two of 100,000. Tells how many
 *  comments a second were imported. */
export async function generate(tools, folder, database, comments) {
  const file = join(folder, "comments.jsonl");
  const lines = spawn(process.execPath, [fileURLToPath(new URL("generate.mjs", import.meta.url)), String(comments)]);
  const written = once(lines.stdout.pipe(createWriteStream(file)), "finish");
  const [code] = await once(lines, "exit");
  if (code !== 0) throw new Error(`generate.mjs ended with ${code}`);
  await written;
  const begin = performance.now();
  await take(tools, folder, database, file);
  return (comments * 1000) / (performance.now() - begin);
}

async function take(tools, folder, database, file) {
  const config = join(folder, "import.toml");
  writeFileSync(config, settings(1, database, 0));
  await run(tools.ours, ["import", "--config", config, "--site", "demo", "--many-threads", file]);
  rmSync(file);
}
