// The real server, as a publisher runs it: its own process, its own database in a temporary folder, a port of the
// system's choice.

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const binary = process.env.WEERWOORD_BINARY || fileURLToPath(new URL("../../../target/debug/weerwoord", import.meta.url));
const run = promisify(execFile);

// The site that asks for a role, the one that does not and takes votes against comments too, and the one where comments
// wait for review; what readers post there is public at once. Then one with the usual time to take a comment back, and one
// with emoji to react with. All are embedded by the host pages' origin alone. Without such an origin nothing is configured, and the
// server shows its demo.
const configuration = (hostOrigin) => hostOrigin && `
[limits]
writes_per_minute_per_address = 100000
writes_burst_per_address = 100000
writes_per_minute_per_thread = 100000
previews_per_minute_per_address = 100000
votes_per_minute_per_address = 100000
reports_per_minute_per_address = 100000

[[site]]
name = "gazette"
origins = ["${hostOrigin}"]
ask_role = true
post_undo_seconds = 0

[[site]]
name = "brief"
origins = ["${hostOrigin}"]
votes = "up-down"
post_undo_seconds = 0

[[site]]
name = "review"
origins = ["${hostOrigin}"]
premoderate = "all"

[[site]]
name = "undo"
origins = ["${hostOrigin}"]

[[site]]
name = "emoji"
origins = ["${hostOrigin}"]
post_undo_seconds = 0
reactions = ["👍", "❤️", "😂"]
article_reactions = true

# Emoji that are also signs of an ordinary font, for pictures.
[[site]]
name = "signs"
origins = ["${hostOrigin}"]
votes = "up-down"
post_undo_seconds = 0
reactions = ["☕", "⚡", "☔"]
article_reactions = true
`;

/** A server for host pages of this origin. Starts when asked to, and again at the same address after it was stopped. */
export class Server {
  #folder;
  #process;
  #exited;
  #listen = "127.0.0.1:0";
  origin;

  static async start(hostOrigin) {
    const server = new Server();
    server.#folder = await mkdtemp(join(tmpdir(), "weerwoord-e2e-"));
    await writeFile(server.#config, configuration(hostOrigin) ?? "");
    await server.start();
    return server;
  }

  get #config() {
    return join(this.#folder, "weerwoord.toml");
  }

  get #settings() {
    return ["--config", this.#config, "--database", `sqlite:${join(this.#folder, "weerwoord.db")}`];
  }

  async start() {
    const started = spawn(binary, ["serve", "--listen", this.#listen, ...this.#settings], {
      env: { ...process.env, RUST_LOG: "error" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.#process = started;
    this.#exited = once(started, "exit");
    const failed = once(started, "error").then(([error]) => Promise.reject(error));
    failed.catch(() => {});
    const said = once(createInterface(started.stdout), "line").then(([line]) => line);
    const died = this.#exited.then(([code]) => Promise.reject(new Error(`${binary} exited with ${code} before it listened`)));
    died.catch(() => {});
    const line = await Promise.race([said, failed, died]);
    this.origin = new URL(line.match(/listens on (\S+)/)[1]).origin;
    this.#listen = new URL(this.origin).host;
  }

  /** Ends at once, as a machine does that loses its power. */
  async stop() {
    this.#process.kill("SIGKILL");
    await this.#exited;
  }

  async remove() {
    await this.stop();
    await rm(this.#folder, { recursive: true });
  }

  /** Gives a site a new secret, by which its editors sign in; answers it. */
  async secret(site) {
    const { stdout } = await run(binary, ["site", "secret", ...this.#settings, site]);
    return stdout.trim();
  }

  /** Imports a file through the command line, while the server runs; answers what the command says. */
  async importFile(file, url, ...options) {
    const given = ["import", "--site", "gazette", "--url", url, ...options, ...this.#settings, file];
    const { stdout } = await run(binary, given);
    return stdout.trim();
  }

  /** Imports these comments: `{id?, parent?, name, role?, posted_at?, body}`. */
  async importComments(comments, url, ...options) {
    const file = join(this.#folder, `${crypto.randomUUID()}.jsonl`);
    await writeFile(file, comments.map((comment) => `${JSON.stringify(comment)}\n`).join(""));
    return this.importFile(file, url, ...options);
  }
}
