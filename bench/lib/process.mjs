// Programs that the bench starts: each on loopback, ended by its own process group, whatever ends the bench.

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";

const running = new Set();
const end = (pid, signal) => {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended already.
  }
};
process.on("exit", () => running.forEach((pid) => end(pid, "SIGKILL")));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

/** Runs a program to its end and answers what it printed; throws with its complaints where it fails. */
export async function run(program, args, options = {}) {
  const { stdout } = await promisify(execFile)(program, args, { maxBuffer: 2 ** 26, ...options });
  return stdout.trim();
}

/** Runs a program to its end with this text as its input. */
export async function feed(program, args, input) {
  const child = spawn(program, args, { stdio: ["pipe", "inherit", "inherit"] });
  child.stdin.end(input);
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`${program} ${args[0]} ended with ${code}`);
}

/** A port that is free now. */
export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/**
 * Starts a server and waits until it answers on `origin`; its words go to `log` in its folder. Answers
 * `{origin, pid, stop}`.
 */
export async function startServer(program, args, { folder, origin, env, cwd = folder, path = "/" }) {
  const log = openSync(join(folder, "log"), "w");
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", log, log],
    detached: true,
  });
  const exited = once(child, "exit");
  running.add(child.pid);
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      end(child.pid, "SIGTERM");
      const patience = setTimeout(() => end(child.pid, "SIGKILL"), 3000);
      await exited;
      clearTimeout(patience);
    }
    end(child.pid, "SIGKILL");
    running.delete(child.pid);
  };
  for (let attempt = 0; ; attempt++) {
    if (child.exitCode !== null) throw new Error(`${program} ended with ${child.exitCode}: see ${folder}/log`);
    if (attempt === 600) {
      await stop();
      throw new Error(`${program} does not answer: see ${folder}/log`);
    }
    const answers = await fetch(origin + path).then(
      (response) => response.arrayBuffer(),
      () => null,
    );
    if (answers) return { origin, pid: child.pid, stop };
    await new Promise((later) => setTimeout(later, 100));
  }
}
