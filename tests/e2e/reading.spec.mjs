import { expect, expectAccessible, test } from "./support/test.mjs";
import { hold } from "./support/widget.mjs";

test("a thread has nothing that axe complains of", async ({ page, article, widget }) => {
  await article.chain(["Een reactie.", "Een antwoord.", "Een antwoord daarop."]);
  await widget.open(article.url());
  await expectAccessible(page);
});

test("an empty thread invites the first reader", async ({ page, article, widget }) => {
  await widget.open(article.url());
  await expect(widget.title).toHaveText("Reacties op dit bericht");
  await expect(widget.element.locator(".empty")).toHaveText("Nog geen reacties. Wees de eerste.");
  await expectAccessible(page);
});

test("a thread is titled by how many comments it has", async ({ article, widget }) => {
  await article.post({ body: "De enige." });
  await widget.open(article.url());
  await expect(widget.title).toHaveText("1 reactie op dit bericht");
  await article.post({ body: "De tweede." });
  await widget.open(article.url());
  await expect(widget.title).toHaveText("2 reacties op dit bericht");
});

test("the newest comment stands first, and an answer under what it answers", async ({ article, widget }) => {
  const [first] = await article.chain(["Eerste", "Eerste antwoord"]);
  await article.post({ body: "Tweede" });
  await article.post({ body: "Tweede antwoord", parent: first.id });
  await widget.open(article.url());
  expect(await widget.texts()).toEqual(["Tweede", "Eerste", "Eerste antwoord", "Tweede antwoord"]);
});

test("a comment says who wrote it, in which role", async ({ article, widget }) => {
  await article.post({ name: "Spijker", role: "n.v.t.", body: "Over de middelen." });
  await widget.open(article.url());
  await expect(widget.comment("Over de middelen.").locator(".byline")).toContainText("Door Spijker (n.v.t.)");
});

test("a comment is shown as it was written, and never as code", async ({ page, article, widget }) => {
  const body = "Een *nadruk*,\neen https://nieuws.example/stuk\n\n> geciteerd\n\n<img src=x onerror=alert(1)><script>alert(1)</script>";
  await article.post({ name: "<b>Vet</b>", body });
  await widget.open(article.url());
  const comment = widget.comments.first();
  await expect(comment.locator(".author")).toHaveText("<b>Vet</b>");
  await expect(comment.locator(".body em")).toHaveText("nadruk");
  await expect(comment.locator(".body br").first()).toBeAttached();
  await expect(comment.locator(".body blockquote")).toHaveText("geciteerd");
  await expect(comment.locator(".body a")).toHaveAttribute("rel", "nofollow ugc noopener");
  await expect(comment.locator(".body").locator("img, script")).toHaveCount(0);
  await expectAccessible(page);
});

test("the indent follows the width, and deeper answers name whom they answer", async ({ page, article, widget }) => {
  await article.chain(Array.from({ length: 10 }, (_, depth) => `Diepte ${depth}`));
  await widget.open(article.url());
  const indent = async (depth) => {
    const [root, comment] = await Promise.all(
      [0, depth].map((depth) => widget.comment(`Diepte ${depth}`).locator("article").boundingBox()),
    );
    return comment.x - root.x;
  };
  const named = (depth) => widget.comment(`Diepte ${depth}`).locator(".in-reply-to");
  for (const [width, levels] of [[375, 2], [600, 4], [1000, 6]]) {
    await page.setViewportSize({ width, height: 800 });
    for (let depth = 1; depth <= levels; depth++) expect(await indent(depth)).toBeGreaterThan(await indent(depth - 1));
    expect(await indent(levels + 1)).toBe(await indent(levels));
    expect(await indent(9)).toBe(await indent(levels));
    await expect(named(levels)).toHaveCSS("opacity", "0");
    await expect(named(levels + 1)).toHaveCSS("opacity", "1");
    await expect(named(9)).toHaveCSS("opacity", "1");
  }
  await expect(named(9)).toHaveText("Als antwoord op Lezer 9");
  await expectAccessible(page);
});

test("a link to a comment leads to it, and marks it", async ({ page, article, widget }) => {
  const comments = await article.chain(Array.from({ length: 12 }, (_, depth) => `Diepte ${depth}`));
  await widget.open(`${article.url()}#weerwoord-${comments[11].id}`);
  const target = widget.comment("Diepte 11");
  await expect(target).toHaveClass(/target/);
  await expect(target).toBeInViewport();
  await target.locator(".in-reply-to").click();
  await expect(widget.comment("Diepte 10")).toHaveClass(/target/);
  await expect(target).not.toHaveClass(/target/);
  await widget.comment("Diepte 3").locator(".permalink").click();
  await expect(page).toHaveURL(new RegExp(`#weerwoord-${comments[3].id}$`));
});

test("a link to a comment leads to it, also where the page takes its shape late", async ({ page, article, widget }) => {
  const comments = await article.chain(Array.from({ length: 12 }, (_, depth) => `Diepte ${depth}`));
  const { release } = await hold(page, "**/host.css");
  await page.goto(`${article.url()}#weerwoord-${comments[11].id}`, { waitUntil: "commit" });
  await expect(widget.comment("Diepte 11")).toHaveClass(/target/);
  release();
  await page.waitForLoadState();
  await expect(widget.comment("Diepte 11")).toBeInViewport();
});

test("a link to a comment keeps the page's own address, whatever its base", async ({ page, article, widget }) => {
  const { id } = await article.post({ body: "Een" });
  await widget.open(article.url());
  await page.evaluate(() => {
    const base = document.createElement("base");
    base.href = "https://elders.example/";
    document.head.append(base);
  });
  await widget.comment("Een").locator(".permalink").click();
  await expect(widget.comment("Een")).toBeFocused();
  expect(page.url()).toBe(`${article.url()}#weerwoord-${id}`);
});

test("on paper stands what was written, and no form", async ({ page, article, widget }) => {
  await article.post({ body: "Een" });
  await widget.open(article.url());
  await page.emulateMedia({ media: "print" });
  await expect(widget.comment("Een")).toBeVisible();
  await expect(widget.form).toBeHidden();
  await expect(widget.replyTo("Een")).toBeHidden();
});

test("a long thread scrolls without a sideways bar on a phone", async ({ page, article, widget }) => {
  await article.post({ name: "n".repeat(79), role: "r".repeat(79), body: `${"w".repeat(500)}\n\n    ${"code ".repeat(100)}` });
  await article.chain(Array.from({ length: 9 }, (_, depth) => `Diepte ${depth}`));
  await page.setViewportSize({ width: 320, height: 640 });
  await widget.open(article.url());
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await expectAccessible(page);
});

test("the browser's own search finds a comment that was never laid out, and shows it", async ({ page, article, widget }) => {
  const comments = Array.from({ length: 40 }, (_, nth) => ({ name: "Lezer", posted_at: "2020-05-01T10:00:00Z", body: nth ? `Hooi ${"hooi ".repeat(50)}` : "Een speld" }));
  await article.server.importComments(comments, article.url());
  await widget.open(article.url());
  const found = widget.comment("Een speld");
  const isLaidOut = () => found.locator(".body").evaluate((body) => body.checkVisibility({ contentVisibilityAuto: true }));
  expect(await isLaidOut()).toBe(false);
  expect(await page.evaluate(() => window.find("speld"))).toBe(true);
  await expect(found.locator(".body")).toBeInViewport();
  expect(await isLaidOut()).toBe(true);
});

test("what the server removed or closed meanwhile is drawn so after a refresh", async ({ page, article, widget }) => {
  await article.chain(["Wordt verwijderd", "Blijft staan"]);
  await widget.open(article.url());
  await page.route("**/api/v1/thread?**", async (route) => {
    const response = await route.fetch();
    const snapshot = await response.json();
    Object.assign(snapshot.comments[0], { status: "removed", author: null, html: "" });
    snapshot.thread.closed = true;
    await route.fulfill({ response, json: snapshot });
  });
  await widget.element.evaluate((element) => element.refresh());
  await expect(widget.comments.first().locator(".body")).toHaveText("Deze reactie is verwijderd.");
  await expect(widget.comments.first()).toHaveClass(/removed/);
  await expect(widget.comment("Blijft staan")).toBeVisible();
  await expect(widget.element.locator(".notice")).toContainText("niet meer mogelijk");
  await expect(widget.form).toHaveCount(0);
  await expect(widget.element.locator("[data-action=reply]")).toHaveCount(0);
  await expectAccessible(page);
});
