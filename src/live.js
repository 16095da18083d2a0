// What others do to a thread while it is read. The shell brings this in once the widget has taken over.
//
// The reader's place never moves. The widget changes what is shown where it stands; what is new waits here, behind a button
// where it belongs, until the reader wants it. What happens often is said now and then.
import { keep } from "./live/place.js";
import { follow } from "./live/stream.js";

/** Events that come together are taken together. */
const GATHER_MS = 50;
/** The least time between two sentences on what is new. */
const QUIET_MS = 5_000;
/** So long after a deletion of the reader's own it may still be told. */
const LATE_MS = 10_000;
/** A comment that the reader deleted, and can bring back. */
const UNDOABLE = ".removed:has([data-action=undo])";
/** Lines that are left alone: their answer is on its way, they can be brought back, or the reader is doing something in them. */
const isBusy = (line) => line?.matches(`.sending, .waiting, .failed, ${UNDOABLE}`) || line?.querySelector("form, .palette, .menu");

/** Keeps the thread of a shadow root in step with what others do; answers what ends that. */
export function start(root, state, messages, mounted) {
  const { server, url, key, lang, snapshot } = state;
  const list = root.querySelector(".comments");
  const status = document.createElement("div");
  status.className = "told";
  status.setAttribute("role", "status");
  root.querySelector(".thread").append(status);

  const news = new Map(); // Comments that wait, by id, in the order in which they came.
  const held = new Map(); // What is told of lines that are busy, by id.
  const gone = new Map(); // When the reader deleted what may be back before the server tells of either, by id.
  const buttons = new Map(); // By the comment below which they stand; "" on the article.
  let much = false; // There is more than can be told.
  let { count, closed = false } = snapshot.thread;
  let inbox = [];
  let gathering, after, saying;
  let said = 0;
  let saidAt = 0;

  /** Comments of this reader's that are told of, and counted, before the answer to them is here. */
  const ahead = () => [...held.values()].filter(({ type }) => type === "posted").length;
  const lineOf = (id) => root.getElementById(`weerwoord-${id}`);
  const plural = (name, n) => (messages[`${name}.${new Intl.PluralRules(lang).select(n)}`] ?? messages[`${name}.other`]).replace("{n}", n);

  /** Has the widget show comments as they are now, and do something once that is drawn. */
  const change = (comments, counted, then) => {
    after = then;
    // Where something is typed, the form stays: the server's answer tells why it is too late.
    const typed = root.querySelector("[name=body]")?.value;
    const thread = { ...snapshot.thread, count: count - ahead(), closed: closed && !typed };
    mounted.hear(JSON.stringify({ ...snapshot, thread, comments }), counted);
    // Where nothing was drawn.
    setTimeout(() => drawn());
  };

  /** The comment of the list below which one that waits belongs; "" for the article, and nothing where that is left out. */
  const placeOf = ({ parent }) => {
    while (parent && !lineOf(parent)) parent = news.get(parent)?.parent;
    if (parent === undefined) return;
    // Where a branch is collapsed, at what is left of it.
    while (parent && lineOf(parent)?.hidden) parent = lineOf(parent).querySelector(".in-reply-to")?.hash.slice(11);
    return parent ?? "";
  };

  /** Puts a button at the end of a branch, or where the newest comments on the article stand. */
  const put = (line, at) => {
    if (!at) {
      const last = root.querySelector("[data-action=oldest][aria-current]");
      if (last ? list.nextSibling !== line : list.previousSibling !== line) list[last ? "after" : "before"](line);
      return;
    }
    let last = lineOf(at);
    const depth = Number(last.dataset.depth);
    for (let next = last.nextSibling; next && (next === line || next.dataset.depth > depth); next = next.nextSibling) {
      if (next !== line) last = next;
    }
    line.dataset.depth = depth + 1;
    if (line.previousSibling !== last) last.after(line);
  };

  const button = (at) => {
    const line = document.createElement(at ? "li" : "p");
    line.className = at ? "more new" : "new";
    line.setAttribute("part", line.className);
    const made = document.createElement("button");
    made.type = "button";
    made.className = "action";
    made.setAttribute("part", "action new-button");
    made.onclick = () => show(at);
    line.append(made);
    return line;
  };

  /** Has buttons stand where something waits, and nowhere else. */
  const draw = () => {
    const places = new Map();
    const flat = root.querySelector("[data-action=picks][aria-current]");
    for (const [id, comment] of news) {
      const at = flat || lineOf(id) ? undefined : placeOf(comment);
      // What is left out comes with what is around it.
      if (at === undefined) news.delete(id);
      else places.set(at, (places.get(at) ?? 0) + 1);
    }
    if (much) places.set("", 0);
    for (const [at, line] of buttons) {
      if (places.has(at)) continue;
      line.remove();
      buttons.delete(at);
    }
    for (const [at, n] of places) {
      const line = buttons.get(at) ?? button(at);
      buttons.set(at, line);
      const text = n ? plural(at ? "live.replies" : "live.comments", n) : messages["live.much"];
      if (line.firstChild.textContent !== text) line.firstChild.textContent = text;
      put(line, at);
    }
    watcher.takeRecords();
    say();
  };

  /** Says how much waits, if that is more than it was; at once, but for what was said just now. */
  const say = () => {
    const n = much ? Infinity : news.size;
    if (n > said) {
      saying ??= setTimeout(() => {
        saying = undefined;
        saidAt = Date.now();
        if (much || news.size) status.textContent = much ? messages["live.much"] : plural("live.comments", news.size);
      }, saidAt + QUIET_MS - Date.now());
    }
    said = n;
    if (!n) status.textContent = "";
  };

  /** The widget has drawn. */
  const drawn = (stay = after) => {
    after = undefined; // Taking what was held sets it again, for the next time.
    for (const { id } of list.querySelectorAll(UNDOABLE)) gone.set(id.slice(10), Date.now());
    for (const [id, event] of held) {
      if (isBusy(lineOf(id))) continue;
      held.delete(id);
      take([event]);
    }
    if (news.size || buttons.size || much) {
      stay ??= keep(root, list);
      draw();
    }
    stay?.();
  };
  const watcher = new MutationObserver(() => drawn());

  /** Shows what waits below a comment, or on the article, and goes to the first of it. */
  const show = async (at) => {
    if (much && !at) {
      let failed = false;
      const over = new AbortController();
      root.host.addEventListener("weerwoord:error", () => (failed = true), { signal: over.signal });
      await root.host.refresh();
      over.abort();
      much = failed;
      draw();
      if (!failed) list.querySelector(".comment")?.focus({ preventScroll: true });
      return;
    }
    const shown = [...news.values()].filter((comment) => placeOf(comment) === at);
    for (const { id } of shown) news.delete(id);
    mounted.reveal(`weerwoord-${at}`);
    change(shown, false, () => {
      const first = shown.map(({ id }) => lineOf(id)).filter(Boolean);
      first.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
      first[0]?.focus();
    });
  };

  /** Shows it in the comment that is pinned above the list, too. */
  const pin = (id, html) => {
    const pinned = root.querySelector(`[data-pinned="${id}"]`);
    if (!pinned) return;
    pinned.hidden = !html;
    if (html) pinned.querySelector(".body").innerHTML = html;
  };

  const take = (events) => {
    const changed = new Map();
    const stood = [count - ahead(), closed].join();
    for (const event of events) {
      const { type, comment } = event;
      const id = event.id ?? comment?.id;
      const line = lineOf(id);
      // Less than a comment: the widget has the rest.
      const part = { id, status: "removed", depth: 0, parent: null, author: null, posted_at: null, html: "" };
      const votes = { ...part, status: "published", votes: event.votes ?? comment?.votes ?? { up: 0, down: 0 } };
      if (type === "thread") ({ count, closed } = event);
      else if (type === "reset") {
        much = true;
        news.clear();
      } else if (type === "removed" && (line?.matches(UNDOABLE) || Date.now() - gone.get(id) < LATE_MS)) {
        // It shows so already, or is back: then this is past.
        held.delete(id);
      } else if (type !== "votes" && isBusy(line)) {
        held.set(id, type === "edited" && held.get(id)?.type === "posted" ? { type: "posted", comment } : event);
        if (comment) changed.set(id, votes);
      } else if (type === "removed") {
        pin(id, "");
        news.delete(id);
        if (line) changed.set(id, part);
      } else if (type === "votes") {
        const known = changed.get(id) ?? news.get(id);
        if (known) known.votes = event.votes;
        else if (line) changed.set(id, votes);
      } else if (comment) {
        pin(id, comment.html);
        const shown = line && !line.matches(".removed, .held");
        // One's own, which is final now.
        if (type === "posted" && shown) changed.set(id, votes);
        else if (line) changed.set(id, comment);
        else if (type === "posted" || news.has(id)) news.set(id, comment);
      }
    }
    const counted = stood !== [count - ahead(), closed].join();
    const stay = keep(root, list);
    // What comes above the reader's place has to be laid out for that to stay.
    if (changed.size || news.size) list.dataset.whole = "";
    if (changed.size || counted) change([...changed.values()], counted, stay);
    else drawn(stay);
  };

  const thread = {
    key: snapshot.thread.key,
    parameter: key ? `&thread=${encodeURIComponent(key)}` : `&url=${encodeURIComponent(url)}`,
    since: snapshot.thread.version,
    hear: (events) => {
      inbox.push(...events);
      gathering ??= setTimeout(() => {
        gathering = undefined;
        take(inbox.splice(0));
      }, GATHER_MS);
    },
    lose() {
      this.since = "";
      this.hear([{ type: "reset" }]);
    },
  };
  watcher.observe(list, { childList: true, subtree: true, attributes: true, attributeFilter: ["hidden"] });
  const leave = follow(`${server}/api/v1/events?site=${snapshot.site}`, thread);
  return () => {
    leave();
    watcher.disconnect();
    clearTimeout(gathering);
    clearTimeout(saying);
    for (const line of [status, ...buttons.values()]) line.remove();
  };
}
