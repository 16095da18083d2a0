// The publishers' pages: a plain web server on another origin than Weerwoord's. Every article has its own folder, so
// that `/ANY-ARTICLE/plain.html` is the page `hosts/plain.html` at an address of its own.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../hosts/", import.meta.url));
const fonts = fileURLToPath(new URL("../../../node_modules/dejavu-fonts-ttf/ttf/", import.meta.url));
const PLACEHOLDER = /%(SERVER|URL|FRAGMENT|LANG|DIR|SITE)%/g;

/** What a page with a strict policy allows: the server's script, its answers, and no inline code or style of anybody's. */
const strict = (server, more = "") =>
  `default-src 'none'; script-src 'self' ${server}${more}; connect-src ${server}; style-src 'self'; ` +
  `form-action ${server}; base-uri 'none'`;

const POLICIES = {
  "strict-csp.html": (server) => strict(server, " 'wasm-unsafe-eval'"),
  "strict-csp-without-wasm.html": (server) => strict(server),
  "strict-front.html": (server) => `${strict(server)}; img-src data:`,
};
const FILE_OF = { "strict-csp-without-wasm.html": "strict-csp.html", "strict-front.html": "front.html" };

/** Starts the web server; `serverOf(article)` is the origin of the Weerwoord server that an article's pages use. */
export async function startHosts(serverOf) {
  const included = new Map();
  const answer = async (request, response) => {
    const url = new URL(request.url, origin);
    const [, article, name] = url.pathname.split("/");
    const server = serverOf(article);
    const type = { css: "text/css", js: "text/javascript" }[/^[\w-]+\.(css|js)$/.exec(name)?.[1]];
    if (type) {
      response.setHeader("content-type", type);
      return response.end(await readFile(folder + name));
    }
    if (article === "fonts" && /^[\w-]+\.ttf$/.test(name)) {
      // Also for the server's own pages.
      response.setHeader("access-control-allow-origin", "*");
      return response.end(await readFile(fonts + name));
    }
    if (!/^[\w-]+\.html$/.test(name ?? "")) return response.writeHead(404).end();
    let page = await readFile(folder + (FILE_OF[name] ?? name), "utf8");
    const { lang = "nl", dir = "ltr", site = "gazette" } = Object.fromEntries(url.searchParams);
    const values = { SERVER: server, URL: url.href, LANG: lang, DIR: dir, SITE: site };
    if (page.includes("%FRAGMENT%")) {
      // As publishers do, this one keeps what it once included.
      if (!included.has(article)) included.set(article, await fragment(server, url.href));
      values.FRAGMENT = included.get(article);
    }
    page = page.replace(PLACEHOLDER, (_, key) => values[key]);
    response.setHeader("content-type", "text/html; charset=utf-8");
    if (POLICIES[name]) response.setHeader("content-security-policy", POLICIES[name](server));
    response.end(page);
  };
  const web = createServer((request, response) => {
    answer(request, response).catch((error) => response.writeHead(500).end(String(error)));
  });
  await new Promise((listening) => web.listen(0, "127.0.0.1", listening));
  // By name, so that it is another site than the server's address, and not only another port.
  const origin = `http://localhost:${web.address().port}`;
  const stop = () => {
    web.closeAllConnections();
    return new Promise((closed) => web.close(closed));
  };
  return { origin, stop };
}

/** What a publisher's own server includes in its page. */
async function fragment(server, url) {
  const query = new URLSearchParams({ site: "gazette", url, lang: "nl", wrap: "element" });
  const response = await fetch(`${server}/embed/thread?${query}`);
  if (!response.ok) throw new Error(await response.text());
  return response.text();
}
