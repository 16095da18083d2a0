// The publisher's side: one article of 10 kB on an origin of its own, the same for every system but for the lines that
// embed the thread. They stand either after the first paragraph, in view, or after the whole article, below the fold.

import { createServer } from "node:http";
import { gzipSync } from "node:zlib";
import { seeded } from "./random.mjs";
import { prose } from "./thread.mjs";

const LENGTH = 10_000;

const STYLE = `body { margin: 0 auto; max-width: 44rem; padding: 0 1rem; font: 1.0625rem/1.6 Georgia, serif; color: #1c1c1a }
h1 { font-size: 1.9rem; line-height: 1.2 } footer { margin: 3rem 0; color: #666 }`;

const paragraphs = () => {
  const random = seeded(1848);
  const [lead, ...rest] = Array.from({ length: 22 }, () => prose(random, 380).replaceAll("\n\n", " "));
  return { lead, rest };
};

/** The article with the embed's `head` and `body` lines; `placement` is `view` or `below`, or null for no thread. */
export function articlePage({ url, placement, head = "", body = "" }) {
  const { lead, rest } = paragraphs();
  const at = (place) => (place === placement ? `<section>${body}</section>` : "");
  const page = (story) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The bridge stays open</title>
<link rel="canonical" href="${url}">
<link rel="icon" href="data:,">
<style>${STYLE}</style>
${head}
</head>
<body>
<h1>The bridge stays open</h1>
<p>${lead}</p>
${at("view")}
${story}
${at("below")}
<footer>The Gazette</footer>
</body>
</html>
`;
  const bare = page("").length - head.length - (placement ? body.length + 19 : 0);
  let story = "";
  for (const text of rest) if (bare + story.length + text.length < LENGTH) story += `<p>${text}</p>\n`;
  return page(story);
}

/** Starts the publisher's web server. `pages` maps a path with its query to HTML or a script. Answers `{origin, pages, stop}`. */
export async function startArticles() {
  const pages = new Map();
  const server = createServer((incoming, response) => {
    const page = pages.get(incoming.url);
    if (page === undefined) return response.writeHead(incoming.url === "/" ? 200 : 404).end();
    const type = incoming.url.endsWith(".js") ? "text/javascript" : "text/html; charset=utf-8";
    response.writeHead(200, { "content-type": type, "content-encoding": "gzip" }).end(gzipSync(page));
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const stop = () => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  };
  // By name, so that it is another site than the servers of the threads, and not only another port.
  return { origin: `http://localhost:${server.address().port}`, pages, stop };
}
