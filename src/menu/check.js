// What a page asked for that there is not: a theme, a slot, a level, a value of a token. The widget goes on as if it had not been asked
// for, and says so in the console, once.
import kinds from "weerwoord:token-kinds";

const SLOTS = "header before after empty sign-in footer";
const said = new Set();

const warn = (what) => {
  if (said.has(what)) return;
  said.add(what);
  console.warn(`weerwoord: ${what} means nothing here, and is passed over.`);
};

/** Checks what the page gives to the thread of a shadow root. */
export const check = (root) => {
  const { host } = root;
  const known = (names, name, what) => name == null || names.split(" ").includes(name) || warn(`${what}="${name}"`);
  known("light dark auto", host.getAttribute("theme"), "theme");
  known("none", host.getAttribute("styles"), "styles");
  known("1 2 3 4 5", host.getAttribute("heading-level"), "heading-level");
  for (const child of host.children) known(SLOTS, child.getAttribute("slot"), "slot");
  const { style } = root.querySelector(".weerwoord");
  const given = getComputedStyle(host);
  // The property that takes what the token takes, and the tokens.
  for (const [property, names] of Object.entries(kinds)) {
    for (const name of names.split(" ")) {
      const token = `--ww-${name}`;
      const value = given.getPropertyValue(token);
      if (!value || CSS.supports(property, value)) continue;
      warn(`${token}: ${value}`);
      // Invalid for the widget alone, which then has the default.
      style.setProperty(token, "initial");
    }
  }
};
