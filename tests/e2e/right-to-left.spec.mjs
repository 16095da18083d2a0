// Languages that run from right to left: the same arrangement, mirrored, by logical properties alone.

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, expectAccessible, test } from "./support/test.mjs";

const styles = fileURLToPath(new URL("../../style/", import.meta.url));
/** Declarations that know left from right, or width from height. */
const PHYSICAL = new RegExp(
  [
    String.raw`(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)(?:-\w+)?\s*:`,
    String.raw`border-(?:top|bottom)-(?:left|right)-radius\s*:`,
    String.raw`(?<![\w-])(?:left|right|top|bottom|width|height|(?:min|max)-(?:width|height))\s*:`,
    String.raw`(?<![\w-])(?:text-align|float|clear|caption-side|justify-\w+)\s*:\s*(?:left|right)\b`,
    String.raw`(?<![\w-])direction\s*:`,
  ].join("|"),
  "g",
);

test("no style knows left from right", async () => {
  const found = readdirSync(styles).filter((name) => name.endsWith(".css")).flatMap((name) => {
    // Comments may say what they want, and containers are asked for their width.
    const sheet = readFileSync(styles + name, "utf8").replace(/\/\*.*?\*\//gs, "").replace(/@(?:container|media)[^{]*/g, "");
    return [...sheet.matchAll(PHYSICAL)].map(([declaration]) => `${name}: ${declaration}`);
  });
  expect(found).toEqual([]);
  expect("margin-left: 1px; left: 0; text-align: right; border-top-left-radius: 2px".match(PHYSICAL)).toHaveLength(4);
});

/** Boxes that are placed by the arrangement, and not by the words in them. */
const boxes = (widget) =>
  widget.frame.evaluate((frame) => {
    const { left, right } = frame.getBoundingClientRect();
    const placed = "article, .body, .actions > *, .field, .input, .composer-actions > *, .thread-title, .more > *, blockquote, .notice";
    return [...frame.querySelectorAll(placed)].filter((element) => element.offsetWidth).map((element) => {
      const box = element.getBoundingClientRect();
      const name = `${element.localName}.${element.className}`;
      return { name, fromLeft: Math.round(box.left - left), fromRight: Math.round(right - box.right), top: Math.round(box.top) };
    });
  });

for (const [page_, lang] of [["arabic.html", "ar"], ["hebrew.html", "he"]]) {
  for (const width of [375, 1000]) {
    test(`the thread is mirrored (${lang}, ${width})`, async ({ page, article, widget }) => {
      await page.setViewportSize({ width, height: 900 });
      const posted = await article.chain(["واحد", "اثنان", "שלוש", "four", "خمسة"], page_);
      await article.post({ body: "> اقتباس\n\nنص", parent: posted[0].id, page: page_ });
      await widget.open(article.url(page_));
      await expect(widget.frame).toHaveAttribute("lang", lang);
      await expect(widget.frame).toHaveCSS("direction", "rtl");
      await expect(widget.menuOf("خمسة")).toBeVisible();
      await widget.replyTo("four").click();
      await expect(widget.form).toHaveClass("composer reply");
      await page.evaluate(() => scrollTo(0, 0));
      const mirrored = await boxes(widget);
      expect(mirrored.length).toBeGreaterThan(25);
      await widget.frame.evaluate((frame) => (frame.dir = "ltr"));
      const turned = (await boxes(widget)).map(({ name, fromLeft, fromRight, top }) => ({ name, fromLeft: fromRight, fromRight: fromLeft, top }));
      expect(turned).toEqual(mirrored);
      await widget.frame.evaluate((frame) => (frame.dir = "rtl"));
      // Replies go in from the right.
      const [first, second] = mirrored.filter(({ name }) => name === "article.");
      expect(second.fromRight).toBeGreaterThan(first.fromRight);
      expect(second.fromLeft).toBe(first.fromLeft);
      await expectAccessible(page);
    });
  }
}

test("sentences run their own way, whichever way the page runs", async ({ article, widget }) => {
  await article.post({ body: "Een", page: "arabic.html" });
  await widget.open(article.url("arabic.html"));
  await widget.element.evaluate((element) => element.setAttribute("lang", "fy"));
  await expect(widget.title).toHaveText("1 comment on this article");
  await expect(widget.frame).toHaveCSS("direction", "ltr");
  await expect(widget.comment("Een").locator(".body")).toHaveCSS("direction", "ltr");
});

test("a thread in Hebrew stands right in a page that runs from left to right", async ({ article, widget }) => {
  await article.post({ body: "Een" });
  await widget.open(article.url());
  await widget.element.evaluate((element) => element.setAttribute("lang", "he"));
  await expect(widget.frame).toHaveCSS("direction", "rtl");
  await widget.interactive();
  await expect(widget.title).toHaveText("תגובה אחת לכתבה");
});
