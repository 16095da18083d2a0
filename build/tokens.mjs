// The tokens of style/tokens.css: what is public of them, for the manifest and the studio, and how a sheet carries them. It
// has only those that it uses, under short names; the loader, which everybody waits for, holds them.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const file = fileURLToPath(new URL("../style/tokens.css", import.meta.url));
const source = await readFile(file, "utf8");

/** A private property; its public token has the same name. */
const PRIVATE = /--_[a-z][a-z-]*/g;
const DECLARED = /(--_[a-z][a-z-]*):([^;{}]*);?/g;

/** Every public token: its name, what it sets, of which kind it is, its default in words and in CSS. */
export const tokens = [...source.matchAll(/\/\* ([^*]+?): (an? [^*]+?)\. Default: ([^*]+?)\. \*\/\s+--_([\w-]+):\s*([^;]*);/g)].map(
  ([, what, kind, words, name, value]) => ({
    name: `--ww-${name}`,
    what: flat(what),
    kind: flat(kind),
    words: flat(words),
    value: flat(value).match(/^var\( ?--ww-[\w-]+, (.*?) ?\)$/)[1],
  }),
);

/** The property that takes what a token of a kind takes. */
const PROPERTIES = { "font-family list": "font-family", number: "line-height", colour: "color", "box-shadow": "box-shadow", time: "transition-duration" };

/** The names of the tokens, without what all begin with, by a property that takes their values. */
export function tokenKinds() {
  const kinds = {};
  for (const { name, kind } of tokens) {
    const short = name.slice("--ww-".length);
    const length = short.startsWith("size") ? "font-size" : short === "padding" ? "padding" : "max-width";
    const property = PROPERTIES[kind.replace(/^an? | of at least .*$/g, "")] ?? length;
    (kinds[property] ??= []).push(short);
  }
  return Object.fromEntries(Object.entries(kinds).map(([property, names]) => [property, names.join(" ")]));
}

const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"];

/** The private names, and what each is called in what readers download: a letter, which is a name of none in style/. */
const short = new Map([...new Set(source.match(PRIVATE))].map((name, at) => [name, `--_${LETTERS[at]}`]));
if (short.size > LETTERS.length) throw new Error("style/tokens.css has more names than there are letters");

/** The tokens as the studio needs them: with the property that takes a value, and the name under which a sheet has it. */
export function studioTokens() {
  const kinds = Object.entries(tokenKinds());
  return tokens.map((token) => {
    const bare = token.name.slice("--ww-".length);
    const [property] = kinds.find(([, names]) => names.split(" ").includes(bare));
    return { ...token, property, private: short.get(`--_${bare}`) };
  });
}

/**
 * A minified sheet without the tokens that nothing uses: neither it nor `after`, the sheets that count on it. Those that
 * `before` declares, a sheet in the same place, are left out as well.
 */
export function carry(sheet, { before = "", after = "" } = {}) {
  const known = new Set([...before.matchAll(DECLARED)].map(([, name]) => name));
  for (let had; had !== sheet; ) {
    had = sheet;
    const used = new Set([...(sheet + after).matchAll(/var\((--_[a-z-]+)/g)].map(([, name]) => name));
    const kept = (line, name) => (used.has(name) && !known.has(name) ? line : "");
    // Only where the defaults stand: what another sheet says of a token stays.
    sheet = sheet.replace(/(:where\([^)]*\)\{)([^}]*)\}/g, (_whole, open, body) => {
      const left = body.replace(DECLARED, kept).replace(/;$/, "");
      return left ? `${open}${left}}` : "";
    });
    sheet = sheet.replace(/@(media|container)[^{}]*\{\}/g, "");
  }
  return sheet;
}

/** The sheet with short names, and without the white space that esbuild leaves in custom properties. */
export const shorten = (sheet) =>
  sheet
    .replace(PRIVATE, (name) => short.get(name) ?? name)
    .replace(/(--_\w+): /g, "$1:")
    .replace(/, (?=[^"]*(?:"[^"]*"[^"]*)*$)/g, ",")
    .replace(/ ([*/]) /g, "$1");

function flat(text) {
  return text.replace(/\s+/g, " ").trim();
}
