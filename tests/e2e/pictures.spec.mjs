// What a thread looks like, compared with the pictures that were looked at: `make pictures` takes them anew.

import { Scene } from "./support/scene.mjs";
import { STATES } from "./support/states.mjs";
import { expect, test } from "./support/test.mjs";

const WIDTHS = [320, 375, 768, 1000];
const TALL = 1800;
const AROUND = 12;

// Some hundred pictures: what is recorded of each for a trace takes as long as the pictures.
test.use({ trace: "off" });

/** What a picture shows: the page's width, and of its height what these elements take up. */
async function clip(widget, selectors, width) {
  const [top, bottom] = await widget.element.evaluate(
    (element, [selectors, around]) => {
      const edges = (side) => selectors.map((selector) => element.shadowRoot.querySelector(selector).getBoundingClientRect()[side]);
      scrollBy(0, Math.min(...edges("top")) - around);
      return [Math.min(...edges("top")) - around, Math.max(...edges("bottom")) + around];
    },
    [selectors, AROUND],
  );
  const y = Math.max(0, Math.floor(top));
  return { x: 0, y, width, height: Math.ceil(bottom) - y };
}

/** Scrolls to the end of the thread, which is at a whole pixel: what sticks there would be drawn now so, now so. */
const toTheEnd = (widget) =>
  widget.element.evaluate((element) => {
    document.body.style.paddingBlockStart = "16px";
    const { bottom } = element.getBoundingClientRect();
    document.body.style.paddingBlockStart = `${16 + Math.ceil(bottom) - bottom}px`;
    scrollTo(0, document.documentElement.scrollHeight);
  });

for (const { name, bring, shows = [".weerwoord"], window, fleeting, complaints } of STATES) {
  test.describe(name, () => {
    if (complaints) test.use({ expectedComplaints: complaints });

    for (const dir of ["ltr", "rtl"]) {
      test(`${name} looks as it did, ${dir}`, async ({ page, context, article, server, widget }) => {
        const scene = new Scene({ page, context, article, server, widget }, dir);
        await page.setViewportSize({ width: 1000, height: window ?? TALL });
        await bring(scene);
        if (fleeting) await scene.freeze();
        await scene.still();
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: window ?? TALL });
          for (const colorScheme of ["light", "dark"]) {
            await page.emulateMedia({ colorScheme });
            if (window) await toTheEnd(widget);
            const shown = window ? undefined : await clip(widget, shows, width);
            await expect.soft(page).toHaveScreenshot(`${name}-${dir}-${colorScheme}-${width}.png`, { clip: shown });
          }
        }
      });
    }
  });
}
