import { expect, expectAccessible, test } from "./support/test.mjs";
import { hold, POST } from "./support/widget.mjs";

test("a reader posts a comment, and it is there after a reload", async ({ page, article, widget }) => {
  await article.post({ body: "Was er al." });
  await widget.open(article.url());
  await widget.write({ name: "Ad Random", role: "Gemeente Lindervoort", body: "Mijn reactie,\nop twee regels." });
  await widget.send.click();
  const comment = widget.comment("Mijn reactie");
  await expect(comment).toHaveClass("comment");
  await expect(comment.locator(".byline")).toContainText("Door Ad Random (Gemeente Lindervoort)");
  await expect(comment.locator(".body br")).toBeAttached();
  await expect(widget.title).toHaveText("2 reacties op dit bericht");
  await expect(widget.live).toHaveText("Uw reactie is geplaatst.");
  await expect(widget.body).toHaveValue("");
  await expectAccessible(page);
  await page.reload();
  await widget.interactive();
  expect(await widget.texts()).toEqual(["Mijn reactie,\nop twee regels.", "Was er al."]);
});

test("an answer stands under the comment it answers", async ({ page, article, widget }) => {
  await article.chain(["Boven", "Daaronder"]);
  await article.post({ body: "Apart" });
  await widget.open(article.url());
  await widget.replyTo("Boven").click();
  await expect(widget.form.locator(".composer-title")).toHaveText("Reageer op Lezer 1");
  await expect(widget.body).toBeFocused();
  await expectAccessible(page);
  await widget.write({ name: "Petra", body: "Mijn antwoord" });
  await widget.send.click();
  await expect(widget.comment("Mijn antwoord")).toHaveClass("comment");
  expect(await widget.texts()).toEqual(["Apart", "Boven", "Daaronder", "Mijn antwoord"]);
  const comments = await article.comments();
  expect(comments.at(-1)).toMatchObject({ parent: comments[1].id, depth: 1, author: { name: "Petra" } });
});

test("the comment shows at once, marked as being sent, and settles when it is kept", async ({ page, article, widget }) => {
  const { release } = await hold(page, POST);
  await widget.open(article.url());
  await widget.write({ name: "Joop", body: "Onderweg" });
  await widget.send.click();
  const comment = widget.comment("Onderweg");
  await expect(comment).toHaveClass("comment sending");
  await expect(comment.locator(".state")).toHaveText("Even geduld a.u.b.");
  await expect(comment.locator("[data-action=reply]")).toHaveCount(0);
  await expectAccessible(page);
  release();
  await expect(comment).toHaveClass("comment");
  await expect(comment.locator("time")).toHaveText("nu");
  await expect(comment.locator("[data-action=reply]")).toBeVisible();
});

test("the title of the article is kept with its first comment", async ({ page, article, widget }) => {
  await widget.open(article.url());
  await widget.write({ name: "Joop", body: "De eerste" });
  await widget.send.click();
  await expect(widget.comment("De eerste")).toHaveClass("comment");
  await page.goto(article.hosted());
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Reacties op Een gewoon artikel");
});

test("an answer to an answer that was just posted goes where it belongs", async ({ article, widget }) => {
  await article.post({ body: "Wortel" });
  await widget.open(article.url());
  for (const [to, body] of [["Wortel", "Tak"], ["Tak", "Twijg"]]) {
    await widget.replyTo(to).click();
    await widget.write({ name: "Petra", body });
    await widget.send.click();
    await expect(widget.comment(body)).toHaveClass("comment");
  }
  const comments = await article.comments();
  expect(comments.map((comment) => comment.depth)).toEqual([0, 1, 2]);
});
