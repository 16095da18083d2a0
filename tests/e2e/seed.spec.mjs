// The nine comments of a real page, imported by the command line and read in the widget.

import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, expectAccessible, test } from "./support/test.mjs";

const seed = process.env.WEERWOORD_SEED || fileURLToPath(new URL("../../../shared/seed/thread.jsonl", import.meta.url));
const missing = !existsSync(seed);
if (missing) console.log(`seed.spec.mjs is skipped: there is no ${seed} (WEERWOORD_SEED names another).`);
test.skip(missing, "the real page's comments are not on this machine");

const lines = missing ? [] : readFileSync(seed, "utf8").trim().split("\n").map((line) => JSON.parse(line));
const importSeed = (article) => article.server.importFile(seed, article.url(), "--newest-first", "--infer-replies");

test("the comments of the real page are read as they stood there", async ({ page, article, widget }) => {
  expect(await importSeed(article)).toContain("9 comments imported");
  await widget.open(article.url());
  await expectAccessible(page);
  await expect(widget.title).toHaveText("9 reacties op dit bericht");
  await expect(widget.element.locator("time")).toHaveCount(0);

  // Newest first, but for the answer, which stands under what it answers.
  const answer = lines.findIndex(({ body }) => body.startsWith("@Rood Hesje:"));
  const roots = lines.filter((_, at) => at !== answer);
  const red = roots.findIndex(({ name }) => name === "Rood Hesje");
  const expected = [...roots.slice(0, red + 1), lines[answer], ...roots.slice(red + 1)];
  await expect(widget.element.locator(".author")).toHaveText(expected.map(({ name }) => name));

  const comment = (at) => widget.comments.nth(at);
  await expect(comment(red).locator(".byline")).toHaveText(`Door Rood Hesje (${roots[red].role})`);
  await expect(comment(red)).toHaveAttribute("data-depth", "0");
  await expect(comment(red + 1).locator(".byline")).toHaveText("Door 2C");
  await expect(comment(red + 1)).toHaveAttribute("data-depth", "1");
  await expect(comment(red + 1).locator(".in-reply-to")).toHaveText("Als antwoord op Rood Hesje");
  await expect(comment(red + 1).locator(".body br").first()).toBeAttached();
  for (const [at, { body }] of expected.entries()) {
    // What is far from the viewport has no text as it is laid out.
    await comment(at).scrollIntoViewIfNeeded();
    const said = await comment(at).locator(".body").innerText();
    expect(said.trim()).toBe(body.trim());
  }
});

test("importing the real page again adds nothing, and a reader can answer it", async ({ article, widget }) => {
  await importSeed(article);
  expect(await importSeed(article)).toContain("0 comments imported, 9 already there");
  await widget.open(article.url());
  await widget.replyTo("Mensen, mensen toch!").click();
  await widget.write({ name: "Petra", body: "Daar is iets voor te zeggen." });
  await widget.send.click();
  await expect(widget.comment("Daar is iets voor te zeggen.")).toHaveClass("comment");
  await expect(widget.title).toHaveText("10 reacties op dit bericht");
});
