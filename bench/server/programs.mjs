// Programs that the bench starts: each on a loopback port of its own, watched through /proc, stopped by its own id.

import { spawn } from "node:child_process";
import { mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { freePort } from "../lib/process.mjs";

/** Clock ticks a second in /proc/PID/stat (`getconf CLK_TCK`); 100 on every Linux of today. */
const TICKS = 100;

const running = new Set();
process.on("exit", () => running.forEach((program) => program.kill("SIGKILL")));

export class Program {
  /** Starts a program; it is ready once `url` answers. What it logs goes to `FOLDER/NAME.log`. */
  static async start({ name, folder, command, args, env = {}, url }) {
    mkdirSync(folder, { recursive: true });
    const log = openSync(join(folder, `${name}.log`), "a");
    const child = spawn(command, args, { cwd: folder, env: { ...process.env, ...env }, stdio: ["ignore", log, log] });
    running.add(child);
    const program = Object.assign(new Program(), { name, child, url });
    child.once("error", (error) => (program.fault = error.message));
    child.once("exit", (code, signal) => (program.fault = `it ended with ${code ?? signal}`));
    const patience = Date.now() + 60_000;
    while (!(await fetch(url).then(() => true, () => false))) {
      if (program.fault || Date.now() > patience) {
        throw new Error(`${name} did not start (${program.fault ?? "no answer"}): see ${join(folder, `${name}.log`)}`);
      }
      await new Promise((wake) => setTimeout(wake, 50));
    }
    return program;
  }

  /** What it and its workers have used so far. */
  usage() {
    return usage(this.child.pid);
  }

  /** Tells it to end, and waits until it has. */
  async stop() {
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    if (this.child.exitCode === null && this.child.signalCode === null) {
      // strace keeps signals to itself; what it traces is told.
      const [traced] = this.traced ? children(this.child.pid) : [];
      process.kill(Number(traced ?? this.child.pid), "SIGTERM");
      await ended;
    }
    running.delete(this.child);
  }
}

/** Processor time in seconds that a process and its children have used, and their memory in MiB. */
export function usage(root) {
  let [cpu, rss] = [0, 0];
  for (const pid of [root, ...children(root)]) {
    // The name, in parentheses, may hold spaces; utime and stime are the 14th and 15th fields.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").pop().split(" ");
    cpu += (Number(fields[11]) + Number(fields[12])) / TICKS;
    rss += Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  }
  return { cpu, rss };
}

function children(pid) {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean);
}

/** Our server on a database. Like nginx's here, its log of requests is off. */
export async function weerwoord(binary, folder, database, { cacheMib = 32, undoSeconds = 10, log = "warn", prefix = [] } = {}) {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const config = join(folder, "weerwoord.toml");
  writeFileSync(config, settings(port, database, cacheMib, undoSeconds));
  const [command, ...args] = [...prefix, binary, "serve", "--config", config];
  const url = `http://127.0.0.1:${port}`;
  const program = await Program.start({ name: "weerwoord", folder, command, args, env: { RUST_LOG: log }, url: `${url}/healthz` });
  return Object.assign(program, { origin: url, traced: prefix.length > 0 });
}

/** The configuration of the bench: one site, and no limits in the way. */
export function settings(port, database, cacheMib, undoSeconds = 10) {
  return `listen = "127.0.0.1:${port}"
database = "sqlite:${database}"
public_url = "https://comments.example"

[limits]
writes_per_minute_per_address = 4000000000
writes_burst_per_address = 1000000000
writes_per_minute_per_thread = 4000000000

[live]
streams = 10000
streams_per_address = 10000

[cache]
fragments_mib = ${cacheMib}

[[site]]
name = "demo"
origins = ["http://localhost"]
post_undo_seconds = ${undoSeconds}
`;
}

/** nginx serving these bytes from a file under `path`, with the same headers, as many workers as cores and no log. */
export async function nginx(binary, folder, { body, headers }) {
  mkdirSync(join(folder, "files"), { recursive: true });
  writeFileSync(join(folder, "files", "thread"), body);
  const port = await freePort();
  // nginx writes the rest itself.
  const own = ["connection", "content-length", "content-type", "date", "transfer-encoding"];
  const fields = [...headers].filter(([name]) => !own.includes(name));
  writeFileSync(
    join(folder, "nginx.conf"),
    `daemon off;
worker_processes ${cpus().length};
pid nginx.pid;
error_log stderr warn;
events { worker_connections 1024; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  tcp_nodelay on;
  server_tokens off;
  etag off;
  if_modified_since off;
  keepalive_requests 1000000000;
  default_type "${headers.get("content-type")}";
  client_body_temp_path tmp; proxy_temp_path tmp; fastcgi_temp_path tmp; uwsgi_temp_path tmp; scgi_temp_path tmp;
  server {
    listen 127.0.0.1:${port};
    root files;
${fields.map(([name, value]) => `    add_header ${name} ${JSON.stringify(value)};`).join("\n")}
  }
}
`,
  );
  const url = `http://127.0.0.1:${port}`;
  const args = ["-p", `${folder}/`, "-e", "stderr", "-c", "nginx.conf"];
  const program = await Program.start({ name: "nginx", folder, command: binary, args, url: `${url}/thread` });
  return Object.assign(program, { origin: url });
}
