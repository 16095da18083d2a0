// Waline with SQLite; a static server stands in for the network from which its client usually comes.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { once, runFolder, toolFolder } from "../lib/folder.mjs";
import { freePort, run, startServer } from "../lib/process.mjs";
import { startProxy } from "../lib/proxy.mjs";
import { execute, inserts } from "../lib/sqlite.mjs";

const PACKAGES = { "@waline/client": "3.15.2", "@waline/vercel": "1.39.3" };

export const title = "Waline";
export const told =
  "where its database is, to take posts without a pause between them, and a service on the same machine for the list of " +
  "sign-in services that its server asks for at each request; the rest as it comes: ten comments on the article a page. " +
  "Emoji and avatars of third parties fail at once, since the browser has no network";

export const selectors = {
  comment: "#waline .wl-cards .wl-content",
  box: "#waline .wl-editor",
  name: "#waline #wl-nick",
  submit: "#waline .wl-btn.primary",
  reply: "#waline .wl-cards .wl-reply",
  replyForm: "#waline .wl-cards .wl-comment",
};

export async function install() {
  const folder = await toolFolder("waline");
  const client = join(folder, "node_modules", "@waline", "client", "package.json");
  await once(client, async () => {
    // Its SQLite is compiled when it is installed, which newer versions of npm want to be told.
    const manifest = { private: true, dependencies: PACKAGES, allowScripts: { sqlite3: true } };
    await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
    await run("npm", ["install", "--no-audit", "--no-fund"], { cwd: folder });
  });
  return `client ${PACKAGES["@waline/client"]}, server ${PACKAGES["@waline/vercel"]}`;
}

/** Starts the server, then fills its database. */
export async function start({ name, articles, threads, gzip = false }) {
  const folder = await runFolder(name);
  const modules = join(await toolFolder("waline"), "node_modules", "@waline");
  const database = join(folder, "waline.sqlite");
  await execute(database, [SCHEMA, ...rows(threads)].join("\n"));
  const origin = `http://127.0.0.1:${await freePort()}`;
  const fixed = { "/sign-in": { services: [] } };
  const proxy = await startProxy({ target: origin, files: join(modules, "client", "dist"), fixed, gzip });
  const env = { SQLITE_PATH: folder, JWT_TOKEN: "bench", IPQPS: "0", OAUTH_URL: `${proxy.origin}/sign-in` };
  // It reads this file if it is there; without, it would listen on every address of the machine.
  await writeFile(join(modules, "vercel", "config.js"), `module.exports = { host: "127.0.0.1" };\n`);
  const program = [join(modules, "vercel", "vanilla.js"), new URL(origin).port];
  try {
    const server = await startServer("node", program, { folder, origin, env, path: "/api/comment?path=/none/" });
    return { origin: proxy.origin, pid: server.pid, stop: () => Promise.all([proxy.stop(), server.stop()]) };
  } catch (error) {
    await proxy.stop();
    throw error;
  }
}

// The tables and columns that its documentation asks a publisher to make.
const STAMPS = "createdAt DATETIME DEFAULT CURRENT_TIMESTAMP, updatedAt DATETIME DEFAULT CURRENT_TIMESTAMP";
const SCHEMA = `
CREATE TABLE wl_Comment (id INTEGER PRIMARY KEY AUTOINCREMENT, user_id INTEGER, comment TEXT,
  insertedAt DATETIME DEFAULT CURRENT_TIMESTAMP, ip TEXT, link TEXT, mail TEXT, nick TEXT, rid INTEGER, pid INTEGER, sticky NUMERIC, status TEXT NOT NULL, "like" INTEGER,
  ua TEXT, url TEXT, ${STAMPS});
CREATE TABLE wl_Counter (id INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER,
  ${Array.from({ length: 9 }, (_, at) => `reaction${at} INTEGER`).join(", ")}, url TEXT, ${STAMPS});
CREATE TABLE wl_Users (id INTEGER PRIMARY KEY AUTOINCREMENT, display_name TEXT NOT NULL DEFAULT '',
  email TEXT NOT NULL DEFAULT '', password TEXT NOT NULL DEFAULT '', type TEXT NOT NULL DEFAULT '', label TEXT, url TEXT,
  avatar TEXT, github TEXT, twitter TEXT, facebook TEXT, google TEXT, weibo TEXT, qq TEXT, oidc TEXT, huawei TEXT,
  "2fa" TEXT, ${STAMPS});`;

function rows(threads) {
  let before = 0;
  return threads.map(({ path, comments }) => {
    const row = ({ id, parent, root, name, postedAt, body }) => ({
      id: before + id,
      comment: body,
      insertedAt: postedAt.toISOString().slice(0, 19).replace("T", " "),
      ip: "127.0.0.1",
      nick: name,
      mail: "",
      link: "",
      pid: parent && before + parent,
      rid: root && before + root,
      status: "approved",
      ua: "",
      url: path,
    });
    const sql = inserts("wl_Comment", comments.map(row));
    before += comments.length;
    return sql;
  });
}

export const embed = ({ server }) => ({
  head: `<link rel="stylesheet" href="${server.origin}/waline.css">`,
  body: `<div id="waline"></div>
<script type="module">
import { init } from "${server.origin}/waline.js";
init({ el: "#waline", serverURL: "${server.origin}", lang: "en" });
</script>`,
});
