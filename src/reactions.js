// Emoji reactions in the browser. Few sites have them, so the shell brings this in beside the widget only there; the counts
// are in the server's HTML and the widget's.
//
// The reader's own reaction is known from the device. It is shown at once, sent once, and taken back with a sentence where
// it is refused, as a vote is.
import css from "../style/reactions.css";
import { exchange, recall, remember } from "./exchange.js";

const COMMENT = ".comments > .comment:not(.removed, .held, .sending, .waiting, .failed)";
// What only the writer of a comment has.
const OWN = "[data-action=edit], [data-action=delete], [data-action=undo]";
let sheet;

/** Says of a button whether it is pressed, also by a part. */
const press = (button, pressed, parts) => {
  button.setAttribute("aria-pressed", String(pressed));
  button.setAttribute("part", pressed ? `${parts} active` : parts);
};

/** "👍 3 ❤️ 1" as a map. */
const parse = (text) => {
  const words = text.split(" ");
  return new Map(words.flatMap((emoji, at) => (at % 2 || !words[at + 1] ? [] : [[emoji, Number(words[at + 1])]])));
};

/** The counts when a reader's reaction becomes another. */
const changed = (counts, before, now) => {
  const next = new Map(counts);
  if (before) next.set(before, (next.get(before) ?? 0) - 1);
  if (now) next.set(now, (next.get(now) ?? 0) + 1);
  return next;
};

/** Lets readers react in the thread of a shadow root; answers what ends that. */
export function start(root, state, messages, title) {
  const { url, key: thread, snapshot } = state;
  const { site, policy: { reactions: all } } = snapshot;
  const storage = `weerwoord:reactions:${site}:${snapshot.thread.key}`;
  const list = root.querySelector(".comments");
  let own = recall(storage) ?? {};
  const busy = new Set();
  // Of one's own comment it is said what cannot be done with it.
  const sentences = { ...messages, "error.own-comment": messages["react.own"] };
  sheet ??= new CSSStyleSheet();
  sheet.replaceSync(css);
  const sheets = root.adoptedStyleSheets;
  if (root.host.getAttribute("styles") !== "none" && !sheets.includes(sheet)) sheets.push(sheet);

  /** "👍 3 ❤️ 1", in the order of the site. */
  const counted = (counts) => all.filter((emoji) => counts.get(emoji) > 0).map((emoji) => `${emoji} ${counts.get(emoji)}`).join(" ");

  const button = (name, label, text) => {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", className: `action ${name}`, textContent: text });
    made.setAttribute("part", made.className);
    made.dataset.action = name;
    if (label) made.setAttribute("aria-label", label);
    return made;
  };

  // A line may be drawn anew at any time, so it is looked for each time.
  const commentOf = (id) => ({
    id,
    path: `comments/${id}/reaction`,
    body: {},
    find: () => root.getElementById(`weerwoord-${id}`),
    read: (line) => parse(line.querySelector(".reactions")?.textContent ?? ""),
    draw: (line, counts, mine) => {
      const react = line.querySelector("[data-action=react]");
      let text = line.querySelector(".reactions");
      if (!text) {
        text = document.createElement("span");
        text.className = "reactions";
        text.setAttribute("part", "reactions");
        react?.before(text);
      }
      text.textContent = counted(counts);
      if (!text.textContent) text.remove();
      if (react) react.textContent = mine ?? "☺";
    },
  });
  const article = {
    id: "article",
    path: "thread/reaction",
    body: { url, thread, title },
    find: () => root.getElementById("weerwoord-article"),
    read: (row) => parse([...row.querySelectorAll("[aria-pressed]")].map((one) => one.textContent).filter((text) => text.includes(" ")).join(" ")),
    draw: (row, counts, mine) => {
      row.querySelectorAll("[aria-pressed]").forEach((one, at) => {
        one.textContent = counted(new Map([[all[at], counts.get(all[at])]])) || all[at];
        press(one, all[at] === mine, "action emoji");
      });
    },
  };

  const show = (place, { counts, mine }) => {
    if (mine) own[place.id] = mine;
    else delete own[place.id];
    const element = place.find();
    if (element) place.draw(element, counts, mine);
  };

  /** Says why something could not be done, beside it; takes that back with an empty sentence. */
  const complain = (place, sentence) => {
    const actions = place.find()?.querySelector(".actions");
    if (!actions) return;
    let error = actions.nextElementSibling;
    if (!error?.matches(".error")) {
      if (!sentence) return;
      error = document.createElement("p");
      error.className = "error";
      error.setAttribute("part", "error");
      actions.after(error);
    }
    error.setAttribute("role", "alert");
    error.textContent = sentence;
  };

  /** Has the server keep a reaction; throws the sentence for why it does not. */
  const send = async ({ path, body }, emoji) => {
    const said = await exchange({ root, site, state, messages: sentences }, "PUT", path, { ...body, emoji });
    return { counts: new Map(said.reactions.map(({ emoji, count }) => [emoji, count])), mine: said.mine };
  };

  /** Reacts with an emoji, or takes that back where it is the reader's already. */
  const react = async (place, emoji) => {
    let kept = { counts: place.read(place.find()), mine: own[place.id] ?? null };
    const mine = kept.mine === emoji ? null : emoji;
    show(place, { counts: changed(kept.counts, kept.mine, mine), mine });
    // While one is on its way, the next one waits for the answer.
    if (busy.has(place.id)) return;
    busy.add(place.id);
    let sentence = "";
    try {
      for (let wanted; (wanted = own[place.id] ?? null) !== kept.mine; ) {
        kept = await send(place, wanted);
        // With what other tabs have kept meanwhile.
        const all = recall(storage) ?? {};
        if (kept.mine) all[place.id] = kept.mine;
        else delete all[place.id];
        remember(storage, all);
      }
    } catch (why) {
      sentence = why;
    }
    busy.delete(place.id);
    show(place, kept);
    complain(place, sentence);
  };

  /** Another of this reader's tabs has kept a reaction; the counts of comments come from the server. */
  const heard = ({ key }) => {
    if (key !== storage || busy.size) return;
    const [before, row] = [own, article.find()];
    own = recall(storage) ?? {};
    if (row) article.draw(row, changed(article.read(row), before.article, own.article), own.article);
    for (const react of list.querySelectorAll("[data-action=react]")) {
      react.textContent = own[react.closest(".comment").id.replace("weerwoord-", "")] ?? "☺";
    }
  };

  const close = () => {
    const open = root.querySelector(".palette");
    open?.closest(".comment").querySelector("[data-action=react]")?.setAttribute("aria-expanded", "false");
    open?.remove();
  };

  const open = (react, id) => {
    const palette = document.createElement("span");
    palette.className = "palette";
    palette.setAttribute("part", "palette");
    palette.setAttribute("role", "group");
    palette.setAttribute("aria-label", messages["react.comment"]);
    for (const emoji of all) {
      const one = button("emoji", "", emoji);
      press(one, own[id] === emoji, one.className);
      palette.append(one);
    }
    react.after(palette);
    react.setAttribute("aria-expanded", "true");
    palette.firstChild.focus();
  };

  const clicked = ({ target }) => {
    const acting = target.closest?.("[data-action=react], [data-action=emoji]");
    if (!acting) return;
    const id = acting.closest(".comment")?.id.replace("weerwoord-", "");
    if (acting.dataset.action === "react") {
      const was = acting.getAttribute("aria-expanded") === "true";
      close();
      if (!was) open(acting, id);
    } else {
      const emoji = all[[...acting.parentNode.children].indexOf(acting)];
      if (id) {
        acting.closest(".comment").querySelector("[data-action=react]").focus();
        close();
      }
      react(id ? commentOf(id) : article, emoji);
    }
  };

  const escaped = (event) => {
    if (event.key !== "Escape" || !event.target.closest?.(".palette, [data-action=react][aria-expanded=true]")) return;
    event.target.closest(".comment").querySelector("[data-action=react]").focus();
    close();
  };

  /** Puts the button at each comment that has none; nobody reacts to a comment of one's own. */
  const decorate = () => {
    for (const line of root.querySelectorAll(COMMENT)) {
      const there = line.querySelector("[data-action=react]");
      const isOwn = Boolean(line.querySelector(OWN));
      if (isOwn) there?.remove();
      if (isOwn || there) continue;
      const mine = own[line.id.replace("weerwoord-", "")];
      const made = button("react", messages["react.comment"], mine ?? "☺");
      made.setAttribute("aria-expanded", "false");
      const actions = line.querySelector(":scope > article > .actions");
      // The menu's button takes no room: what comes after it would lie over it.
      actions?.insertBefore(made, actions.querySelector("[data-action=menu]"));
    }
  };

  decorate();
  const row = article.find();
  if (row) article.draw(row, article.read(row), own.article);
  const watcher = new MutationObserver(decorate);
  watcher.observe(list, { childList: true, subtree: true });
  root.addEventListener("click", clicked);
  root.addEventListener("keydown", escaped);
  addEventListener("storage", heard);
  return () => {
    removeEventListener("storage", heard);
    watcher.disconnect();
    root.removeEventListener("click", clicked);
    root.removeEventListener("keydown", escaped);
  };
}
