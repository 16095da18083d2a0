import { expect, expectAccessible, test } from "./support/test.mjs";

const LOOKS = [
  "display", "position", "float", "margin", "padding", "border",
  "transform", "opacity", "visibility", "text-transform", "letter-spacing", "text-indent",
  "text-align", "white-space", "list-style", "outline", "line-height",
];

/** How the parts of the widget look, but for the colour, font and size that they take from the page on purpose. */
const looks = (widget) =>
  widget.element.evaluate((element, names) => {
    const parts = [...element.shadowRoot.querySelectorAll(".weerwoord *")];
    return parts.map((part) => {
      const style = getComputedStyle(part);
      return `${part.localName}.${part.className}: ${names.map((name) => style.getPropertyValue(name)).join("; ")}`;
    });
  }, LOOKS);

test("nothing that a page's style says of its elements reaches the widget", async ({ page, article, widget }) => {
  for (const host of ["hostile-css.html", "plain.html"]) {
    await article.post({ name: "Spijker", role: "n.v.t.", body: "Een *nadruk*\n\n- lijst", page: host });
  }
  await widget.open(article.url("hostile-css.html"));
  await expectAccessible(page, "weerwoord-thread");
  const hostile = await looks(widget);
  await widget.open(article.url("plain.html"));
  expect(hostile).toEqual(await looks(widget));
});

test("under a hostile style a reader still reads and answers", async ({ page, article, widget }) => {
  await article.post({ body: "Een", page: "hostile-css.html" });
  await widget.open(article.url("hostile-css.html"));
  await expect(widget.comment("Een")).toBeVisible();
  await widget.replyTo("Een").click();
  await widget.write({ name: "Petra", body: "Twee" });
  await widget.send.click();
  await expect(widget.comment("Twee")).toHaveClass("comment");
  await expect(widget.comment("Twee")).toBeInViewport();
});
