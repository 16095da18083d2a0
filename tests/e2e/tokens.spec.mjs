// What holds for the style sheets themselves: components use tokens, and each token is told to developers.

import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { tokens } from "../../build/tokens.mjs";

const root = new URL("../../", import.meta.url);
const read = (path) => readFile(new URL(path, root), "utf8");
const withoutComments = (css) => css.replace(/\/\*.*?\*\//gs, "");

/** The sheets of the components: what the widget's sheets import, and those of its scripts. */
async function components() {
  const names = new Set();
  for (const whole of ["embed.css", "late.css", "lists.css", "menu.css", "reactions.css"]) {
    names.add(whole);
    for (const [, name] of (await read(`style/${whole}`)).matchAll(/@import "\.\/(.+?)"/g)) names.add(name);
  }
  names.delete("tokens.css");
  return Promise.all([...names].map(async (name) => ({ name, css: withoutComments(await read(`style/${name}`)) })));
}

/** Every declaration of a sheet: its property and its value. */
const declarations = (css) =>
  [...css.matchAll(/([\w-]+):\s*([^;{}]*);/g)].map(([, property, value]) => ({ property, value: value.replace(/\s+/g, " ") }));

test("components have no colour of their own", async ({ page }) => {
  const found = [];
  for (const { name, css } of await components()) {
    for (const { property, value } of declarations(css)) {
      // What print says of the tokens is a token's value.
      if (!property.startsWith("--_")) found.push({ at: `${name}: ${property}: ${value}`, words: value.replace(/--[\w-]+/g, "").match(/#\w+|[a-z-]+\(?/gi) ?? [] });
    }
  }
  expect(found.length).toBeGreaterThan(200);
  const raw = await page.evaluate((all) => {
    const FUNCTIONS = /^(rgb|hsl|hwb|lab|lch|oklab|oklch|color|light-dark|device-cmyk)a?\($/i;
    const free = /^(transparent|currentcolor|inherit|initial|unset|revert|revert-layer|canvas|canvastext|highlight|highlighttext|mark)$/i;
    return all.filter(({ words }) => words.some((word) => FUNCTIONS.test(word) || (CSS.supports("color", word) && !free.test(word)))).map(({ at }) => at);
  }, found);
  expect(raw).toEqual([]);
});

test("components have no font, corner, shadow, duration or gap of their own", async () => {
  const rules = [
    [/^font(-family)?$/, /var\(--_|inherit/],
    [/^border-radius$/, /var\(--_|inherit|^0$/],
    // A line drawn as a shadow has no blur.
    [/^box-shadow$/, /^var\(--_shadow\)$|var\(--_(?!shadow)/],
    [/^transition|^animation/, /var\(--_duration\)/],
    // The bullets of a list stand beside its text.
    [/^(padding|margin|gap|row-gap|column-gap)/, /^(?!.*\d(em|rem|ch)\b)|^1\.4em$/],
  ];
  const own = [];
  for (const { name, css } of await components()) {
    for (const { property, value } of declarations(css)) {
      for (const [which, allowed] of rules) if (which.test(property) && !allowed.test(value)) own.push(`${name}: ${property}: ${value}`);
    }
  }
  expect(own).toEqual([]);
});

test("tokens are declared in one sheet, without specificity, and read there alone", async () => {
  const css = withoutComments(await read("style/tokens.css"));
  const selectors = [...css.matchAll(/([^{}@]+)\{(?=[^{}]*\})/g)].map(([, selector]) => selector.trim()).filter((it) => !it.startsWith("("));
  expect(selectors.length).toBeGreaterThan(3);
  expect(selectors.filter((selector) => !/^:where\([^)]*\)$/.test(selector))).toEqual([]);
  const names = tokens.map(({ name }) => name);
  expect(names.length).toBeGreaterThan(30);
  expect([...new Set(css.match(/--ww-[\w-]+/g))].sort()).toEqual([...names].sort());
  for (const { name, css } of await components()) expect(css.match(/--ww-[\w-]+/g), name).toBeNull();
  // Each property that a component uses is there.
  const declared = new Set(css.match(/--_[\w-]+(?=:)/g));
  for (const { name, css } of await components()) {
    const local = new Set(css.match(/--_[\w-]+(?=:)/g));
    const used = [...css.matchAll(/var\((--_[\w-]+)/g)].map(([, used]) => used);
    expect(used.filter((it) => !declared.has(it) && !local.has(it) && !["--_inset"].includes(it)), name).toEqual([]);
  }
});

test("each token is in the documentation, with its kind and its default, and nothing else is", async () => {
  const docs = await read("docs/theming.md");
  const rows = [...docs.matchAll(/^\| `(--ww-[\w-]+)` \| (.*?) \| (.*?) \| (.*?) \|$/gm)].map(([, name, what, kind, words]) => ({ name, what, kind, words }));
  const plain = (text) => text.replaceAll("`", "").replaceAll("’", "'");
  expect(rows.map(({ name, what, kind, words }) => [name, plain(what), plain(kind), plain(words)])).toEqual(
    tokens.map(({ name, what, kind, words }) => [name, what, kind, words]),
  );
});
