// `custom-elements.json`: what editors complete of the elements (the Custom Elements Manifest, schema 2.1.0). Made of
// style/tokens.css and of the tables of docs/, which tests hold against the source. `node build/manifest.mjs` writes it.

import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { tokens } from "./tokens.mjs";

const root = new URL("../", import.meta.url);
const docs = (name) => readFile(new URL(`docs/${name}.md`, root), "utf8");

/** Rows of the first table after a heading, as lists of cells. */
export function table(text, heading) {
  const after = text.split(new RegExp(`^#+ ${heading}$`, "m"))[1];
  if (!after) throw new Error(`there is no heading "${heading}"`);
  const lines = after.match(/^\|.*(?:\n\|.*)+/m)[0].split("\n").slice(2);
  return lines.map((line) => line.slice(2, -2).split(" | "));
}

/** What stands in backticks in a cell. */
export const names = (cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name);

const plain = (cell) => cell.replace(/\[([^\]]+)\]\([^)]*\)/g, "$1").replaceAll("`", "");
const described = (text) => plain(text).replace(/^./, (letter) => letter.toUpperCase());

/** The manifest as JSON. */
export async function manifest() {
  const [embedding, theming] = await Promise.all([docs("embedding"), docs("theming")]);
  const parts = (heading) =>
    table(theming, heading).flatMap(([cell, what]) => names(cell).map((name) => ({ name, description: described(what) })));
  const cssProperties = tokens.map(({ name, what, kind, words }) => ({ name, description: `${what}: ${kind}.`, default: words }));
  const attributes = table(embedding, "The element").map(([cell, what, fallback]) => ({
    name: names(cell)[0],
    type: { text: "string" },
    description: described(what),
    default: plain(fallback),
  }));
  const events = table(embedding, "Events").map(([cell, when, detail]) => ({
    name: names(cell)[0],
    type: { text: "CustomEvent" },
    description: `${described(when)}. Detail: ${plain(detail)}.`,
  }));
  const methods = table(embedding, "Methods").map(([cell, what]) => ({
    kind: "method",
    name: names(cell)[0].replace("()", ""),
    description: `${described(what)}.`,
  }));
  const states = table(theming, "States").map(([cell, of, when]) => ({ name: names(cell)[0], description: `A state of ${plain(of)}: ${plain(when)}` }));
  const slots = table(theming, "Slots").map(([cell, what]) => ({ name: names(cell)[0], description: described(what) }));
  const lists = ["recent", "top"].map((name) =>
    element(`weerwoord-${name}`, "src/lists.js", {
      description: described(table(embedding, "Counts and lists elsewhere").find(([cell]) => cell.includes(name))[1]),
      attributes: ["site", "count", "lang", "theme", "styles", ...(name === "top" ? ["days"] : [])].map((name) => ({ name, type: { text: "string" } })),
      cssParts: parts("Parts of the lists"),
      cssProperties,
    }),
  );
  const thread = element("weerwoord-thread", "src/embed.js", {
    description: "The discussion under an article.",
    attributes,
    members: methods,
    events,
    slots,
    cssParts: [...parts("Parts of a thread"), ...states],
    cssProperties,
  });
  return `${JSON.stringify({ schemaVersion: "2.1.0", readme: "docs/theming.md", modules: [thread, ...lists] }, null, 1)}\n`;
}

function element(tagName, path, what) {
  const name = tagName.replace(/(?:^|-)(\w)/g, (_, letter) => letter.toUpperCase());
  const declaration = { kind: "class", customElement: true, name, tagName, superclass: { name: "HTMLElement" }, ...what };
  const exports = [{ kind: "custom-element-definition", name: tagName, declaration: { name, module: path } }];
  return { kind: "javascript-module", path, declarations: [declaration], exports };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(new URL("custom-elements.json", root), await manifest());
