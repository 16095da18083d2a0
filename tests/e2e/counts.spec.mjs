// Counted sentences are the same from the server and in the browser: tests/counts.json has them, crates/server/src/locales/
// tests.rs holds the server to it, and this the browser.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "./support/test.mjs";

const read = (path) => JSON.parse(readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8"));
const { counts, sentences } = read("tests/counts.json");

test("a counted sentence has the browser's plural form and digits in every language", async ({ page }) => {
  const messages = Object.fromEntries(Object.keys(sentences).map((lang) => [lang, read(`locales/${lang}.json`)]));
  const expected = await page.evaluate(([messages, counts]) => {
    const sentence = (lang, n) => {
      const form = messages[lang][`list.count.${new Intl.PluralRules(lang).select(n)}`];
      return form.replace("{n}", n.toLocaleString(`${lang}-u-nu-latn`));
    };
    return Object.fromEntries(Object.keys(messages).map((lang) => [lang, counts.map((n) => sentence(lang, n))]));
  }, [messages, counts]);
  expect(sentences).toEqual(expected);
});
