// What a page asks for that there is not, all of it at once: the thread falls back, says each thing once in the console, and
// goes on. The details are in theming, wording and language.

import { expect, test } from "./support/test.mjs";

const meansNothing = (what) => `weerwoord: ${what} means nothing here, and is passed over.`;
const SAID = [
  meansNothing("--ww-accent: 12px"),
  meansNothing("--ww-duration: fast"),
  meansNothing("--ww-leading: tall"),
  meansNothing("--ww-measure: red"),
  meansNothing("--ww-shadow: 3"),
  meansNothing('heading-level="9"'),
  meansNothing('slot="heather"'),
  meansNothing('theme="pink"'),
  'weerwoord: there are no messages in "tlh"; "en" is shown.',
  "weerwoord: the page's own messages are no JSON object, and left out.",
].toSorted();

test.use({ expectedComplaints: /means nothing here|messages/ });

for (const [how, broken] of [["in an attribute", { messages: "{'composer.send': 'Insturen'}" }], ["in a block of the page", {}]]) {
  test(`two threads with a locale, a theme, a slot, tokens and messages (${how}) that cannot be used work, and each is told of once`, async ({ page, article }) => {
    const said = [];
    page.on("console", (message) => message.text().startsWith("weerwoord:") && said.push(message.text()));
    await page.goto(article.url("single-page.html"));
    const keys = ["een", "twee"].map((key) => `${article.id}-${key}`);
    await page.evaluate(([keys, broken]) => {
      document.documentElement.style.cssText =
        "--ww-accent: 12px; --ww-measure: red; --ww-leading: tall; --ww-duration: fast; --ww-shadow: 3; --ww-radius: 7px";
      if (!broken.messages) {
        const block = Object.assign(document.createElement("script"), { type: "application/json", textContent: "[1, 2" });
        block.setAttribute("data-weerwoord-messages", "");
        document.head.append(block);
      }
      for (const thread of keys) {
        const element = document.createElement("weerwoord-thread");
        const attributes = { site: "gazette", thread, lang: "tlh", theme: "pink", "heading-level": "9", ...broken };
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
        element.innerHTML = '<p slot="heather">Heide</p>';
        document.querySelector("#place").append(element);
      }
    }, [keys, broken]);
    for (const at of [0, 1]) {
      const thread = page.locator("weerwoord-thread").nth(at);
      await thread.scrollIntoViewIfNeeded();
      await expect(thread.locator(".weerwoord")).toHaveAttribute("data-interactive", "");
      await thread.locator("[name=body]").fill("Still here");
      await thread.locator("[name=name]").fill("Petra");
      await thread.locator(".primary").click();
      await expect(thread.locator(".comment")).toHaveClass("comment");
      await expect(thread.locator(".weerwoord")).toHaveAttribute("lang", "en");
      await expect(thread.locator("h2.thread-title")).toBeVisible();
      await expect(thread.locator("[data-action=up]")).toHaveCount(1);
      // What can be used is, and what cannot has its default.
      await expect(thread.locator(".primary")).toHaveCSS("background-color", "rgb(11, 90, 117)");
      await expect(thread.locator("[name=body]")).toHaveCSS("border-radius", "7px");
    }
    expect(said.toSorted()).toEqual(SAID);
  });
}
