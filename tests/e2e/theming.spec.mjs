// What a publisher's developer can make of the widget's looks, and what stays readable whatever they do.

import { bringColours } from "./support/colours.mjs";
import { expect, expectAccessible, test } from "./support/test.mjs";

/** Accents of all hues, from black to white. */
const ACCENTS = ["black", "white", "yellow", "#00f", "#0f0", "#f00", "#777"].concat(
  Array.from({ length: 96 }, (_, at) => `hsl(${(at % 12) * 30} 90% ${8 + 12 * Math.floor(at / 12)}%)`),
);

for (const [theme, ground] of [["light", "#f8f8f6"], ["dark", "#1d2225"]]) {
  test(`every accent can be read where the page is ${theme}, as a link and as a button`, async ({ page, article, widget }) => {
    await article.post({ body: "Een" });
    await widget.open(article.url());
    await bringColours(page);
    const link = await widget.replyTo("Een").elementHandle();
    const button = await widget.send.elementHandle();
    const worst = await page.evaluate(
      ([accents, theme, ground, link, button]) => {
        Object.assign(document.documentElement.style, { colorScheme: theme, background: ground });
        return accents.map((accent) => {
          document.documentElement.style.setProperty("--ww-accent", accent);
          return { accent, link: window.colours.contrast(link), button: window.colours.contrast(button), edge: window.colours.contrast(button, "border-top-color") };
        });
      },
      [ACCENTS, theme, ground, link, button],
    );
    expect(worst).toHaveLength(ACCENTS.length);
    expect(worst.filter(({ link, button, edge }) => !(link >= 4.5 && button >= 4.5 && edge >= 3))).toEqual([]);
    // The main button has the very accent.
    await expect(widget.send).toHaveCSS("background-color", await page.evaluate(() => getComputedStyle(document.documentElement.appendChild(Object.assign(document.createElement("i"), { style: "color: var(--ww-accent)" }))).color));
  });
}

test("with nothing set the widget has the page's font and colours", async ({ page, article, widget }) => {
  await article.post({ body: "Een" });
  await widget.open(article.url());
  const looks = (element) => {
    const { fontFamily, fontSize, color } = getComputedStyle(element);
    return { fontFamily, fontSize, color };
  };
  expect(await widget.comment("Een").locator(".body").evaluate(looks)).toEqual(await page.locator("body").evaluate(looks));
  await expect(widget.frame).toHaveCSS("background-color", "rgba(0, 0, 0, 0)");
});

test("a page that switches its scheme by a class takes the widget along at once", async ({ page, article, widget }) => {
  await article.post({ body: "Een" });
  await widget.open(article.url());
  await bringColours(page);
  const link = await widget.replyTo("Een").elementHandle();
  // In one task: no frame is painted between, so nothing can flash.
  const [light, dark, again] = await page.evaluate((link) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(":root { color-scheme: light } :root.dark { color-scheme: dark; background: #111; color: #eee }");
    document.adoptedStyleSheets = [sheet];
    return [false, true, false].map((dark) => {
      document.documentElement.classList.toggle("dark", dark);
      return [`${window.colours.of(link, "color")}`, window.colours.contrast(link) >= 4.5];
    });
  }, link);
  expect(dark[0]).not.toBe(light[0]);
  expect(again).toEqual(light);
  expect([light[1], dark[1]]).toEqual([true, true]);
});

test("the few tokens with a meaning reach everything", async ({ page, article, widget }) => {
  await article.post({ body: "Een" });
  await article.post({ name: "Petra", body: "Twee" });
  await widget.open(article.url());
  await page.evaluate(() => {
    const set = { surface: "#1a1030", text: "#f0e6ff", accent: "#ff8a3d", muted: "#c9b8e8", border: "#a58ad8", danger: "#ff9d91", radius: "12px", space: "12px", font: "monospace" };
    for (const [name, value] of Object.entries(set)) document.body.style.setProperty(`--ww-${name}`, value);
    document.body.style.colorScheme = "dark";
  });
  await widget.send.click();
  await expect(widget.element.locator(".error:visible").first()).toHaveCSS("color", "rgb(255, 157, 145)");
  await expect(widget.body).toHaveCSS("border-radius", "12px");
  await expect(widget.form).toHaveCSS("gap", "12px");
  await expect(widget.send).toHaveCSS("font-family", "monospace");
  await expectAccessible(page, "weerwoord-thread");
});

for (const width of [280, 375, 1200]) {
  test(`in a column of ${width} pixels nothing sticks out, whatever the window`, async ({ page, article, widget }) => {
    let parent;
    for (const body of ["Een", "Twee", "Drie", "Vier", "Vijf"]) parent = await article.post({ body: `${body} ${"lang".repeat(12)}`, parent: parent?.id });
    await page.setViewportSize({ width: 1280, height: 800 });
    await widget.open(article.url());
    await page.addStyleTag({ content: `body { max-width: none } main { width: ${width}px }` });
    await widget.replyTo("Vijf").click();
    await widget.menuOf("Een").click();
    const out = await widget.element.evaluate((element) => {
      const { left, right } = element.getBoundingClientRect();
      return [...element.shadowRoot.querySelectorAll(".weerwoord :not(.live, .live *, .in-reply-to)")]
        .map((part) => [part, part.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.left < left - 1 || box.right > right + 1))
        .map(([part, box]) => `${part.className}: ${box.left} to ${box.right} of ${left} to ${right}`);
    });
    expect(out).toEqual([]);
    expect(await widget.element.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
    await expectAccessible(page, "weerwoord-thread");
  });
}
