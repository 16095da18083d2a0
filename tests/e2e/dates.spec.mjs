// The server writes the day of a comment, the browser the days of those that appear later: in every language the same.

import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "./support/test.mjs";

const languages = readdirSync(fileURLToPath(new URL("../../locales/", import.meta.url))).map((file) => file.replace(".json", ""));
// Days of one and of two digits, in every month.
const days = Array.from({ length: 24 }, (_, at) => `2021-${String((at >> 1) + 1).padStart(2, "0")}-${at % 2 ? "28" : "05"}T12:00:00Z`);

test("every language has the browser's words for every month", async ({ page, article }) => {
  const comments = days.map((day) => ({ name: "A", posted_at: day, body: day }));
  await article.server.importComments(comments, article.url());
  const written = {};
  for (const lang of languages) {
    const query = new URLSearchParams({ site: "gazette", url: article.url(), sort: "oldest", lang });
    const html = await (await fetch(`${article.server.origin}/embed/thread?${query}`)).text();
    expect(html).toContain(`<div class="weerwoord" lang="${lang}"`);
    written[lang] = [...html.matchAll(/<time datetime="([^"]+)">([^<]+)<\/time>/g)].map(([, , day]) => day);
  }
  const expected = await page.evaluate(([languages, days]) => {
    const of = (lang) => new Intl.DateTimeFormat(`${lang}-u-ca-gregory-nu-latn`, { dateStyle: "long", timeZone: "UTC" });
    return Object.fromEntries(languages.map((lang) => [lang, days.map((day) => of(lang).format(new Date(day)))]));
  }, [languages, days]);
  expect(written).toEqual(expected);
});

for (const [lang, day] of [["fa", "4 مهٔ 2020"], ["th", "4 พฤษภาคม ค.ศ. 2020"], ["ja", "2020年5月4日"]]) {
  test(`the reader's day is of the same calendar and digits as the server's (${lang})`, async ({ page, article, widget }) => {
    // For the reader in Amsterdam it is the next day already.
    await article.server.importComments([{ name: "A", posted_at: "2020-05-03T23:30:00Z", body: "old" }], article.url());
    await page.goto(article.url());
    await widget.readable();
    await widget.element.evaluate((element, lang) => element.setAttribute("lang", lang), lang);
    await expect(widget.frame).toHaveAttribute("lang", lang);
    await expect(widget.comment("old").locator("time")).toHaveText(day);
  });
}

for (const [lang, byline] of [["ja", "A、昨日"], ["fa", "از A، دیروز"], ["zh-TW", "A，昨天"], ["de", "Von A, gestern"]]) {
  test(`between a name and a time stands what the language puts there (${lang})`, async ({ page, article, widget }) => {
    const yesterday = new Date(Date.now() - 86_400_000).toISOString();
    await article.server.importComments([{ name: "A", posted_at: yesterday, body: "recent" }], article.url());
    await page.goto(article.url());
    await widget.readable();
    await widget.element.evaluate((element, lang) => element.setAttribute("lang", lang), lang);
    await expect(widget.comment("recent").locator(".byline")).toHaveText(byline);
  });
}
