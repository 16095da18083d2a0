// Isso, by its own server under gevent.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { once, runFolder, toolFolder } from "../lib/folder.mjs";
import { freePort, run, startServer } from "../lib/process.mjs";
import { startProxy } from "../lib/proxy.mjs";
import { execute, inserts } from "../lib/sqlite.mjs";

const PACKAGES = ["isso==0.14.0", "gevent"];

export const title = "Isso";
export const told =
  "the article's origin; no moderation (its default), the guard against many posts off; the rest as it comes";

export const selectors = {
  comment: "#isso-root .isso-comment .isso-text",
  box: "#isso-thread > .isso-postbox .isso-textarea",
  name: "#isso-thread > .isso-postbox [name=author]",
  submit: "#isso-thread > .isso-postbox [type=submit]",
  reply: "#isso-root .isso-reply",
  replyForm: "#isso-root .isso-postbox",
};

export async function install() {
  const folder = await toolFolder("isso");
  await once(join(folder, "bin", "isso"), async () => {
    await run("python3", ["-m", "venv", folder]);
    await run(join(folder, "bin", "pip"), ["install", "--quiet", ...PACKAGES]);
  });
  return run(join(folder, "bin", "isso"), ["--version"]).then((text) => text.split(" ").pop());
}

/** Starts the server, then fills its database: its own import knows no replies. */
export async function start({ name, articles, threads, gzip = false }) {
  const folder = await runFolder(name);
  const database = join(folder, "isso.db");
  const config = join(folder, "isso.cfg");
  const origin = `http://127.0.0.1:${await freePort()}`;
  await writeFile(
    config,
    `
[general]
dbpath = ${database}
host = ${articles.origin}
[server]
listen = ${origin}/
[guard]
enabled = false
`,
  );
  const program = join(await toolFolder("isso"), "bin", "isso");
  const server = await startServer(program, ["-c", config, "run"], { folder, origin, path: "/js/embed.min.js" });
  try {
    await execute(database, rows(threads).join("\n"));
    if (!gzip) return server;
    const proxy = await startProxy({ target: origin, gzip });
    return { origin: proxy.origin, pid: server.pid, stop: () => Promise.all([proxy.stop(), server.stop()]) };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

function rows(threads) {
  let before = 0;
  return threads.map(({ path, comments }, at) => {
    const tid = at + 1;
    // What a post does: a reply to a reply goes to the comment on the article itself.
    const row = ({ id, root, name, postedAt, body }) => ({
      tid,
      id: before + id,
      parent: root && before + root,
      created: postedAt.getTime() / 1000,
      mode: 1,
      remote_addr: "127.0.0.0",
      text: body,
      author: name,
      voters: "",
      likes: 0,
      dislikes: 0,
      notification: 0,
    });
    const sql = inserts("threads", [{ id: tid, uri: path, title: "The bridge stays open" }]);
    const all = `${sql}\n${inserts("comments", comments.map(row))}`;
    before += comments.length;
    return all;
  });
}

export const embed = ({ server }) => ({
  body: `<script data-isso="${server.origin}/" src="${server.origin}/js/embed.min.js"></script>
<section id="isso-thread"><noscript>Javascript needs to be activated to view comments.</noscript></section>`,
});
