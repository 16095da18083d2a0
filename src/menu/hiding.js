// Whom the reader has hidden: known on this device alone, by name and role, since guests have no other mark.
import { recall, remember } from "../exchange.js";
import { button, make, onAction, textOf } from "./make.js";

const hidden = new Map(); // By site, the marks as one text.

const keyOf = (site) => `weerwoord:hidden:${site}`;

/** A writer among those who are hidden: name and role can hold no line ends and tabs. */
const mark = (name, role) => `\n${name}\t${role}\n`;

const marks = (site) => {
  if (!hidden.has(site)) hidden.set(site, String(recall(keyOf(site)) ?? ""));
  return hidden.get(site);
};

/** Whether a site's reader has hidden this writer. */
export function wwHidden(site, name, role = "") {
  return marks(site).includes(mark(name, role));
}

/** Keeps a thread's hidden writers out of sight; answers what ends that. */
export const hiding = ({ root, site, say, announce }) => {
  const list = root.querySelector(".comments");
  const writer = (line) => [textOf(line, "author"), textOf(line, "role bdi") ?? ""];

  /** Puts a sentence and a button in the place of each comment of a hidden writer, or shows it again. */
  const draw = () => {
    for (const line of list.children) {
      const [name, role] = writer(line);
      const there = line.querySelector(":scope > article > .muted");
      const mute = Boolean(name) && wwHidden(site, name, role);
      if (mute === Boolean(there)) continue;
      line.toggleAttribute("data-muted", mute);
      if (!mute) {
        there.remove();
        continue;
      }
      const place = make("p", "state muted", `${say("hide.hidden", name)} `);
      place.append(button("action", say("hide.show"), "show"));
      line.firstElementChild.prepend(place);
    }
  };

  const change = (line, hide) => {
    const [name, role] = writer(line);
    // Another tab may have changed it since.
    const others = String(recall(keyOf(site)) ?? marks(site)).replace(mark(name, role), "");
    hidden.set(site, hide ? others + mark(name, role) : others);
    remember(keyOf(site), hidden.get(site));
    // Until then the click has to find its comment: the module counts anew what is new.
    setTimeout(() => {
      draw();
      (hide ? line.querySelector("[data-action=show]") : line).focus();
      announce(say(hide ? "hide.done" : "hide.undone", name));
    });
  };

  // Another tab has changed it.
  const heard = ({ key }) => {
    if (key !== keyOf(site)) return;
    hidden.delete(site);
    draw();
  };

  draw();
  const watcher = new MutationObserver(draw);
  watcher.observe(list, { childList: true });
  addEventListener("storage", heard);
  const end = onAction(root, { hide: (_, line) => change(line, true), show: (_, line) => change(line, false) });
  return () => {
    end();
    watcher.disconnect();
    removeEventListener("storage", heard);
  };
};
