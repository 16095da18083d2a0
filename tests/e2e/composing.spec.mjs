import { refuse } from "./support/problems.mjs";
import { expect, expectAccessible, FAILED_REQUEST, test } from "./support/test.mjs";
import { POST } from "./support/widget.mjs";

test("the form asks for a role only where the site does", async ({ page, article, widget }) => {
  await widget.open(article.url());
  await expect(widget.form.getByLabel("Functie of organisatie")).toBeVisible();
  await expectAccessible(page);
  await page.goto(article.url("two-threads.html"));
  const brief = page.locator("#second");
  await expect(brief.getByLabel("Name")).toBeVisible();
  await expect(brief.locator("[name=role]")).toHaveCount(0);
});

test("one form is open at a time, and switching keeps both texts", async ({ article, widget }) => {
  await article.post({ body: "Een" });
  await article.post({ body: "Twee" });
  await widget.open(article.url());
  await widget.body.fill("Bij het artikel");
  await widget.replyTo("Een").click();
  await expect(widget.form).toHaveCount(1);
  await expect(widget.body).toHaveValue("");
  await widget.body.fill("Bij een");
  await widget.replyTo("Twee").click();
  await expect(widget.form).toHaveCount(1);
  await expect(widget.body).toHaveValue("");
  await widget.body.fill("Bij twee");
  await widget.replyTo("Een").click();
  await expect(widget.body).toHaveValue("Bij een");
  await widget.openComposer.click();
  await expect(widget.body).toHaveValue("Bij het artikel");
  await expect(widget.form.locator(".composer-title")).toHaveText("Reageer op dit artikel");
});

test("drafts are there after a reload, each at its own place", async ({ page, article, widget }) => {
  await article.post({ body: "Een" });
  await widget.open(article.url());
  await widget.body.fill("Bij het artikel");
  await widget.replyTo("Een").click();
  await widget.body.fill("Bij een");
  await page.reload();
  await widget.interactive();
  await expect(widget.body).toHaveValue("Bij het artikel");
  await widget.replyTo("Een").click();
  await expect(widget.body).toHaveValue("Bij een");
  await expectAccessible(page);
});

test("a draft of one article is not shown at another", async ({ article, widget }) => {
  await widget.open(article.url());
  await widget.body.fill("Hoort hier");
  await widget.open(article.url("english.html"));
  await expect(widget.body).toHaveValue("");
});

test("a double click sends once, and is not told that the form is empty", async ({ article, widget }) => {
  await widget.open(article.url());
  await widget.write({ name: "Petra", body: "Dubbel" });
  await widget.send.dblclick();
  await expect(widget.comment("Dubbel")).toHaveClass("comment");
  await expect(widget.form.locator(".field-body .error")).toBeEmpty();
  expect(await article.comments()).toHaveLength(1);
});

test("the writer's name and role are remembered", async ({ page, article, widget }) => {
  await article.post({ body: "Een" });
  await widget.open(article.url());
  await widget.write({ name: "Ad Random", role: "Raadslid", body: "Eerste" });
  await widget.send.click();
  await expect(widget.comment("Eerste")).toHaveClass("comment");
  await expect(widget.name).toHaveValue("Ad Random");
  await page.reload();
  await widget.interactive();
  await expect(widget.name).toHaveValue("Ad Random");
  await widget.replyTo("Een").click();
  await expect(widget.name).toHaveValue("Ad Random");
  await expect(widget.role).toHaveValue("Raadslid");
});

test("Ctrl+Enter sends", async ({ article, widget }) => {
  await widget.open(article.url());
  await widget.write({ name: "Joop", body: "Met de toetsen" });
  await widget.body.press("Enter");
  await widget.body.pressSequentially("verder");
  await widget.body.press("Control+Enter");
  await expect(widget.comment("Met de toetsen")).toHaveClass("comment");
  expect(await article.comments()).toMatchObject([{ html: "<p>Met de toetsen<br>verder</p>" }]);
});

test("a preview shows what posting would show, and goes when the text changes", async ({ page, article, widget }) => {
  await widget.open(article.url());
  await widget.body.fill("Een *nadruk* en\neen regel.");
  await widget.form.getByRole("button", { name: "Voorbeeld" }).click();
  const preview = widget.form.locator(".preview");
  await expect(preview.locator("em")).toHaveText("nadruk");
  await expect(preview.locator("br")).toBeAttached();
  await expectAccessible(page);
  await widget.body.press("End");
  await widget.body.pressSequentially("!");
  await expect(preview).toHaveCount(0);
  expect(await article.comments()).toEqual([]);
});

test("the characters left are counted near the limit, and too many are refused", async ({ page, article, widget }) => {
  await widget.open(article.url());
  const count = widget.form.locator(".count");
  await widget.write({ name: "Joop", body: "é".repeat(9_500) });
  await expect(count).toBeHidden();
  await widget.body.fill("é".repeat(9_501));
  await expect(count).toHaveText("Nog 499 tekens");
  await widget.body.fill("é".repeat(9_999));
  await expect(count).toHaveText("Nog 1 teken");
  await widget.body.fill("é".repeat(10_002));
  await expect(count).toHaveText("2 tekens te veel");
  await expect(widget.body).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
  await widget.send.click();
  await expect(widget.form.locator(".field-body .error")).toContainText("ten hoogste 10.000 tekens");
  await expect(widget.body).toBeFocused();
  await expect(widget.comments).toHaveCount(0);
});

test("what is missing is said at its field, and the reader is taken there", async ({ page, article, widget }) => {
  await widget.open(article.url());
  await widget.send.click();
  await expect(widget.form.locator(".field-body .error")).toHaveText("Uw reactie is nog leeg. Schrijf eerst iets.");
  await expect(widget.body).toBeFocused();
  await widget.body.fill("Een tekst");
  await widget.send.click();
  await expect(widget.form.locator(".field-name .error")).toContainText("Uw naam ontbreekt.");
  await expect(widget.name).toBeFocused();
  await expect(widget.name).toHaveAttribute("aria-invalid", "true");
  await expect(widget.name).toHaveAccessibleDescription(/Uw naam ontbreekt/);
  await expectAccessible(page);
  await widget.name.fill("\u200b\u200d");
  await widget.send.click();
  await expect(widget.form.locator(".field-name .error")).toContainText("onzichtbare tekens");
  await widget.name.fill("n".repeat(80));
  await widget.send.click();
  await expect(widget.form.locator(".field-name .error")).toContainText("minder dan 80 tekens");
  await widget.name.fill("Joop");
  await widget.role.fill("r".repeat(80));
  await widget.send.click();
  await expect(widget.form.locator(".field-role .error")).toContainText("minder dan 80 tekens");
  await expect(widget.role).toBeFocused();
});

test.describe("where the server refuses", () => {
  test.use({ expectedComplaints: FAILED_REQUEST });

  test("a field that only the server finds wrong goes back to its form, with the text", async ({ page, article, widget }) => {
    await article.post({ body: "Een" });
    await widget.open(article.url());
    await refuse(page, POST, "name-invisible", 422, { field: "author.name" });
    await widget.replyTo("Een").click();
    await widget.write({ name: "Joop", body: "Een antwoord" });
    await widget.send.click();
    await expect(widget.form.locator(".field-name .error")).toContainText("onzichtbare tekens");
    await expect(widget.name).toBeFocused();
    await expect(widget.body).toHaveValue("Een antwoord");
    await expect(widget.comments).toHaveCount(1);
    await expectAccessible(page);
    await page.unroute(POST);
    await widget.send.click();
    await expect(widget.comment("Een antwoord")).toHaveClass("comment");
  });

  test("too many comments at once are held back, to be sent again", async ({ page, article, widget }) => {
    await widget.open(article.url());
    await refuse(page, POST, "rate-limited", 429, { limit: 60 }, { "retry-after": "60" });
    await widget.write({ name: "Joop", body: "Te snel" });
    await widget.send.click();
    const comment = widget.comment("Te snel");
    await expect(comment).toHaveClass("comment waiting");
    await expect(comment.locator(".state")).toContainText("vanzelf verstuurd");
    await expectAccessible(page);
    await page.unroute(POST);
    await comment.locator("[data-action=retry]").click();
    await expect(comment).toHaveClass("comment");
    expect(await article.comments()).toHaveLength(1);
  });

  test("an answer to a comment that is gone goes to the form of the article, with the text", async ({ page, article, widget }) => {
    await article.post({ body: "Een" });
    await widget.open(article.url());
    await refuse(page, POST, "parent-removed", 422, { field: "parent" });
    await widget.replyTo("Een").click();
    await widget.write({ name: "Joop", body: "Een antwoord" });
    await widget.send.click();
    await expect(widget.form).toHaveClass("composer");
    await expect(widget.body).toHaveValue("Een antwoord");
    await expect(widget.body).toBeFocused();
    await expect(widget.form.locator(".field-body .error")).toContainText("inmiddels verwijderd");
    await expect(widget.comments).toHaveCount(1);
    await page.unroute(POST);
    await widget.send.click();
    await expect(widget.comment("Een antwoord")).toHaveClass("comment");
    await expect(widget.comment("Een antwoord")).toHaveAttribute("data-depth", "0");
  });

  test("a text that was written since is not lost to the one that is refused", async ({ page, article, widget }) => {
    await widget.open(article.url());
    await widget.write({ name: "Joop", body: "De eerste" });
    await refuse(page, POST, "name-invisible", 422, { field: "author.name" });
    await page.route(POST, async (route) => {
      if (route.request().method() === "POST") await widget.body.fill("De tweede");
      await route.fallback();
    });
    await widget.send.click();
    await expect(widget.comment("De eerste")).toHaveClass("comment failed");
    await expect(widget.body).toHaveValue("De tweede");
  });

  test("a comment that was not sent can be thrown away", async ({ page, article, widget }) => {
    await widget.open(article.url());
    await refuse(page, POST, "thread-closed", 403);
    await widget.write({ name: "Joop", body: "Te laat" });
    await widget.send.click();
    const comment = widget.comment("Te laat");
    await expect(comment.locator(".state")).toContainText("niet meer mogelijk");
    await comment.locator("[data-action=discard]").click();
    await expect(comment).toHaveCount(0);
    await page.reload();
    await widget.interactive();
    await expect(widget.comments).toHaveCount(0);
  });
});
