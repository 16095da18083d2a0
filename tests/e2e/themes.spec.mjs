// The themes of style/themes: small, of tokens and parts alone, and readable in every state, light and dark.

import { readdirSync, readFileSync } from "node:fs";
import { tokens } from "../../build/tokens.mjs";
import { table, names } from "../../build/manifest.mjs";
import { bringColours } from "./support/colours.mjs";
import { expect, expectAccessible, test } from "./support/test.mjs";

const folder = new URL("../../style/themes/", import.meta.url);
const themes = readdirSync(folder).map((file) => ({ file, name: file.replace(".css", ""), css: readFileSync(new URL(file, folder), "utf8") }));
const docs = readFileSync(new URL("../../docs/theming.md", import.meta.url), "utf8");

test("there are at least six, and the documentation names each", () => {
  expect(themes.length).toBeGreaterThanOrEqual(6);
  expect(table(docs, "Themes").map(([cell]) => names(cell)[0]).sort()).toEqual(themes.map(({ name }) => name).sort());
});

for (const { name, css } of themes) {
  test(`${name} is a file under 2 kB of tokens and parts that there are`, () => {
    expect(Buffer.byteLength(css)).toBeLessThan(2000);
    const parts = ["Parts of a thread", "States"].flatMap((heading) => table(docs, heading).flatMap((cells) => cells.flatMap(names)));
    const known = tokens.map(({ name }) => name);
    const rules = [...css.replace(/\/\*.*?\*\//gs, "").matchAll(/([^{}]+)\{([^{}]*)\}/g)];
    expect(rules.length).toBeGreaterThan(3);
    for (const [, selectors, body] of rules) {
      const properties = [...body.matchAll(/^\s*([\w-]+):/gm)].map(([, property]) => property);
      if (!selectors.includes("::part")) {
        expect(selectors.trim()).toBe("weerwoord-thread, weerwoord-recent, weerwoord-top");
        expect(properties.filter((property) => !known.includes(property))).toEqual([]);
        continue;
      }
      for (const selector of selectors.split(",")) {
        const [, asked] = selector.trim().match(/^weerwoord-thread::part\(([\w -]+)\)(::?[\w-]+)?$/) ?? [];
        expect(asked, selector).toBeDefined();
        expect(asked.split(" ").filter((part) => !parts.includes(part)), selector).toEqual([]);
      }
    }
  });

  test(`${name} can be read in light and in dark`, async ({ page, server }) => {
    await page.setViewportSize({ width: 1600, height: 1000 });
    await page.goto(`${server.origin}/studio#theme=${name}`);
    await expect(page.locator("body")).toHaveAttribute("data-ready", "");
    await bringColours(page);
    const measured = await page.evaluate(() => {
      const WHERE = [
        [".comment:not(.failed, .waiting, .sending) > article > .body", "color"],
        [".permalink", "color"],
        [".hint", "color"],
        [".removed .body", "color"],
        ["[data-action=reply]", "color"],
        ["[aria-pressed=true]", "color"],
        [".error:not(:empty)", "color"],
        [".failed .state", "color"],
        [".primary", "color"],
        [".badge", "color"],
        [".target .author", "color"],
        [".said", "color"],
        [".input:not([aria-invalid])", "border-bottom-color"],
      ];
      return [...document.querySelectorAll("[data-state=main]")].flatMap((thread) =>
        WHERE.map(([where, property]) => [
          `${thread.getAttribute("theme")} ${where}`,
          window.colours.contrast(thread.shadowRoot.querySelector(where), property),
          property === "color" ? 4.5 : 3,
        ]),
      );
    });
    expect(measured).toHaveLength(39);
    expect(measured.filter(([, figure, least]) => !(figure >= least))).toEqual([]);
    await expectAccessible(page, ".preview:not(.phone) [data-state=main]");
  });
}
