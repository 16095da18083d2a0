// What else can be done with a comment: a button at the end of its actions opens a menu, from which its link is passed on,
// it is quoted, reported, its writer hidden. And mentions, which are offered while one is typed.
//
// A script beside the module, because each of these is the browser's own business (menus, selections, the share sheet) and
// would cost readers three times the bytes in Rust. The shell loads it along with the module and starts it where the widget
// has taken over; the module asks it for what the reader's texts and eyes need (src/menu.rs).
import css from "../style/menu.css";
import { exchange } from "./exchange.js";
import { check } from "./menu/check.js";
import { hiding } from "./menu/hiding.js";
import { mentions } from "./menu/mentions.js";
import { isolated } from "./menu/make.js";
import { menus } from "./menu/menus.js";
import { sharing } from "./menu/share.js";

export { wwHidden } from "./menu/hiding.js";
export { worded } from "./menu/worded.js";
export { wwLink, wwUnlink } from "./menu/mentions.js";

let sheet;

/** Offers it all in the thread of a shadow root; answers what ends that. */
export function start(root, state, messages, title) {
  sheet ??= new CSSStyleSheet();
  sheet.replaceSync(css);
  const sheets = root.adoptedStyleSheets;
  if (root.host.getAttribute("styles") !== "none" && !sheets.includes(sheet)) sheets.push(sheet);
  const thread = {
    root,
    state,
    site: state.snapshot.site,
    messages,
    title,
    address: state.url ?? location.href.split("#")[0],
    /** The sentence for a key; `{name}` or `{n}` in it is the value. */
    say: (key, value) => messages[key].replace(/\{\w+\}/, () => isolated(value, messages[key])),
    /** Tells a screen reader. The region's text is the module's; it sets it anew when it has something to say itself. */
    announce: (sentence) => {
      const live = root.querySelector(".live");
      const text = [...live.childNodes].find((node) => node.nodeType === Node.TEXT_NODE);
      if (text) text.data = sentence;
      else live.append(sentence);
    },
    /** Has the server do something; see `exchange`. */
    ask: (...what) => exchange(thread, ...what),
  };
  check(root);
  const ends = [menus(thread), sharing(thread), hiding(thread), mentions(thread)];
  return () => ends.forEach((end) => end());
}
