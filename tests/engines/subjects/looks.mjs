// Tokens, the themes, and the page's own scheme: the colours that the engine makes of them.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { bringColours } from "../../e2e/support/colours.mjs";

const folder = new URL("../../../style/themes/", import.meta.url);
const READ = [".thread-title", ".body", ".byline", ".permalink", ".hint", "[data-action=reply]", "[aria-current]", ".primary", ".menu-button", ".label"];

export function looks(thread) {
  test("tokens, the theme and the page's own scheme give it its colours", async () => {
    const t = thread();
    const article = t.newArticle();
    await article.post({ body: "Een" });
    await t.open(article);
    const ground = () => t.ask(({ root }) => getComputedStyle(root.querySelector("form.composer button.primary")).backgroundColor);
    const root = (name, value) => t.ask((_, name, value) => document.documentElement.style.setProperty(name, value), name, value);
    await root("--ww-accent", "rgb(120, 0, 80)");
    assert.equal(await ground(), "rgb(120, 0, 80)");
    await root("--ww-accent", "");
    const light = await ground();
    await t.ask(() => document.querySelector("weerwoord-thread").setAttribute("theme", "dark"));
    const dark = await ground();
    assert.notEqual(dark, light);
    await t.ask(() => document.querySelector("weerwoord-thread").removeAttribute("theme"));
    for (const [scheme, colour] of [["dark", dark], ["light", light]]) {
      await root("color-scheme", scheme);
      assert.equal(await ground(), colour);
    }
  });

  test("whatever the accent, links and the main button can be read on light and on dark", async () => {
    const t = thread();
    const article = t.newArticle();
    await article.post({ body: "Een" });
    await t.open(article);
    await bringColours(t.browser);
    const accents = ["black", "white", "yellow", "#00f", "#777"].concat(Array.from({ length: 24 }, (_, at) => `hsl(${at * 15} 90% ${8 + 12 * (at % 8)}%)`));
    const poor = await t.ask(({ root }, accents) => {
      const [link, button] = ["[data-action=reply]", ".primary"].map((part) => root.querySelector(part));
      return [["light", "#f8f8f6"], ["dark", "#1d2225"]].flatMap(([colorScheme, background]) => {
        Object.assign(document.documentElement.style, { colorScheme, background });
        return accents.flatMap((accent) => {
          document.documentElement.style.setProperty("--ww-accent", accent);
          const figures = [link, button].map((element) => window.colours.contrast(element));
          return figures.every((figure) => figure >= 4.5) ? [] : [[colorScheme, accent, ...figures]];
        });
      });
    }, accents);
    assert.deepEqual(poor, []);
  });

  test("each theme has its accent, and can be read in light and in dark", async () => {
    const t = thread();
    const article = t.newArticle();
    await article.chain(["Een", "Twee"]);
    await t.open(article);
    await t.has("Twee", ".menu-button");
    await bringColours(t.browser);
    const measure = ({ root }, css, read) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      document.adoptedStyleSheets = [sheet];
      const host = document.querySelector("weerwoord-thread");
      const probe = Object.assign(document.createElement("i"), { style: "background: var(--ww-accent)" });
      root.querySelector(".weerwoord").append(probe);
      const measured = ["light", "dark"].map((theme) => {
        host.setAttribute("theme", theme);
        // What is not there to be seen has no figure.
        const figures = read.map((part) => [part, window.colours.contrast(root.querySelector(part))]);
        const [accent, button] = [probe, root.querySelector(".primary")].map((element) => String(window.colours.of(element, "background-color")));
        return { accent: accent === button || [accent, button], poor: figures.filter(([, figure]) => !(figure >= 4.5)) };
      });
      probe.remove();
      return measured;
    };
    const themes = readdirSync(folder);
    assert.ok(themes.length >= 6);
    for (const file of themes) {
      const fine = { accent: true, poor: [] };
      assert.deepEqual(await t.ask(measure, readFileSync(new URL(file, folder), "utf8"), READ), [fine, fine], file);
    }
  });
}
