// Naming another writer: an @ offers the names of the thread, and what is sent links to the comment meant.

import { expect, expectAccessible, switchOffScripts, test } from "./support/test.mjs";
import { shown } from "./support/markdown.mjs";
import { link, unlink } from "../../src/menu/mentions.js";

const options = (widget) => widget.form.getByRole("option");

test("an @ offers the names of the thread, and the keyboard chooses one", async ({ page, article, widget }) => {
  const comment = await article.post({ name: "Rood Hesje", role: "fietser", body: "Een" });
  await article.post({ name: "Joop", body: "Twee" });
  await widget.open(article.url());
  await widget.body.pressSequentially("Dag @");
  await expect(options(widget)).toHaveText(["Joop", "Rood Hesje (fietser)"]);
  await expect(widget.live).toContainText("Namen: 2");
  await expect(widget.body).toHaveAttribute("aria-controls", "weerwoord-names");
  await expectAccessible(page);
  await widget.body.press("ArrowDown");
  const active = await widget.body.getAttribute("aria-activedescendant");
  await expect(widget.element.locator(`#${active}`)).toHaveText("Rood Hesje (fietser)");
  await expect(widget.element.locator(`#${active}`)).toHaveAttribute("aria-selected", "true");
  await widget.body.press("Enter");
  await expect(widget.body).toHaveValue("Dag @Rood Hesje ");
  await expect(options(widget)).toHaveCount(0);
  await expect(widget.body).toBeFocused();
  await page.keyboard.type("en verder");
  await widget.name.fill("Petra");
  await widget.send.click();
  const mention = widget.comment("en verder").locator(".mention");
  await expect(mention).toHaveText("@Rood Hesje");
  await expect(mention).toHaveAttribute("href", `#weerwoord-${comment.id}`);
  await expectAccessible(page);
  await mention.click();
  await expect(widget.comment("Een")).toHaveClass(/target/);
  await expect(widget.comment("Een")).toBeFocused();
});

test("letters narrow the names down, by any of their words", async ({ article, widget }) => {
  for (const name of ["Rood Hesje", "Joop", "Joost"]) await article.post({ name, body: name });
  await widget.open(article.url());
  await widget.body.pressSequentially("@jo");
  await expect(options(widget)).toHaveText(["Joost", "Joop"]);
  await widget.body.press("Backspace");
  await widget.body.press("Backspace");
  await widget.body.pressSequentially("hes");
  await expect(options(widget)).toHaveText(["Rood Hesje"]);
  await widget.body.press("Tab");
  await expect(widget.body).toHaveValue("@Rood Hesje ");
});

test("a click and a tap choose too", async ({ article, widget }) => {
  await article.post({ name: "Joop", body: "Een" });
  await widget.open(article.url());
  await widget.body.pressSequentially("Zie (@J");
  await options(widget).click();
  await expect(widget.body).toHaveValue("Zie (@Joop ");
  await expect(widget.body).toBeFocused();
});

test("Escape closes the names, and not the form", async ({ article, widget }) => {
  await article.post({ name: "Joop", body: "Een" });
  await widget.open(article.url());
  await widget.replyTo("Een").click();
  await widget.body.pressSequentially("@J");
  await expect(options(widget)).toHaveCount(1);
  await widget.body.press("Escape");
  await expect(options(widget)).toHaveCount(0);
  await expect(widget.body).toHaveValue("@J");
  await widget.body.press("Enter");
  await expect(widget.body).toHaveValue("@J\n");
});

test("a word that is being made keeps its Enter, and an address of mail is none", async ({ article, widget }) => {
  await article.post({ name: "Joop", body: "Een" });
  await widget.open(article.url());
  await widget.body.pressSequentially("@J");
  await expect(options(widget)).toHaveCount(1);
  const init = { key: "Enter", isComposing: true, bubbles: true, composed: true, cancelable: true };
  const taken = await widget.body.evaluate((body, init) => !body.dispatchEvent(new KeyboardEvent("keydown", init)), init);
  expect(taken).toBe(false);
  await expect(widget.body).toHaveValue("@J");
  await widget.body.fill("mail@J");
  await expect(options(widget)).toHaveCount(0);
});

test("who is answered is offered first, and meant by the name", async ({ article, widget }) => {
  const first = await article.post({ name: "Jan", body: "Oud" });
  await article.post({ name: "Jan", body: "Nieuw" });
  await article.post({ name: "Joop", body: "Nieuwer" });
  await widget.open(article.url());
  await widget.replyTo("Oud").click();
  await widget.body.pressSequentially("@");
  await expect(options(widget)).toHaveText(["Jan", "Joop"]);
  await widget.body.press("Escape");
  await widget.write({ name: "Petra", body: "Zeker, @Jan!" });
  await widget.send.click();
  await expect(widget.comment("Zeker").locator(".mention")).toHaveAttribute("href", `#weerwoord-${first.id}`);
});

test("a mention is seen in the preview, and is typed again when the comment is changed", async ({ article, widget }) => {
  await article.post({ name: "J*n [x]", body: "Een" });
  await widget.open(article.url());
  await widget.write({ name: "Petra", body: "Dag @J*n [x]: hallo" });
  await widget.form.getByRole("button", { name: "Voorbeeld" }).click();
  await expect(widget.form.locator(".preview .mention")).toHaveText("@J*n [x]");
  await widget.send.click();
  await expect(widget.comment("hallo")).toHaveClass("comment");
  await expect(widget.comment("hallo").locator(".mention")).toHaveText("@J*n [x]");
  await widget.comment("hallo").locator("[data-action=edit]").click();
  await expect(widget.body).toHaveValue("Dag @J*n [x]: hallo");
  await widget.body.fill("Dag @J*n [x]: tot ziens");
  await widget.body.press("Control+Enter");
  await expect(widget.comment("tot ziens").locator(".mention")).toHaveText("@J*n [x]");
});

test("on the hosted page a mention is a plain link, also to a comment on another page", async ({ page, article, server }) => {
  const comments = Array.from({ length: 60 }, (_, at) => ({ name: `Lezer ${at}`, body: `Nummer ${at}.` }));
  await server.importComments(comments, article.url());
  const kept = await article.comments();
  // The last one of the page, which the next comment moves to the page after it.
  const far = kept.at(-1).id;
  await article.post({ body: `Zie [@Lezer](#weerwoord-${far}) en [@Lezer](#weerwoord-${kept[0].id})` });
  await switchOffScripts(page);
  await page.goto(article.hosted());
  const links = page.locator(".mention");
  await expect(links).toHaveCount(2);
  await expect(links.nth(1)).toHaveAttribute("href", `#weerwoord-${kept[0].id}`);
  await links.first().click();
  await expect(page.locator(`#weerwoord-${far}`)).toBeInViewport();
});

test("a name is shown as it is by the server, however it is spelled, and is typed again", async ({ server }) => {
  const id = "0192f0c1-2d3e-7f40-8a5b-6c7d8e9fa0b1";
  const names = ["J*n [x]", "a_b", "_a_", "\\", "`x`", "<b>", "&amp;", "R&D", "# 1", "1. Jan", "- Jan", "a](b)", "![a]", "www.a.nl", "https://a.nl", "jan@a.nl", "Zoë 😀", "> a", "*", "**a**", "~~a~~", "a\\*b", "]", "[", "](#weerwoord-"];
  for (const name of names) {
    const typed = `Dag @${name}, dag.`;
    const sent = link(typed, [[name, id]]);
    expect(sent).not.toBe(typed);
    expect(unlink(sent)).toEqual([typed, new Map([[name, id]])]);
    expect(await shown(server, sent)).toEqual({ text: typed, mentions: [`@${name}`] });
  }
});

test("names are linked where they are names, and the longest of them", () => {
  const meant = [["Jan", "1".repeat(36)], ["Jan Klaassen", "2".repeat(36)], ["Jan", "3".repeat(36)]];
  expect(link("@Jan Klaassen: ja", meant)).toBe(`[@Jan Klaassen](#weerwoord-${"2".repeat(36)}): ja`);
  expect(link("(@Jan)", meant)).toBe(`([@Jan](#weerwoord-${"1".repeat(36)}))`);
  for (const text of ["@Jantje", "jan@Jan", "`@Jan`", "```\n@Jan\n```", "@Piet", "[@Jan](https://a.example)"]) expect(link(text, meant)).toBe(text);
});

test("links that could not be made again stay as they are", () => {
  const two = `[@Jan](#weerwoord-${"1".repeat(36)}) [@Jan](#weerwoord-${"2".repeat(36)})`;
  const [typed, by] = unlink(two);
  expect(typed).toBe(`@Jan [@Jan](#weerwoord-${"2".repeat(36)})`);
  expect(link(typed, [...by])).toBe(two);
  for (const text of ["[@Jan](#weerwoord-1)", "[@Jan](https://a.example)", "[@Jan", "x[@Jan](#weerwoord-"]) expect(unlink(text)[0]).toBe(text);
});
