// Readers who want nothing to shine through: every ground is opaque, and can be read, whatever the page lies on.

import { bringColours } from "./support/colours.mjs";
import { wantOpaque } from "./support/reader.mjs";
import { Scene } from "./support/scene.mjs";
import { STATES } from "./support/states.mjs";
import { expect, expectAccessible, test } from "./support/test.mjs";

/** All that a reader sees through a little: grounds, veils, shadows and the elements themselves. */
async function translucent(page, widget) {
  await bringColours(page);
  return widget.element.evaluate((element) => {
    const alpha = (colour) => window.colours.bytes(colour)[3];
    const between = (number, most) => number > 0 && number < most;
    return [...element.shadowRoot.querySelectorAll(".weerwoord, .weerwoord *")]
      .flatMap((one) => [one, ...(one.matches("dialog") ? ["::backdrop"] : [])].map((pseudo) => [one, pseudo === one ? undefined : pseudo]))
      .filter(([one, pseudo]) => {
        const { backgroundColor, opacity, boxShadow } = getComputedStyle(one, pseudo);
        // Lines beside a comment are no shadows, and those of an element are no ground.
        const shadow = boxShadow === "none" ? 0 : alpha(boxShadow.match(/^[^)]+\)/)[0]);
        return between(alpha(backgroundColor), 255) || between(Number(opacity), 1) || between(shadow, 255);
      })
      .map(([one, pseudo = ""]) => one.className + pseudo);
  });
}

const SHOWING = ["thread", "draft", "menu", "mention", "news", "pinned", "pointed-at", "shortcuts", "unread"];

for (const { name, bring } of STATES.filter(({ name }) => SHOWING.includes(name))) {
  for (const colorScheme of ["light", "dark"]) {
    test(`nothing shines through: ${name}, ${colorScheme}`, async ({ page, context, article, server, widget }) => {
      const scene = new Scene({ page, context, article, server, widget }, "ltr");
      await page.emulateMedia({ colorScheme });
      await bring(scene);
      await scene.still();
      await wantOpaque(page);
      await expect.poll(() => translucent(page, widget)).toEqual([]);
      await expectAccessible(page, "weerwoord-thread");
    });
  }
}

test("there is something that would shine through otherwise", async ({ page, context, article, server, widget }) => {
  const scene = new Scene({ page, context, article, server, widget }, "ltr");
  await STATES.find(({ name }) => name === "shortcuts").bring(scene);
  expect(await translucent(page, widget)).toEqual(expect.arrayContaining(["shortcuts", "shortcuts::backdrop"]));
});

for (const [ground, text] of [["#fdf7f4", "#222"], ["#1d2225", "#eee"], ["#0a3d62", "#fff"]]) {
  test(`a text of ${text} is read on its opaque ground, on a page of ${ground}`, async ({ page, context, article, server, widget }) => {
    const scene = new Scene({ page, context, article, server, widget }, "ltr");
    await STATES.find(({ name }) => name === "thread").bring(scene);
    await page.addStyleTag({ content: `:root { color-scheme: light; background: ${ground}; color: ${text} }` });
    await wantOpaque(page);
    await bringColours(page);
    const code = await widget.element.locator(".body pre").elementHandle();
    const measured = await code.evaluate((code) => ({ contrast: window.colours.contrast(code), alpha: window.colours.of(code, "background-color")[3] }));
    expect(measured.alpha).toBe(255);
    expect(measured.contrast).toBeGreaterThan(7);
  });
}
