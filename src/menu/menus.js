// The menus of the comments: a button at the end of each comment's actions, and the list of what can be done.
import { recall } from "../exchange.js";
import { button, idOf, make, onAction, rowOf, textOf } from "./make.js";
import { close, closeAfter, isOpen, show } from "./panels.js";
import { quoting } from "./quote.js";
import { reporting } from "./report.js";
import { note } from "./words.js";

const ROWS = ".comment:not(.removed, .held) > article > .actions:not([data-menu])";
const AT_ONCE = 30; // Comments that get their button in one task.

/** Offers the menus in a thread; answers what ends that. */
export const menus = (thread) => {
  const { root, site, state, say } = thread;
  const list = root.querySelector(".comments");

  /** Gives the comments their buttons that have none yet; the style keeps room for them. */
  const offer = () => {
    const rows = [...list.querySelectorAll(ROWS)];
    for (const row of rows.slice(0, AT_ONCE)) {
      row.dataset.menu = "";
      const more = button("action menu-button", "⋯", "menu", { "aria-expanded": false, "aria-label": say("menu.open") });
      // Where a finger is lifted, nothing is selected any more.
      more.onpointerdown = () => note(row);
      row.append(more);
    }
    if (rows.length > AT_ONCE) setTimeout(offer);
  };

  const isOwn = (line) =>
    line.querySelector("[data-action=edit], [data-action=delete]") ||
    recall(`weerwoord:own:${site}:${state.snapshot.thread.key}`)?.some?.(({ id }) => id === idOf(line));

  const toggle = (_, line) => {
    const row = rowOf(line);
    if (isOpen(row)) return close(true);
    const own = isOwn(line);
    const depth = Number(line.dataset.depth);
    const offered = {
      link: true,
      share: navigator.share,
      quote: line.querySelector("[data-action=reply]"),
      parent: line.querySelector(".in-reply-to"),
      fold: [...list.children].some((other) => Number(other.dataset.depth) > depth),
      feed: own,
      report: !own,
      hide: !own,
    };
    const menu = make("ul", "menu", "", { role: "list", "aria-label": say("menu.open") });
    for (const [action, there] of Object.entries(offered)) {
      if (!there) continue;
      const item = document.createElement("li");
      item.append(button("action", say(`menu.${action}`, textOf(line, "author")), action));
      menu.append(item);
    }
    menu.onclick = () => closeAfter(menu);
    show(row, menu);
  };

  offer();
  const watcher = new MutationObserver(offer);
  watcher.observe(list, { childList: true, subtree: true });
  const ends = [onAction(root, { menu: toggle }), quoting(thread), reporting(thread)];
  return () => {
    close();
    watcher.disconnect();
    ends.forEach((end) => end());
  };
};
