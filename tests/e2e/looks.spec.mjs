// What a thread looks like elsewhere: in each theme, on the hosted page, on paper, and to readers whose system asks for more.

import { readdirSync, readFileSync } from "node:fs";
import { wantOpaque } from "./support/reader.mjs";
import { PAGE, Scene } from "./support/scene.mjs";
import { STATES } from "./support/states.mjs";
import { expect, test } from "./support/test.mjs";

const folder = new URL("../../style/themes/", import.meta.url);
const SIZE = { width: 768, height: 1100 };

test.use({ trace: "off", viewport: SIZE });

const bringTo = async (name, { page, context, article, server, widget }) => {
  const scene = new Scene({ page, context, article, server, widget }, "ltr");
  await STATES.find((state) => state.name === name).bring(scene);
  await scene.still();
  return scene;
};

/** From the title on, as much as the window has room for. */
const look = async (page, widget, name) => {
  await page.evaluate(() => scrollTo(0, 0));
  const { y } = await widget.title.boundingBox();
  await expect(page).toHaveScreenshot(`${name}.png`, { clip: { x: 0, y: Math.floor(y) - 12, width: SIZE.width, height: SIZE.height - Math.floor(y) } });
};

/** A theme in fonts that are the same on every machine, each of the kind that the theme wants. */
const inOurFonts = (css) =>
  css.replace(/(--ww-font[\w-]*: ).*?\b(sans-serif|serif|monospace);/g, (_, token, kind) => {
    return `${token}${{ "sans-serif": "Picture", serif: "Picture Serif", monospace: "Picture Code" }[kind]};`;
  });

for (const file of readdirSync(folder)) {
  const name = file.replace(".css", "");
  test(`the theme ${name} looks as it did`, async ({ page, context, article, server, widget }) => {
    await bringTo("thread", { page, context, article, server, widget });
    await page.addStyleTag({ content: inOurFonts(readFileSync(new URL(file, folder), "utf8")) });
    await page.evaluate(() => document.fonts.ready);
    await look(page, widget, `theme-${name}`);
  });
}

const READERS = {
  "forced-colours": (page) => page.emulateMedia({ forcedColors: "active" }),
  "more-contrast": (page) => page.emulateMedia({ contrast: "more" }),
  "less-motion": (page) => page.emulateMedia({ reducedMotion: "reduce" }),
  "less-transparency": wantOpaque,
  async print(page) {
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  },
};

for (const [name, want] of Object.entries(READERS)) {
  // On paper dates stand in full: of comments of long ago. Those of a collapsed branch are there too.
  for (const state of name === "print" ? ["collapsed"] : ["thread", "pointed-at"]) {
    test(`${state} looks as it did, ${name}`, async ({ page, context, article, server, widget }) => {
      await bringTo(state, { page, context, article, server, widget });
      await want(page);
      await look(page, widget, `${name}-${state}`);
    });
  }
}

test.describe("the hosted page", () => {
  // Its fonts come from elsewhere.
  test.use({ bypassCSP: true });

  for (const colorScheme of ["light", "dark"]) {
    test(`looks as it did, ${colorScheme}`, async ({ page, context, article, server, widget, world }) => {
      const scene = new Scene({ page, context, article, server, widget }, "ltr");
      await scene.tell(["nel", "claim"], ["wim", "quote", 0], ["ineke", "list"]);
      await page.emulateMedia({ colorScheme });
      await page.goto(article.hosted(PAGE));
      await page.addStyleTag({ url: `${world.hosts.origin}/any/fonts.css` });
      await page.addStyleTag({
        content: "body { font-family: Picture Serif; --ww-font-ui: Picture; --ww-font-code: Picture Code } .page-back, .page-links { font-family: Picture }",
      });
      await page.evaluate(() => Promise.all([...document.fonts].map((font) => font.load())));
      await expect(page).toHaveScreenshot(`hosted-${colorScheme}.png`, { fullPage: true });
    });
  }
});
