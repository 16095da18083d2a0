// What stands before a peer in production: a proxy that serves its static files and passes the rest on, compressed by gzip
// or not.

import { createReadStream, existsSync } from "node:fs";
import { Agent, createServer, request } from "node:http";
import { extname, join } from "node:path";
import { createGzip } from "node:zlib";

const TYPES = { ".js": "text/javascript", ".css": "text/css", ".map": "application/json" };
const COMPRESSIBLE = /^(text\/|application\/(json|javascript))/;

/** Pipes the body into the answer, compressed at zlib's usual level where the browser takes that. */
function send(incoming, response, status, headers, body, gzip) {
  const accepts = /\bgzip\b/.test(incoming.headers["accept-encoding"] ?? "");
  if (gzip && accepts && COMPRESSIBLE.test(headers["content-type"] ?? "") && !headers["content-encoding"]) {
    const { "content-length": _, ...rest } = headers;
    response.writeHead(status, { ...rest, "content-encoding": "gzip", vary: "accept-encoding" });
    body.pipe(createGzip()).pipe(response);
  } else {
    response.writeHead(status, headers);
    body.pipe(response);
  }
}

/**
 * Starts the proxy before `target`; `files` is a folder whose files it serves itself, `fixed` what it answers to some paths.
 * Answers `{origin, stop}`.
 */
export async function startProxy({ target, files, fixed = {}, gzip }) {
  const agent = new Agent({ keepAlive: true });
  const server = createServer((incoming, response) => {
    const { pathname } = new URL(incoming.url, "http://proxy");
    const file = files && join(files, pathname);
    if (file && TYPES[extname(file)] && existsSync(file)) {
      const headers = { "content-type": TYPES[extname(file)], "access-control-allow-origin": "*" };
      return send(incoming, response, 200, headers, createReadStream(file), gzip);
    }
    if (fixed[pathname]) return response.end(JSON.stringify(fixed[pathname]));
    const { host: _, ...headers } = incoming.headers;
    headers["accept-encoding"] = "identity";
    const { hostname, port } = new URL(target);
    const onward = request(
      { agent, hostname, port, path: incoming.url, method: incoming.method, headers },
      (answer) => {
        const { connection, "transfer-encoding": _, ...kept } = answer.headers;
        send(incoming, response, answer.statusCode, kept, answer, gzip);
      },
    );
    onward.on("error", () => response.writeHead(502).end());
    incoming.pipe(onward);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const stop = () => {
    agent.destroy();
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  };
  return { origin: `http://127.0.0.1:${server.address().port}`, stop };
}
