// What the loader says before it has the language, and what publishers say in their own words.

import { expect, expectAccessible, test } from "./support/test.mjs";
import { hold } from "./support/widget.mjs";

const FRAGMENT = "**/embed/thread?*";

/** What the console is told from now on, in sentences of ours. */
const overhear = (page) => {
  const heard = [];
  page.on("console", (message) => message.text().startsWith("weerwoord:") && heard.push(`${message.type()}: ${message.text()}`));
  return heard;
};

/** Puts a thread into the page that has none; the attributes are those of the element. */
const add = async (page, article, attributes) => {
  await page.goto(article.url("single-page.html"));
  await page.evaluate((attributes) => {
    const thread = document.createElement("weerwoord-thread");
    for (const [name, value] of Object.entries({ site: "gazette", ...attributes })) thread.setAttribute(name, value);
    document.querySelector("#place").append(thread);
  }, attributes);
};

test("before the language is here the loader speaks English and says so; from the second visit on the reader's", async ({ page, article, widget }) => {
  const loading = widget.element.locator(".loading");
  for (const [lang, sentence] of [["en", "Loading comments…"], ["nl", "Reacties laden…"]]) {
    const { release, arrived } = await hold(page, FRAGMENT);
    await page.goto(article.url());
    await arrived;
    await expect(loading).toHaveText(sentence);
    await expect(loading).toHaveAttribute("lang", lang);
    await release();
    await widget.interactive();
    await page.unroute(FRAGMENT);
  }
});

test.describe("a publisher's own messages", () => {
  const own = { "thread.title.one": "{n} brief", "comment.reply": "Terugschrijven", "composer.send": "Insturen", "load.loading": "Brieven worden gehaald…" };

  test("stand in the place of the language's, in what the server drew and in what comes later", async ({ page, article, widget }) => {
    await article.post({ body: "Een", page: "single-page.html" });
    const { release } = await hold(page, FRAGMENT);
    await add(page, article, { messages: JSON.stringify(own) });
    await expect(widget.element.locator(".loading")).toHaveText("Brieven worden gehaald…");
    await expect(widget.element.locator(".loading")).toHaveAttribute("lang", "nl");
    await release();
    await widget.interactive();
    await expect(widget.title).toHaveText("1 brief");
    await expect(widget.replyTo("Een")).toHaveText("Terugschrijven");
    await expect(widget.replyTo("Een")).toHaveAttribute("aria-label", "Reageer op Spijker");
    await expect(widget.comment("Een").locator("time")).not.toBeEmpty();
    await widget.replyTo("Een").click();
    await expect(widget.send).toHaveText("Insturen");
    await widget.write({ name: "Petra", body: "Twee" });
    await widget.send.click();
    await expect(widget.replyTo("Twee")).toHaveText("Terugschrijven");
    await expectAccessible(page);
  });

  test("leave what the reader typed and did before them as it is", async ({ page, article, widget }) => {
    await article.post({ body: "Een", page: "single-page.html" });
    const { release, arrived } = await hold(page, "**/assets/messages-*");
    await add(page, article, { messages: JSON.stringify(own) });
    await widget.name.fill("Petra");
    await widget.body.fill("Nog niet af");
    await widget.body.press("Home");
    await arrived;
    await release();
    await widget.interactive();
    await expect(widget.send).toHaveText("Insturen");
    await expect(widget.name).toHaveValue("Petra");
    await expect(widget.body).toHaveValue("Nog niet af");
    await expect(widget.body).toBeFocused();
    expect(await widget.body.evaluate((field) => field.selectionStart)).toBe(0);
  });

  test("a name alone stays too", async ({ page, article, widget }) => {
    const { release, arrived } = await hold(page, "**/assets/messages-*");
    await add(page, article, { messages: JSON.stringify(own) });
    await widget.name.fill("Petra");
    await arrived;
    await release();
    await widget.interactive();
    await expect(widget.send).toHaveText("Insturen");
    await expect(widget.name).toHaveValue("Petra");
  });

  test("may stand in the page for all its threads, and change while it is open", async ({ page, article, widget }) => {
    await page.addInitScript((own) => {
      addEventListener("DOMContentLoaded", () => {
        const block = document.createElement("script");
        Object.assign(block, { type: "application/json", textContent: own });
        block.setAttribute("data-weerwoord-messages", "");
        document.head.append(block);
      });
    }, JSON.stringify(own));
    await article.post({ body: "Een", page: "single-page.html" });
    await add(page, article, {});
    await widget.interactive();
    await expect(widget.title).toHaveText("1 brief");
    await widget.element.evaluate((element) => element.setAttribute("messages", '{"thread.title.one": "{n} stem"}'));
    await expect(widget.title).toHaveText("1 stem");
    await expect(widget.replyTo("Een")).toHaveText("Reageer");
  });

  test.describe("that cannot be used", () => {
    test.use({ expectedComplaints: /messages/ });

    for (const [what, messages] of [["broken JSON", "{'a': b"], ["a list", '["a"]'], ["nothing", "null"], ["a number", "7"]]) {
      test(`are left out and told of once: ${what}`, async ({ page, article, widget }) => {
        const heard = overhear(page);
        await article.post({ body: "Een", page: "single-page.html" });
        await add(page, article, { messages });
        await widget.interactive();
        await widget.element.evaluate((element) => element.setAttribute("sort", "oldest"));
        await widget.interactive();
        await expect(widget.replyTo("Een")).toHaveText("Reageer");
        expect(heard).toEqual(["warning: weerwoord: the page's own messages are no JSON object, and left out."]);
      });
    }

    test("are left out one by one: what nobody asks for, and what is no text", async ({ page, article, widget }) => {
      const heard = overhear(page);
      await article.post({ body: "Een", page: "single-page.html" });
      const mixed = { ...own, "no.such": "x", lang: "fr", "comment.edit": 5, "order.label": null, "load.retry": { a: 1 }, __proto__: "x" };
      await add(page, article, { messages: JSON.stringify(mixed) });
      await widget.interactive();
      await expect(widget.replyTo("Een")).toHaveText("Terugschrijven");
      await expect(widget.frame).toHaveAttribute("lang", "nl");
      expect(heard).toEqual([
        "warning: weerwoord: not known, or no text, among the page's own messages: no.such, lang, comment.edit, order.label, load.retry.",
      ]);
    });
  });

  test("are text, whatever stands in them", async ({ page, article, widget }) => {
    await article.post({ body: "Een", page: "single-page.html" });
    await add(page, article, { messages: JSON.stringify({ "comment.reply": "<img src=x onerror=alert(1)>{n}{name}", "load.loading": "<b>" }) });
    await widget.interactive();
    await expect(widget.replyTo("Een")).toHaveText("<img src=x onerror=alert(1)>{n}{name}");
    await expect(widget.element.locator("img")).toHaveCount(0);
  });
});

for (const [lang, told] of [
  ["fy", ['info: weerwoord: there are no messages in "fy"; "en" is shown.']],
  ["!!", ['info: weerwoord: there are no messages in "!!"; "en" is shown.']],
  ["nl-BE", []],
  ["iw", []],
  ["no", []],
]) {
  test(`a language that is not there is told of once, and one by another name is not (${lang})`, async ({ page, article, widget }) => {
    const heard = overhear(page);
    await article.post({ body: "Een", page: "single-page.html" });
    await add(page, article, { lang });
    await widget.interactive();
    await widget.element.evaluate((element) => element.setAttribute("sort", "oldest"));
    await widget.interactive();
    await expect(widget.comment("Een")).toBeVisible();
    expect(heard).toEqual(told);
  });
}
