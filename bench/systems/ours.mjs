// Weerwoord, embedded by its script tag.

import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root, runFolder, toolFolder } from "../lib/folder.mjs";
import { freePort, run, startServer } from "../lib/process.mjs";

export const title = "Weerwoord";
export const told = "the site's origin, and limits of writes that the bench does not reach; brotli and gzip by itself";

export const selectors = {
  comment: "weerwoord-thread >> .comment .body",
  box: "weerwoord-thread:defined >> form [name=body]",
  name: "weerwoord-thread >> form [name=name]",
  submit: "weerwoord-thread >> form button.primary",
  reply: "weerwoord-thread >> [data-action=reply]",
  replyForm: "weerwoord-thread >> li form.composer",
  interactive: "weerwoord-thread >> [data-interactive]",
};

/** Builds the server with the widget in it, unless WEERWOORD_BINARY names one, and takes a copy. */
export async function install() {
  const folder = await toolFolder("ours");
  const binary = join(folder, "weerwoord");
  const given = process.env.WEERWOORD_BINARY;
  if (!given) await run("cargo", ["build", "--quiet", "--release", "--package", "weerwoord-server"], { cwd: root });
  const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
  await copyFile(given ?? join(target, "release", "weerwoord"), binary);
  const commit = await run("git", ["describe", "--always", "--dirty"], { cwd: root }).catch(() => "");
  return `${(await run(binary, ["--version"])).split(" ").pop()} ${commit}`.trim();
}

/** Starts a server of its own with these threads in its database. */
export async function start({ name, articles, threads }) {
  const folder = await runFolder(name);
  const binary = join(await toolFolder("ours"), "weerwoord");
  const config = join(folder, "weerwoord.toml");
  await writeFile(
    config,
    `
[limits]
writes_per_minute_per_address = 100000
writes_burst_per_address = 100000
writes_per_minute_per_thread = 100000

[[site]]
name = "gazette"
origins = ["${articles.origin}"]
`,
  );
  const settings = ["--config", config, "--database", `sqlite:${join(folder, "weerwoord.db")}`];
  for (const { path, comments } of threads) {
    const file = join(folder, "thread.jsonl");
    await writeFile(file, comments.map((comment) => `${JSON.stringify(line(comment))}\n`).join(""));
    await run(binary, ["import", "--site", "gazette", "--url", articles.origin + path, ...settings, file]);
  }
  const origin = `http://127.0.0.1:${await freePort()}`;
  const listen = ["--listen", new URL(origin).host];
  return startServer(binary, ["serve", ...listen, ...settings], { folder, origin, path: "/healthz" });
}

const line = ({ id, parent, name, postedAt, body }) => ({ id, parent, name, posted_at: postedAt.toISOString(), body });

/** The fragment's address, as embed.js writes it. */
export const fragmentUrl = (server, url) =>
  `${server.origin}/embed/thread?${new URLSearchParams({ site: "gazette", url, lang: "en" })}`;

export const embed = ({ server }) => ({
  body: `<script async src="${server.origin}/embed.js" data-site="gazette"></script>`,
});
