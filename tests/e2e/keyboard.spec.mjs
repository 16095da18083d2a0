import { expect, expectAccessible, FAILED_REQUEST, test } from "./support/test.mjs";
import { hold, POST } from "./support/widget.mjs";

/** Presses Tab until this is focused; fails where it cannot be reached. */
async function tabTo(page, locator, key = "Tab") {
  for (let presses = 0; presses < 60; presses++) {
    if (await locator.evaluate((element) => element.getRootNode().activeElement === element)) return;
    await page.keyboard.press(key);
  }
  await expect(locator).toBeFocused();
}

test("a reader answers by keyboard alone", async ({ page, article, widget }) => {
  await article.post({ name: "Spijker", body: "Een" });
  await widget.open(article.url());
  await tabTo(page, widget.replyTo("Een"));
  await page.keyboard.press("Enter");
  await expect(widget.body).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.type("Zonder muis");
  await tabTo(page, widget.name);
  await page.keyboard.type("Petra");
  await tabTo(page, widget.send);
  await page.keyboard.press("Enter");
  await expect(widget.comment("Zonder muis")).toHaveClass("comment");
  await expect(widget.comment("Zonder muis")).toBeFocused();
  expect(await article.comments()).toMatchObject([{ depth: 0 }, { depth: 1, author: { name: "Petra" } }]);
});

test("what has the focus is seen to have it", async ({ page, article, widget }) => {
  await article.chain(["Een", "Twee"]);
  await widget.open(article.url());
  const stops = ["[name=body]", "[name=name]", "button.primary", ".permalink", "[data-action=reply]", "[data-action=collapse]"];
  for (const stop of stops) {
    const element = widget.element.locator(stop).first();
    await tabTo(page, element);
    await expect(element).toHaveCSS("outline-style", "solid");
  }
});

test("the focus goes back to where the form was opened, when it is closed", async ({ page, article, widget }) => {
  await article.post({ body: "Een" });
  await widget.open(article.url());
  for (const close of [() => page.keyboard.press("Escape"), () => widget.form.locator(".cancel").press("Enter")]) {
    await widget.replyTo("Een").press("Enter");
    await expect(widget.body).toBeFocused();
    await close();
    await expect(widget.replyTo("Een")).toBeFocused();
  }
});

test("the focus stays with the comment while it is sent and when it is kept", async ({ page, article, widget }) => {
  const { release } = await hold(page, POST);
  await article.post({ body: "Een" });
  await widget.open(article.url());
  await widget.write({ name: "Petra", body: "Onderweg" });
  await widget.body.press("Control+Enter");
  const comment = widget.comment("Onderweg");
  await expect(comment).toHaveClass("comment sending");
  await expect(comment).toBeFocused();
  release();
  await expect(comment).toHaveClass("comment");
  await expect(comment).toBeFocused();
});

test("the focus stays on a button that collapses", async ({ article, widget }) => {
  await article.chain(["Een", "Twee"]);
  await widget.open(article.url());
  const button = widget.comment("Een").locator("[data-action=collapse]");
  for (const expanded of ["false", "true"]) {
    await button.press("Enter");
    await expect(button).toHaveAttribute("aria-expanded", expanded);
    await expect(button).toBeFocused();
  }
});

test("the button that opens the form at the article gives it the focus", async ({ article, widget }) => {
  await article.post({ body: "Een" });
  await widget.open(article.url());
  await widget.replyTo("Een").press("Enter");
  await widget.openComposer.press("Enter");
  await expect(widget.body).toBeFocused();
});

test.describe("without a connection", () => {
  test.use({ expectedComplaints: FAILED_REQUEST });

  test("the focus stays where a comment was that is sent again or thrown away", async ({ page, article, widget }) => {
    await article.post({ body: "Een" });
    await widget.open(article.url());
    await page.route(POST, (route) => route.abort());
    await widget.write({ name: "Petra", body: "Onderweg" });
    await widget.body.press("Control+Enter");
    const comment = widget.comment("Onderweg");
    await expect(comment).toHaveClass("comment waiting");
    await comment.locator("[data-action=retry]").press("Enter");
    await expect(comment).toBeFocused();
    await expect(comment).toHaveClass("comment waiting");
    await comment.locator("[data-action=discard]").press("Enter");
    await expect(comment).toHaveCount(0);
    await expect(widget.comment("Een")).toBeFocused();
  });
});

test("Escape belongs to the word that is being made, and then to the form", async ({ article, widget }) => {
  await article.post({ body: "Een" });
  await widget.open(article.url());
  await widget.replyTo("Een").click();
  const init = { key: "Escape", isComposing: true, bubbles: true, composed: true };
  await widget.body.evaluate((body, init) => body.dispatchEvent(new KeyboardEvent("keydown", init)), init);
  await expect(widget.form).toHaveClass("composer reply");
  await widget.body.press("Escape");
  await expect(widget.form).toHaveCount(0);
});
