// Mentions: `@Name` in a text, which is sent as a link to the comment that is meant. Writers do not see the link: it is made
// when the text is sent, and taken back when the text is changed.
import { idOf, isolated, listen, make, textOf } from "./make.js";
import { escape } from "./words.js";

const MOST = 5; // Names that are offered at once.
const OPENS = String.raw`(?<=^|[\s("'“‘«>])`; // What an @ stands behind that is none of an address.
const ENDS = String.raw`(?![\p{L}\p{N}])`;
const ASKED = new RegExp(`${OPENS}@([^@\n]{0,80})$`);
const LINK = new RegExp(String.raw`${OPENS}\[@((?:\\.|[^\]\\\n])+)\]\(#weerwoord-([\da-f-]{36})\)${ENDS}`, "gu");

const meant = new Map(); // The comments that are meant by names, where the reader chose.

/** The reader means this comment by the name. */
export const mean = (name, id) => meant.set(name, id);

/** The text of the form with links in the place of the names in it. */
export function wwLink(root, text) {
  const area = root.querySelector("[name=body]");
  return link(text, [...meant, ...(area ? names(area).map(({ name, id }) => [name, id]) : [])]);
}

/** A text that was sent, as it was typed. */
export function wwUnlink(text) {
  const [typed, by] = unlink(text);
  for (const [name, id] of by) meant.set(name, id);
  return typed;
}

/** Links names, each to the first comment that is meant by it; of two names the longer one is meant. */
export const link = (text, meant) => {
  const ids = new Map([...meant].reverse());
  const names = [...ids.keys()].sort((a, b) => b.length - a.length).map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  if (!names.length) return text;
  return text.replace(new RegExp(`${OPENS}@(${names.join("|")})${ENDS}`, "gu"), (whole, name, at) =>
    isCode(text, at) ? whole : `[@${escape(name)}](#weerwoord-${ids.get(name)})`,
  );
};

/** The text without its links to comments, and which were meant. A link that could not be made again stays. */
export const unlink = (text) => {
  const by = new Map();
  const typed = text.replace(LINK, (whole, escaped, id, at) => {
    const name = escaped.replace(/\\(.)/gu, "$1");
    if (escape(name) !== escaped || (by.get(name) ?? id) !== id || isCode(text, at)) return whole;
    by.set(name, id);
    return `@${name}`;
  });
  return [typed, by];
};

/** Whether this place is inside of code: an odd number of its signs stands before it. */
const isCode = (text, at) => text.slice(0, at).split("`").length % 2 === 0;

/** Everybody who wrote on the page, once: first those in whose branch one writes, the nearest first, then who wrote last. */
const names = (area) => {
  const all = [...area.getRootNode().querySelectorAll(".comment:not(.removed, .sending, .failed, [data-muted])")];
  all.sort((a, b) => (a.id < b.id ? 1 : -1));
  const near = [];
  for (let line = area.closest(".comment"), depth = Infinity; line; line = line.previousElementSibling) {
    if (!all.includes(line) || line.dataset.depth >= depth) continue;
    near.push(line);
    depth = Number(line.dataset.depth);
  }
  const found = new Map();
  for (const line of [...near, ...all]) {
    const [name, role] = [textOf(line, "author"), textOf(line, "role bdi")];
    const key = `${name}\n${role}`;
    if (name && !found.has(key)) found.set(key, { name, role, id: idOf(line) });
  }
  return [...found.values()];
};

/** Puts a text in the place of what stands from there to the caret. The widget hears of it as of what is typed. */
const put = (area, text, from) => {
  area.setRangeText(text, from, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
};

/** Puts a paragraph where the caret is, once the form is drawn. What is typed stays. */
export const insert = (root, text) =>
  setTimeout(() => {
    const area = root.querySelector("[name=body]");
    if (!area) return;
    const at = area.selectionEnd;
    const before = area.value.slice(0, at);
    put(area, (before.trim() ? { "\n\n": "" }[before.slice(-2)] ?? (before.endsWith("\n") ? "\n" : "\n\n") : "") + text, at);
    area.focus();
    // It has grown since it was scrolled to.
    area.scrollIntoView({ block: "nearest" });
  });

/** Has the forms of a thread offer names; answers what ends that. */
export const mentions = (thread) => {
  const seen = new WeakSet();
  const reach = (area) => {
    if (!area?.matches?.("[name=body]") || seen.has(area)) return;
    seen.add(area);
    offerNames(area, thread);
  };
  // The reader may be in the field already.
  reach(thread.root.activeElement);
  return listen(thread.root, "focusin", ({ target }) => reach(target));
};

/** Makes a field offer names while an @ is typed: a list box below the text, led by its keys. */
const offerNames = (area, { say, announce }) => {
  let offered = [];
  let active = 0;
  let list;

  const draw = () => {
    list?.remove();
    list = undefined;
    const controls = offered.length ? { autocomplete: "list", controls: "weerwoord-names", activedescendant: `weerwoord-name-${active}` } : {};
    for (const name of ["autocomplete", "controls", "activedescendant"]) {
      if (controls[name]) area.setAttribute(`aria-${name}`, controls[name]);
      else area.removeAttribute(`aria-${name}`);
    }
    if (!offered.length) return;
    list = make("ul", "names", "", { id: "weerwoord-names", role: "listbox", "aria-label": say("mention.label") });
    offered.forEach(({ name, role }, at) => {
      const more = { id: `weerwoord-name-${at}`, role: "option", "aria-selected": at === active };
      const option = make("li", "name", role ? `${isolated(name)} (${isolated(role)})` : name, more);
      // Else the text would lose the focus.
      option.onmousedown = (event) => event.preventDefault();
      option.onclick = () => choose(at);
      list.append(option);
    });
    area.after(list);
  };
  const asked = () => ASKED.exec(area.value.slice(0, area.selectionEnd))?.[1];
  const offer = (some) => {
    const before = offered.length;
    [offered, active] = [some, 0];
    if (before || some.length) draw();
    if (some.length && some.length !== before) announce(say("mention.found", some.length));
  };
  const choose = (at) => {
    const { name, id } = offered[at];
    put(area, `${name} `, area.selectionEnd - asked().length);
    meant.set(name, id);
    offer([]);
  };

  area.addEventListener("input", () => {
    const typed = asked()?.toLowerCase();
    const fits = ({ name }) => ` ${name.toLowerCase()}`.includes(` ${typed}`);
    offer(typed === undefined ? [] : names(area).filter(fits).slice(0, MOST));
  });
  area.addEventListener("blur", () => offer([]));
  area.addEventListener("keydown", (event) => {
    const { length } = offered;
    if (!length || event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const step = { ArrowDown: 1, ArrowUp: length - 1 }[event.key];
    if (step) {
      active = (active + step) % length;
      draw();
    } else if (event.key === "Enter" || event.key === "Tab") choose(active);
    else if (event.key === "Escape") offer([]);
    else return;
    // Neither the text nor the form hears of it.
    event.preventDefault();
    event.stopPropagation();
  });
};
