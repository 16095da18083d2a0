// What the browser alone draws in a thread, drawn once to be looked at: the states of the reader's own doing.
import { button, make } from "../menu/make.js";

const MENU = ["Copy link", "Quote", "To the comment it answers", "Report…", "Hide Wim"];

/** Puts the states in place. */
export const addStates = (root) => {
  const line = (at) => root.querySelectorAll(".comments > .comment:not(.sending, .waiting, .failed)")[at];
  const row = (at) => line(at).querySelector(":scope > article > .actions");
  const vote = row(0).querySelector("[data-action=up]");
  vote.setAttribute("aria-pressed", "true");
  vote.setAttribute("part", "action vote active");

  const react = button("action react", "❤️", "react", { "aria-label": "React", "aria-expanded": "true" });
  const palette = make("span", "palette", "", { role: "group", "aria-label": "React" });
  palette.append(...["👍", "❤️", "😂"].map((emoji, at) => button("action emoji", emoji, "emoji", { "aria-pressed": at === 1 })));
  palette.querySelector("[aria-pressed=true]").setAttribute("part", "action emoji active");
  row(0).querySelector(".reactions").after(react, palette);

  for (const actions of root.querySelectorAll(".comment:not(.removed, .held) > article > .actions")) {
    actions.append(button("action menu-button", "⋯", "menu", { "aria-label": "More options", "aria-expanded": false }));
  }
  row(1).querySelector(".menu-button").setAttribute("aria-expanded", "true");
  const menu = make("ul", "menu", "", { role: "list", "aria-label": "More options" });
  for (const text of MENU) menu.append(make("li", "", ""));
  [...menu.children].forEach((item, at) => item.append(button("action", MENU[at], "")));
  row(1).after(menu);
  row(2).append(make("span", "said", "Link copied."));
  row(4).after(make("p", "state reported", "You reported this comment. Thank you."));

  const fresh = line(6);
  fresh.setAttribute("part", "comment new");
  fresh.querySelector("article").setAttribute("data-new", "New");
  line(2).classList.add("target");
  root.querySelector(".fold").textContent = "Collapse all";
  const way = root.querySelector(".way");
  way.hidden = false;
  way.firstElementChild.textContent = "1 new";
};

/** A frame that says how loading went. */
export const frame = (...children) => {
  const frame = Object.assign(document.createElement("div"), { className: "weerwoord" });
  frame.append(...children);
  return frame;
};

export const loading = () => frame(make("p", "loading", "Loading comments…"));

export const failure = () => {
  const sentence = make("p", "failed-load", "The comments could not be loaded. ", { part: "failure" });
  const link = Object.assign(document.createElement("a"), { href: "#", textContent: "Read the comments on their own page" });
  sentence.append(make("button", "button", "Try again"), " ", link);
  return frame(sentence);
};
