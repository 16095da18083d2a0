// What a thread is asked for by, and in which language: its attributes, and the page around it.
import english from "weerwoord:load-messages";

/** The script's own tag. */
export const script = document.currentScript ?? document.querySelector('script[src$="/embed.js"]');

/** Where everything is had from. */
export const server = new URL(".", script?.src || location.href).href.replace(/\/$/, "");

/** The language of the page where the thread stands. */
export const langOf = (thread) => (thread.closest("[lang]:not([lang=''])") ?? document.documentElement).getAttribute("lang") || "en";

/** The publisher's own messages, as JSON. */
export const ownOf = (thread) => thread.getAttribute("messages") ?? document.querySelector("[data-weerwoord-messages]")?.textContent;

/** What can be said before the messages are here: in the language of the page from the second visit on. */
export const sentencesOf = (thread) => {
  const lang = langOf(thread);
  let kept, own;
  try {
    own = JSON.parse(ownOf(thread) ?? null);
    kept = JSON.parse(localStorage[`weerwoord:load:${lang}`] ?? null);
  } catch {
    // Storage is blocked, or the publisher's messages are broken: src/menu/worded.js says so.
  }
  return { ...english, ...kept, ...own, ...(own?.["load.loading"] && { lang }) };
};

/** The parameters that name the thread. */
export const queryOf = (thread) => {
  const query = new URLSearchParams({ site: thread.getAttribute("site") ?? "" });
  const key = thread.getAttribute("thread");
  if (key) query.set("thread", key);
  let url = thread.getAttribute("url") || document.querySelector("link[rel=canonical]")?.href || location.href;
  let sort = thread.getAttribute("sort");
  try {
    url = new URL(url, location.href).href.split("#")[0];
    sort = localStorage[`weerwoord:sort:${query.get("site")}`] || sort;
  } catch {
    // The server says what is wrong with the address; where storage is blocked, nothing was chosen.
  }
  query.set("url", url);
  if (sort) query.set("sort", sort);
  query.set("lang", langOf(thread));
  const level = thread.getAttribute("heading-level");
  if (/^[1-5]$/.test(level)) query.set("heading", level);
  return query;
};

/** Asks for the fragment. */
export const ask = (query) => {
  const abort = new AbortController();
  const answer = fetch(`${server}/embed/thread?${query}`, {
    // Not "omit": a preload of the fragment is used only if it was asked for in the same way.
    credentials: "same-origin",
    referrerPolicy: "strict-origin",
    signal: abort.signal,
  });
  return { query, abort, answer };
};
