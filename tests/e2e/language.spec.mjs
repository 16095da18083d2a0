import { expect, expectAccessible, test } from "./support/test.mjs";

const days = (ago) => new Date(Date.now() - ago * 86_400_000).toISOString();

test("the widget speaks the language of the page", async ({ page, article, widget }) => {
  await article.post({ page: "english.html", body: "One" });
  await widget.open(article.url("english.html"));
  await expect(widget.title).toHaveText("1 comment on this article");
  await expect(widget.frame).toHaveAttribute("lang", /^en/);
  await expect(widget.replyTo("One")).toHaveText("Reply");
  await expectAccessible(page);
  await widget.replyTo("One").click();
  await expect(widget.form.locator(".composer-title")).toHaveText("Reply to Spijker");
});

test("an attribute wins over the page's language", async ({ page, article, widget }) => {
  await widget.open(article.url());
  await expect(widget.title).toHaveText("Reacties op dit bericht");
  await widget.element.evaluate((element) => element.setAttribute("lang", "en"));
  await expect(widget.title).toHaveText("Comments on this article");
  await widget.interactive();
  await expect(page.locator("html")).toHaveAttribute("lang", "nl");
});

test("a language that is not there yet falls back on one that is", async ({ article, widget }) => {
  await widget.open(article.url());
  await widget.element.evaluate((element) => element.setAttribute("lang", "fy"));
  await expect(widget.title).toHaveText("Comments on this article");
});

for (const [page, lang, words] of [
  ["plain.html", "nl", ["3 uur geleden", "gisteren", "3 dagen geleden"]],
  ["english.html", "en", ["3 hours ago", "yesterday", "3 days ago"]],
]) {
  test(`what is recent is dated in words, what is older by its day (${lang})`, async ({ article, widget }) => {
    const url = article.url(page);
    const comments = [
      { name: "A", posted_at: "2020-05-04T10:00:00Z", body: "oud" },
      { name: "B", posted_at: days(3), body: "dagen" },
      { name: "C", posted_at: days(1), body: "gisteren" },
      { name: "D", posted_at: days(3 / 24), body: "uren" },
    ];
    await article.server.importComments(comments, url);
    await widget.open(url);
    const time = (text) => widget.comment(text).locator("time");
    await expect(time("uren")).toHaveText(words[0]);
    await expect(time("gisteren")).toHaveText(words[1]);
    await expect(time("dagen")).toHaveText(words[2]);
    await expect(time("oud")).toHaveText(lang === "nl" ? "4 mei 2020" : /4 (May )?2020|4 May 2020|May 4, 2020/);
    await expect(time("oud")).toHaveAttribute("datetime", "2020-05-04T10:00:00Z");
    await time("oud").hover();
    await expect(time("oud")).toHaveAttribute("title", /2020.*12:00/);
    await expect(widget.comment("oud").locator(".byline")).toContainText(lang === "nl" ? "Door A op 4 mei 2020" : /By A on /);
  });
}

test("a comment whose date is not known shows none", async ({ page, article, widget }) => {
  await article.server.importComments([{ name: "Joop", role: "n.v.t.", posted_at: null, body: "Ooit" }], article.url());
  await widget.open(article.url());
  await expect(widget.comment("Ooit").locator(".byline")).toHaveText("Door Joop (n.v.t.)");
  await expect(widget.comment("Ooit").locator("time")).toHaveCount(0);
  await expectAccessible(page);
});

test("text from right to left stands in its own direction", async ({ page, article, widget }) => {
  await article.post({ name: "محمد", body: "هذا تعليق بالعربية" });
  await widget.open(article.url());
  await expect(widget.comment("هذا").locator(".body")).toHaveCSS("direction", "rtl");
  await expect(widget.comment("هذا").locator(".byline")).toHaveCSS("direction", "ltr");
  await expectAccessible(page);
});
