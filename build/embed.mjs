// Bundles the loader (src/embed.js) with the widget's stylesheet and its first few sentences inside, and the stylesheet of
// the hosted page. Both are made from style/ and locales/, so that nothing is written twice.

import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { target } from "./target.mjs";
import { carry, shorten, studioTokens, tokenKinds } from "./tokens.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** `embed.js`: one script, minified, that asks for nothing but the thread. */
export async function bundleLoader() {
  return bundle({
    entryPoints: [join(root, "src/embed.js")],
    format: "iife",
    plugins: [stylesheetAsText, loadMessages],
  });
}

/** `lists.js`: a module by itself, for pages that name other articles. */
export async function bundleLists() {
  return bundle({ entryPoints: [join(root, "src/lists.js")], format: "esm" });
}

/** `reactions-HASH.js`, `live-HASH.js`: modules that are brought in beside the widget, or after it. */
export async function bundleModule(name) {
  const text = await bundle({ entryPoints: [join(root, `src/${name}.js`)], format: "esm", plugins: [stylesheetAsText] });
  return { name: `${name}-${createHash("sha256").update(text).digest("hex").slice(0, 16)}.js`, text };
}

/** `embed.css`: the widget's sheets, a line each, the first as a thread in a page's own HTML has it; after them the hosted page's own. */
export async function bundleStyles() {
  const names = ["embed.css", "scriptless.css", "late.css", "page.css"];
  const [first, scriptless, ...others] = await Promise.all(names.map((name) => bundleSheet(name)));
  return [first + scriptless, ...others].map((sheet) => `${sheet}\n`).join("");
}

/** What the widget says, a file a language: named by what is in it, and without what the server alone says. */
export async function widgetMessages() {
  const files = await readdir(join(root, "locales"));
  return Promise.all(
    files.filter((file) => file.endsWith(".json")).map(async (file) => {
      const lang = basename(file, ".json");
      const text = JSON.stringify({ lang, number: models(lang), ...(await messages(lang, (key) => !/^(page|permalink|feed|list|date|desk)\./.test(key))) });
      const hash = createHash("sha256").update(text).digest("hex").slice(0, 16);
      return { name: `messages-${lang}-${hash}.json`, text };
    }),
  );
}

/** How a language groups the digits of numbers with four to seven of them: the browser's own rules take a phone 100 ms to load. */
const models = (lang) => [1e3, 1e4, 1e5, 1e6].map((n) => n.toLocaleString(`${lang}-u-nu-latn`)).join("|");

/** `menu-HASH.js`: what the browser does in its own language, beside the module. */
export async function bundleMenu() {
  return bundle({ entryPoints: [join(root, "src/menu.js")], format: "esm", plugins: [stylesheetAsText, loadTokenKinds] });
}

/** What the studio's page loads, by its name: its script, its sheet, and every sheet that a thread can have. */
export async function bundleStudio() {
  const all = ["embed.css", "late.css", "menu.css", "reactions.css"];
  const sheets = await Promise.all(all.map((name) => bundleSheet(name)));
  return {
    "studio.js": await bundle({ entryPoints: [join(root, "src/studio.js")], format: "esm", plugins: [loadTokens] }),
    "studio.css": await bundle({ entryPoints: [join(root, "style/studio.css")] }),
    "studio/widget.css": sheets.join("\n"),
  };
}

/** A sheet of `style/`, with those that it imports, and with the tokens that it and its followers use. */
export async function bundleSheet(name) {
  const followers = { "late.css": ["menu.css", "reactions.css"] }[name] ?? [];
  const [sheet, before, ...after] = await Promise.all([name, "embed.css", ...followers].map(minified));
  return shorten(carry(sheet, { before: name === "late.css" ? carry(before) : "", after: after.join("") }));
}

async function minified(name) {
  return (await bundle({ entryPoints: [join(root, "style", name)] })).trim();
}

async function bundle(options) {
  const { outputFiles } = await build({
    bundle: true,
    charset: "utf8",
    legalComments: "none",
    minify: true,
    target: options.format ? target : undefined,
    write: false,
    ...options,
  });
  return outputFiles[0].text;
}

/** `import sheet from "../style/embed.css"` gives the minified sheet as a string. */
const stylesheetAsText = {
  name: "stylesheet-as-text",
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => ({ contents: await bundleSheet(basename(path)), loader: "text" }));
  },
};

/** `import english from "weerwoord:load-messages"` gives what can be said before a language's messages are here: `load.*`. */
const loadMessages = made("load-messages", async () => ({ lang: "en", ...(await messages("en", (key) => key.startsWith("load."))) }));

/** `import kinds from "weerwoord:token-kinds"` gives `{color: "surface text …", …}`. */
const loadTokenKinds = made("token-kinds", tokenKinds);

/** `import { tokens } from "weerwoord:tokens"` gives every token. */
const loadTokens = made("tokens", () => ({ tokens: studioTokens() }));

/** `import value from "weerwoord:NAME"` gives what `make` answers. */
function made(name, make) {
  return {
    name,
    setup(build) {
      build.onResolve({ filter: new RegExp(`^weerwoord:${name}$`) }, () => ({ path: name, namespace: name }));
      build.onLoad({ filter: /.*/, namespace: name }, async () => ({ contents: JSON.stringify(await make()), loader: "json" }));
    },
  };
}

/** The sentences of a language whose keys are wanted. */
async function messages(lang, wanted) {
  const all = Object.entries(JSON.parse(await readFile(join(root, "locales", `${lang}.json`), "utf8")));
  return Object.fromEntries(all.filter(([key]) => wanted(key)));
}
