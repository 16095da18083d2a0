// What the editors made stand out, as readers meet it: the pinned comment, the picks, and badges.

import { newId } from "./support/article.mjs";
import { Desk } from "./support/desk.mjs";
import { expect, expectAccessible, FAILED_REQUEST, switchOffScripts, test } from "./support/test.mjs";
import { WASM } from "./support/widget.mjs";

const READ = "**/api/v1/thread?**";

/** A root with an answer, and a newer root. */
async function discussion(article) {
  const first = await article.post({ name: "Ad", body: "Eerste" });
  const answer = await article.post({ name: "Petra", body: "Antwoord", parent: first.id });
  const last = await article.post({ name: "Joop", body: "Laatste" });
  return { first, answer, last };
}

const pinned = (widget) => widget.element.locator(".pinned");

test("a reader meets the pinned comment first, in every order, and goes to its place", async ({ page, article, server, widget }) => {
  const { answer } = await discussion(article);
  await (await Desk.of(server)).does("pin", answer);
  await widget.open(article.url());
  await expect(pinned(widget)).toContainText("Vastgezet door de redactie");
  await expect(pinned(widget).locator(".body")).toHaveText("Antwoord");
  await expect(pinned(widget).locator("time")).toBeVisible();
  await expectAccessible(page);
  // What a page puts before its list may stand between.
  const below = await pinned(widget).evaluate((block) => [block.nextElementSibling, block.nextElementSibling.nextElementSibling].map((one) => one.className || one.name));
  expect(below).toEqual(["before", "comments"]);
  await widget.order("Oudste").click();
  await expect.poll(() => widget.texts()).toEqual(["Eerste", "Antwoord", "Laatste"]);
  await expect(pinned(widget).locator(".body")).toHaveText("Antwoord");
  await widget.comment("Eerste").getByRole("button", { name: "Inklappen" }).click();
  await expect(widget.comment("Antwoord")).toBeHidden();
  await pinned(widget).getByRole("link", { name: "In het gesprek lezen" }).click();
  await expect(widget.comment("Antwoord")).toBeFocused();
  await expect(widget.comment("Antwoord")).toHaveClass(/target/);
});

test("the way from the pinned comment leads to another page of a long thread", async ({ page, article, server, widget }) => {
  const comments = Array.from({ length: 60 }, (_, n) => {
    return { id: newId(), name: "Spijker", body: `Reactie ${n}`, posted_at: new Date(1.7e12 + n * 6e4).toISOString() };
  });
  await server.importComments(comments, article.url());
  const answer = await article.post({ body: "Diep", parent: comments[0].id });
  await (await Desk.of(server)).does("pin", answer);
  await widget.open(article.url());
  await expect(pinned(widget).locator(".body")).toHaveText("Diep");
  await expect(widget.comment("Diep")).toHaveCount(0);
  await pinned(widget).getByRole("link", { name: "In het gesprek lezen" }).press("Enter");
  await expect(widget.comment("Diep")).toBeFocused();
  await expectAccessible(page);
});

test("the picks stand alone, each with the way to its conversation", async ({ page, article, server, widget }) => {
  const { answer, last } = await discussion(article);
  await widget.open(article.url());
  await expect(widget.order("Keuze van de redactie")).toHaveCount(0);
  const desk = await Desk.of(server);
  await desk.does("pick", answer);
  await desk.does("pick", last);
  await page.reload();
  await widget.interactive();
  await expect(widget.comment("Antwoord").locator(".pick")).toHaveText("Keuze van de redactie");
  await expect(widget.comment("Eerste").locator(".pick")).toHaveCount(0);
  await widget.order("Keuze van de redactie").click();
  await expect.poll(() => widget.texts()).toEqual(["Laatste", "Antwoord"]);
  await expect(widget.order("Keuze van de redactie")).toHaveAttribute("aria-current", "true");
  await expectAccessible(page);

  await widget.comment("Antwoord").getByRole("link", { name: "In het gesprek lezen" }).click();
  await expect(widget.comment("Antwoord")).toBeFocused();
  expect(await widget.texts()).toContain("Eerste");
  await expect(widget.order("Nieuwste")).toHaveAttribute("aria-current", "true");
  await expect(widget.element.locator("[data-action=context]")).toHaveCount(0);

  // The filter is this article's, and of this visit.
  await widget.order("Keuze van de redactie").click();
  await expect.poll(() => widget.texts()).toEqual(["Laatste", "Antwoord"]);
  await page.reload();
  await widget.interactive();
  await expect.poll(() => widget.texts()).toEqual(["Laatste", "Eerste", "Antwoord"]);
});

test("a reader answers a pick in the filtered list", async ({ article, server, widget }) => {
  const { answer } = await discussion(article);
  await (await Desk.of(server)).does("pick", answer);
  await widget.open(article.url());
  await widget.order("Keuze van de redactie").click();
  await expect.poll(() => widget.texts()).toEqual(["Antwoord"]);
  await widget.replyTo("Antwoord").click();
  await widget.write({ name: "Spijker", body: "Daarop" });
  await widget.send.click();
  await expect(widget.comment("Daarop")).toBeVisible();
  await expect.poll(async () => (await article.comments()).find(({ html }) => html.includes("Daarop"))?.parent).toBe(answer.id);
});

test("badges stand behind the names of those who have them", async ({ page, article, server, widget }) => {
  const { first, last } = await discussion(article);
  const desk = await Desk.of(server);
  await desk.does("badge-author", first);
  await desk.does("badge-staff", last);
  await widget.open(article.url());
  await expect(widget.comment("Eerste").locator(".badge")).toHaveText("Auteur");
  await expect(widget.comment("Laatste").locator(".badge")).toHaveText("Redactie");
  await expect(widget.comment("Antwoord").locator(".badge")).toHaveCount(0);
  await expectAccessible(page);
  await desk.does("unbadge", last);
  await widget.element.evaluate((element) => element.refresh());
  await expect(widget.comment("Laatste").locator(".badge")).toHaveCount(0);
  await expect(widget.comment("Eerste").locator(".badge")).toHaveText("Auteur");
});

test("a pinned comment that was removed meanwhile goes, and another takes its place", async ({ article, server, widget }) => {
  const { first, last } = await discussion(article);
  const desk = await Desk.of(server);
  await desk.does("pin", first);
  await widget.open(article.url());
  await expect(pinned(widget).locator(".body")).toHaveText("Eerste");
  await desk.does("remove", first);
  await widget.element.evaluate((element) => element.refresh());
  await expect(pinned(widget)).toHaveCount(0);
  await desk.does("pin", last);
  await widget.element.evaluate((element) => element.refresh());
  await expect(pinned(widget).locator(".body")).toHaveText("Laatste");
  await expect(pinned(widget).locator(".author")).toHaveText("Joop");
});

test.describe("where something fails", () => {
  test.use({ expectedComplaints: FAILED_REQUEST });

  test("the list stays when the picks cannot be had", async ({ page, article, server, widget }) => {
    const { answer } = await discussion(article);
    await (await Desk.of(server)).does("pick", answer);
    await widget.open(article.url());
    await page.route(READ, (route) => route.abort());
    await widget.order("Keuze van de redactie").click();
    await expect(widget.live).toContainText("Er is geen verbinding.");
    await expect(widget.order("Nieuwste")).toHaveAttribute("aria-current", "true");
    expect(await widget.texts()).toEqual(["Laatste", "Eerste", "Antwoord"]);
  });

  test("without WebAssembly the links lead to the hosted page", async ({ page, article, server, widget }) => {
    const { answer } = await discussion(article);
    const desk = await Desk.of(server);
    await desk.does("pick", answer);
    await desk.does("pin", answer);
    await page.route(WASM, (route) => route.abort());
    await page.goto(article.url());
    await expect(pinned(widget).locator(".body")).toHaveText("Antwoord");
    await widget.order("Keuze van de redactie").click();
    await page.waitForURL("**/thread?**sort=picks**");
    await expect(page.locator(".comment .body")).toHaveText(["Antwoord"]);
  });
});

test("without scripts the hosted page shows the pin, and the picks by their address", async ({ page, article, server }) => {
  const { answer, last } = await discussion(article);
  const desk = await Desk.of(server);
  await desk.does("pin", last);
  await desk.does("pick", answer);
  await desk.does("badge-staff", answer);
  const withScripts = await switchOffScripts(page);
  await page.goto(article.hosted());
  await expect(page.locator(".pinned .body")).toHaveText("Laatste");
  await withScripts(() => expectAccessible(page));
  await page.getByRole("navigation", { name: "Volgorde" }).getByRole("link", { name: "Keuze van de redactie" }).click();
  await expect(page.locator(".comment .body")).toHaveText(["Antwoord"]);
  await expect(page.locator(".comment .badge")).toHaveText("Redactie");
  await expect(page.locator(".pinned")).toHaveCount(0);
  await withScripts(() => expectAccessible(page));
  await page.getByRole("link", { name: "In het gesprek lezen" }).click();
  await expect(page.locator(".comment .body")).toHaveText(["Laatste", "Eerste", "Antwoord"]);
  expect(new URL(page.url()).hash).toBe(`#weerwoord-${answer.id}`);
});
