// Load on a server: wrk where the question is how much, steady.rs where it is how late at a given rate.

import { execFile } from "node:child_process";
import { Agent, request } from "node:http";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const script = (name) => fileURLToPath(new URL(name, import.meta.url));

/** What a browser sends that matters to the answer. */
export const HEADERS = { "accept-encoding": "gzip, deflate, br", origin: "http://localhost" };

/** As many requests as the server can answer; tells how many a second. `lua` is a script of wrk's and its arguments. */
export async function flood(tools, url, { connections, seconds, lua, headers = HEADERS }) {
  const [file, ...args] = lua ?? [];
  const { stdout } = await run(tools.wrk, [
    "--threads", "2", "--connections", String(connections), "--duration", `${seconds}s`, "--latency", "--timeout", "30s",
    ...Object.entries(headers).flatMap(([name, value]) => ["--header", `${name}: ${value}`]),
    ...["--script", script("report.lua")].slice(file ? 2 : 0),
    ...(file ? ["--script", script(file)] : []),
    url, ...(file ? ["--", ...args] : []),
  ]);
  const result = JSON.parse(/^RESULT (.*)$/m.exec(stdout)[1]);
  if (result.errors > 0) throw new Error(`${url}: ${result.errors} of ${result.requests} requests failed\n${stdout}`);
  return { ...result, perSecond: result.requests / result.seconds };
}

/** So many requests a second, counted from when each was due; tells how long they took, in milliseconds. */
export async function steady(tools, url, { connections, seconds, rate, headers = HEADERS }) {
  const { host, pathname, search } = new URL(url);
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const { stdout } = await run(tools.steady, [host, pathname + search, connections, rate, seconds, ...fields].map(String));
  return { rate: Math.round(rate), ...JSON.parse(stdout) };
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** One request on a connection that is kept, and its answer as it was sent: `fetch` would undo the compression. */
export function get(url) {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers: HEADERS, agent }, (answer) => {
      const chunks = [];
      answer.on("data", (chunk) => chunks.push(chunk)).once("error", reject);
      answer.once("end", () => {
        if (answer.statusCode === 200) resolve({ body: Buffer.concat(chunks), headers: new Headers(answer.headers) });
        else reject(new Error(`${url}: ${answer.statusCode}`));
      });
    });
    asked.once("error", reject).end();
  });
}
