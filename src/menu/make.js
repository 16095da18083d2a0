// What the other files are made with: elements, and what is heard in a thread.

/** An element with these classes, which are its parts too. */
export const make = (tag, names, text = "", attributes = {}) => {
  const element = document.createElement(tag);
  element.textContent = text;
  for (const [name, value] of Object.entries({ class: names, part: names, ...attributes })) element.setAttribute(name, value);
  return element;
};

const FROM_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** A name as it stands among words: it does not turn them, nor they it (src/text.rs does the same). */
export const isolated = (name, words = "") => (FROM_RIGHT.test(name + words) ? `\u2068${name}\u2069` : name);

/** A button that does this. */
export const button = (names, text, action, attributes) =>
  make("button", names, text, { type: "button", "data-action": action, ...attributes });

/** The comment's line around a place. */
export const lineOf = (place) => place.closest(".comment");

/** The id of a comment, of which this is the line. */
export const idOf = (line) => line.id.slice("weerwoord-".length);

/** The row of a comment's actions. */
export const rowOf = (line) => line.querySelector(":scope > article > .actions");

/** What a part of a comment's line says: "author", "role bdi". */
export const textOf = (line, part) => line.querySelector(`:scope > article .${part}`)?.textContent;

/** Hears of events in the thread, before the module does, until the function that it answers is called. */
export const listen = (root, type, heard) => {
  root.addEventListener(type, heard, true);
  return () => root.removeEventListener(type, heard, true);
};

/** Hears of clicks on what has an action: `does` has a function for each, which gets the element and the comment's line. */
export const onAction = (root, does) =>
  listen(root, "click", ({ target }) => {
    const acting = target.closest?.("[data-action]");
    if (acting && Object.hasOwn(does, acting.dataset.action)) does[acting.dataset.action](acting, lineOf(acting));
  });
