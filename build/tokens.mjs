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

/** The private names, and what each is called in what readers download: by a capital, which no name in style/ has. */
const short = new Map([...new Set(source.match(PRIVATE))].map((name, at) => [name, `--_${capitals(at)}`]));

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

function capitals(at) {
  const letter = String.fromCharCode(65 + (at % 26));
  return at < 26 ? letter : capitals(Math.floor(at / 26) - 1) + letter;
}

function flat(text) {
  return text.replace(/\s+/g, " ").trim();
}
