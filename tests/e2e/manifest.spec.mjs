// What is told to developers and their editors is what the source has: parts, slots, attributes, events, methods, tokens.

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { manifest, names, table } from "../../build/manifest.mjs";
import { tokens } from "../../build/tokens.mjs";
import { expect, test } from "./support/test.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (path) => readFileSync(root + path, "utf8");
const below = (folder, ending) =>
  readdirSync(root + folder, { recursive: true })
    .filter((name) => ending.test(name))
    .map((name) => `${folder}/${name}`);

const widget = below("src", /\.(rs|js)$/).filter((path) => !/studio|\btests\b/.test(path));
const elsewhere = below("crates/server/src", /\.rs$/).filter((path) => /\bpart=/.test(read(path)) && !/\/tests|studio/.test(path));
const theming = read("docs/theming.md");
const documented = (heading) => table(theming, heading).flatMap((cells) => cells.flatMap((cell, at) => (at === 0 ? names(cell) : [])));
// The states and single names stand in the descriptions.
const mentioned = (heading) => new Set(table(theming, heading).flatMap((cells) => cells.flatMap(names)));
const words = (all) => [...new Set(all.flatMap((text) => text.split(" ")))].filter(Boolean);

/** The parts that the source writes out. */
const written = (paths) =>
  words(
    paths.flatMap((path) => {
      const source = read(path);
      return [
        /\belement\(\s*"\w+",\s*"([^"]+)"/g,
        /\battr\(\s*"part",\s*"([^"]+)"/g,
        /\bpart=\\?"([\w -]+)\\?"/g,
        /\bmake\("\w+",\s*"([^"]+)"/g,
        /\bbutton\("([\w -]+)"/g,
        /\bsetAttribute\("part",\s*"([^"]+)"/g,
      ].flatMap((pattern) => [...source.matchAll(pattern)].map(([, text]) => text));
    }),
  );

test("every part that is drawn is documented", async ({ page, server }) => {
  const known = new Set([...mentioned("Parts of a thread"), ...mentioned("States"), ...mentioned("Parts of the lists")]);
  const found = written([...widget, ...elsewhere]);
  expect(found.length).toBeGreaterThan(60);
  expect(found.filter((part) => !known.has(part))).toEqual([]);
  // Those that are put together at run time, as the studio's thread in all its states has them.
  await page.goto(`${server.origin}/studio`);
  await expect(page.locator("body")).toHaveAttribute("data-ready", "");
  const drawn = await page.evaluate(() =>
    [...document.querySelectorAll("weerwoord-thread")].flatMap(({ shadowRoot }) => [...shadowRoot.querySelectorAll("[part]")].map((element) => element.getAttribute("part"))),
  );
  expect(words(drawn).filter((part) => !known.has(part))).toEqual([]);
  expect(words(drawn).length).toBeGreaterThan(60);
});

test("every part that is documented is in the source", () => {
  const strings = new Set(
    [...widget, ...elsewhere, "crates/protocol/src/thread.rs", "crates/protocol/src/comment.rs"].flatMap((path) =>
      [...read(path).matchAll(/["'`>]([^"'`\n]*)["'`\\]/g)].flatMap(([, text]) => text.split(/[^\w-]+/)),
    ),
  );
  // Named after what it says.
  const made = { "badge-author": "author", "badge-staff": "staff" };
  const all = [...documented("Parts of a thread"), ...documented("States"), ...documented("Parts of the lists")];
  const out = new Set(written([...widget, ...elsewhere]));
  expect(all.length).toBeGreaterThan(70);
  expect(all.filter((part) => !out.has(part) && !strings.has(made[part] ?? part))).toEqual([]);
});

test("every slot that is drawn is documented, known to the check, and the other way round", () => {
  const drawn = widget.flatMap((path) => [...read(path).matchAll(/\bslot\("([\w-]+)"\)/g)].map(([, name]) => name));
  const [, checked] = read("src/menu/check.js").match(/SLOTS = "(.*?)"/);
  const told = documented("Slots");
  expect(told.length).toBe(6);
  expect(drawn.sort()).toEqual([...told].sort());
  expect(checked.split(" ").sort()).toEqual([...told].sort());
});

test("the manifest in the repository and on the server is what the documentation says", async ({ server }) => {
  const made = await manifest();
  expect(read("custom-elements.json"), "run `node build/manifest.mjs`").toBe(made);
  expect(await (await fetch(`${server.origin}/custom-elements.json`)).text()).toBe(made);
});

test("attributes, events and methods in the manifest are those of the source", async () => {
  const { modules } = JSON.parse(await manifest());
  const [thread, recent, top] = modules.map(({ declarations }) => declarations[0]);
  const listed = (all) => all.map(({ name }) => name).sort();
  const source = read("src/embed.js");
  const attributes = [
    ...JSON.parse(source.match(/ATTRIBUTES = (\[.*?\])/)[1]),
    ...[...source.matchAll(/this\.(?:get|has)Attribute\("([\w-]+)"\)/g)].map(([, name]) => name),
    ...[...read("style/base.css").matchAll(/:host\(\[(\w+)="/g)].map(([, name]) => name),
  ];
  expect(listed(thread.attributes)).toEqual([...new Set(attributes)].sort());
  const told = [...source.matchAll(/#tell\("(\w+)"/g), ...read("src/events.rs").matchAll(/"weerwoord:(\w+)"/g)].map(([, name]) => `weerwoord:${name}`);
  expect(listed(thread.events)).toEqual([...new Set(told)].sort());
  const methods = [...source.matchAll(/^ {2}(?:async )?([a-z]\w*)\(\) \{/gm)].map(([, name]) => name);
  expect(listed(thread.members)).toEqual(methods.filter((name) => !/Callback$/.test(name)).sort());
  expect(listed(thread.cssProperties)).toEqual(tokens.map(({ name }) => name).sort());
  const asked = [...read("src/lists.js").match(/for \(const name of (\["site".*?\])\)/)[1].matchAll(/"(\w+)"/g)].map(([, name]) => name);
  expect(listed(top.attributes)).toEqual([...asked, "lang", "theme", "styles"].sort());
  expect(listed(recent.attributes)).toEqual(listed(top.attributes).filter((name) => name !== "days"));
});
