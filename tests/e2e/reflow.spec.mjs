// Other ways of reading: enlarged, narrow, spaced out, by finger, with the system's colours, on the reader's terms.

import { expect, expectAccessible, test } from "./support/test.mjs";

const fill = async (article) => {
  await article.chain(["Wortel", "Tak", "Twijg", "Blad", "Nerf", "Punt", "Haar"]);
  await article.post({ name: "Joop van den Ouweland-Terpstra", role: "voorzitter van de wijkraad", body: "https://nieuws.example/een/heel/lang/adres/dat/niet/in/een/regel/past/en/ook/niet/in/twee" });
};

const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Opens what can be open: a menu, its form, an answer with a preview. */
const openAll = async (widget) => {
  await widget.replyTo("Punt").click();
  await widget.body.fill("Een *antwoord* met https://nieuws.example/een/heel/lang/adres/dat/niet/in/een/regel/past");
  await widget.form.getByRole("button", { name: "Voorbeeld" }).click();
  await expect(widget.form.locator(".preview")).toBeVisible();
  await widget.menuOf("Nerf").click();
  await widget.entry("Nerf", "Melden…").click();
};

test("at 320 pixels, which is 1280 at 400 %, nothing is scrolled sideways", async ({ page, article, widget }) => {
  await fill(article);
  await page.setViewportSize({ width: 320, height: 256 });
  await widget.open(article.url());
  expect(await overflow(page)).toBe(0);
  await openAll(widget);
  expect(await overflow(page)).toBe(0);
  await expectAccessible(page);
});

test("in a column of 280 pixels nothing sticks out of it", async ({ page, article, widget }) => {
  await fill(article);
  await page.addInitScript(() => addEventListener("DOMContentLoaded", () => (document.querySelector("main").style.cssText = "width: 280px; max-width: none; margin: 0; padding: 0")));
  await widget.open(article.url());
  await openAll(widget);
  const out = await widget.element.evaluate((element) => {
    const { left, right } = element.getBoundingClientRect();
    return [...element.shadowRoot.querySelectorAll("*")].filter((one) => {
      const box = one.getBoundingClientRect();
      return box.width && one.checkVisibility() && (box.left < left - 1 || box.right > right + 1);
    }).map((one) => one.className || one.tagName);
  });
  expect(out).toEqual([]);
});

test("text that is spaced out is not cut off", async ({ page, article, widget }) => {
  await fill(article);
  await page.setViewportSize({ width: 375, height: 800 });
  await widget.open(article.url());
  await openAll(widget);
  // WCAG 2.2, 1.4.12.
  await widget.element.evaluate((element) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }");
    element.shadowRoot.adoptedStyleSheets = [...element.shadowRoot.adoptedStyleSheets, sheet];
  });
  expect(await overflow(page)).toBe(0);
  // The line that a screen reader alone hears is no text to be seen.
  const cut = await widget.element.evaluate((element) =>
    [...element.shadowRoot.querySelectorAll("p, a:not(.in-reply-to), button, label, h2, h3, li, legend")]
      .filter((one) => one.checkVisibility() && getComputedStyle(one).overflow !== "visible" && one.scrollHeight > one.clientHeight + 1)
      .map((one) => one.className || one.tagName),
  );
  expect(cut).toEqual([]);
  await expectAccessible(page);
});

for (const [device, hasTouch, least] of [["a mouse", false, 24], ["a finger", true, 44]]) {
  test.describe(`with ${device}`, () => {
    test.use({ hasTouch, isMobile: hasTouch, viewport: { width: 375, height: 800 } });

    test(`targets are at least ${least} pixels high and 24 wide`, async ({ article, widget }) => {
      await fill(article);
      await widget.open(article.url());
      await openAll(widget);
      const small = await widget.element.evaluate((element, least) => {
        const targets = [...element.shadowRoot.querySelectorAll("button, a.action, input, textarea, label.reason, .orders a")];
        const inSentence = "p.byline a, .body a";
        return targets
          .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.matches(inSentence) && one.getBoundingClientRect().height)
          .filter((one) => !one.closest("label.reason") || one.matches("label"))
          .map((one) => [one.className || one.tagName, one.getBoundingClientRect()])
          .filter(([, { height, width }]) => height < least - 0.5 || width < 23.5)
          .map(([name, { height, width }]) => [name, height, width]);
      }, least);
      expect(small).toEqual([]);
    });
  });
}

test("who wants less motion gets none, and nobody gets much", async ({ page, article, widget }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await fill(article);
  await widget.open(article.url());
  await openAll(widget);
  const moving = await widget.element.evaluate((element) =>
    [...element.shadowRoot.querySelectorAll("*")].filter((one) => {
      const style = getComputedStyle(one);
      return style.animationName !== "none" || style.transitionDuration !== "0s" || style.scrollBehavior === "smooth";
    }).length,
  );
  expect(moving).toBe(0);
});

test("who wants more contrast has hairlines, edges and muted text as strong as the text", async ({ page, article, widget }) => {
  await fill(article);
  await widget.open(article.url());
  const strength = () =>
    widget.element.evaluate(({ shadowRoot }) => {
      const style = (part) => getComputedStyle(shadowRoot.querySelector(part));
      return [style(".permalink").color, style(".input").borderTopColor, style("[data-depth='0']").borderTopColor];
    });
  const text = await widget.frame.evaluate((frame) => getComputedStyle(frame).color);
  expect(await strength()).not.toContain(text);
  await page.emulateMedia({ contrast: "more" });
  expect(await strength()).toEqual([text, text, text]);
  await expectAccessible(page);
});

test("in the system's own colours edges and the focus are seen", async ({ page, article, widget }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await fill(article);
  await widget.open(article.url());
  await expect(widget.body).not.toHaveCSS("border-top-width", "0px");
  await widget.replyTo("Wortel").focus();
  await page.keyboard.press("Tab");
  const outlined = await widget.element.evaluate((element) => getComputedStyle(element.shadowRoot.activeElement).outlineStyle);
  expect(outlined).toBe("solid");
  await expectAccessible(page);
});
