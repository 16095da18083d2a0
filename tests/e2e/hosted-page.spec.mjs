// The server's own page of a thread, and a thread that the publisher's server put into its page: without any script.

import { expect, expectAccessible, FAILED_REQUEST, switchOffScripts, test as base } from "./support/test.mjs";

const test = base.extend({
  /** `expectAccessible`, on a page whose scripts are off but for that. */
  expectReadable: async ({ page }, use) => {
    const withScripts = await switchOffScripts(page);
    await use(() => withScripts(() => expectAccessible(page)));
  },
});

test.describe("without JavaScript", () => {
  test.beforeEach(({ expectReadable }) => expect(expectReadable).toBeDefined());

  test("a reader reads on the hosted page", async ({ page, article, expectReadable }) => {
    await article.chain(["Een", "Twee"]);
    await page.goto(article.hosted());
    await expect(page.locator(".comment .body")).toHaveText(["Een", "Twee"]);
    await expect(page.getByRole("link", { name: "Terug naar het artikel" })).toHaveAttribute("href", article.url());
    await expectReadable();
  });

  test("a reader posts on the hosted page, and a reload posts nothing more", async ({ page, article, expectReadable }) => {
    await page.goto(article.hosted());
    await page.getByLabel("Uw reactie").fill("Zonder script");
    await page.getByLabel("Naam").fill("Petra");
    await page.getByRole("button", { name: "Plaatsen" }).click();
    await expect(page.getByText("Uw reactie is geplaatst. Dank u wel.")).toBeVisible();
    await expect(page.locator(".comment .body")).toHaveText("Zonder script");
    await expectReadable();
    await page.reload();
    await expect(page.locator(".comment")).toHaveCount(1);
    expect(await article.comments()).toHaveLength(1);
  });

  test("a reader answers a comment by its link", async ({ page, article, expectReadable }) => {
    await article.chain(["Een", "Twee"]);
    await page.goto(article.hosted());
    await page.getByRole("link", { name: "Reageer op Lezer 1" }).click();
    await expect(page.getByRole("heading", { name: "Reageer op Lezer 1" })).toBeVisible();
    await expectReadable();
    await page.getByLabel("Uw reactie").fill("Drie");
    await page.getByLabel("Naam").fill("Petra");
    await page.getByRole("button", { name: "Plaatsen" }).click();
    await expect(page.locator(".comment .body")).toHaveText(["Een", "Twee", "Drie"]);
    expect((await article.comments())[2]).toMatchObject({ depth: 1, author: { name: "Petra" } });
  });

  test("who posted there can follow what is answered", async ({ page, article, expectReadable }) => {
    await page.goto(article.hosted());
    const follow = page.getByRole("link", { name: "Antwoorden op uw reactie volgen (Atom)" });
    await expect(follow).toHaveCount(0);
    await page.getByLabel("Uw reactie").fill("Wie weet het?");
    await page.getByLabel("Naam").fill("Petra");
    await page.getByRole("button", { name: "Plaatsen" }).click();
    await expect(follow).toBeVisible();
    await expectReadable();
    const [{ id }] = await article.comments();
    await article.post({ body: "Ik weet het", parent: id });
    const url = await follow.evaluate(({ href }) => href);
    await expect(async () => expect(await (await page.request.get(url)).text()).toContain("Ik weet het")).toPass();
  });

  test.describe("where the server refuses", () => {
    test.use({ expectedComplaints: FAILED_REQUEST });

    test("a comment that is refused keeps its text, and says why", async ({ page, article, expectReadable }) => {
      await page.goto(article.hosted());
      await page.getByLabel("Uw reactie").fill("<b>Mijn</b> tekst");
      await page.getByRole("button", { name: "Plaatsen" }).click();
      await expect(page.getByText("Uw naam ontbreekt.")).toBeVisible();
      await expect(page.getByLabel("Uw reactie")).toHaveValue("<b>Mijn</b> tekst");
      await expect(page.getByLabel("Naam")).toHaveAccessibleDescription(/Uw naam ontbreekt/);
      await expectReadable();
      await page.getByLabel("Naam").fill("Petra");
      await page.getByRole("button", { name: "Plaatsen" }).click();
      await expect(page.locator(".comment .body")).toHaveText("<b>Mijn</b> tekst");
    });
  });

  test("a comment can be looked at before it is posted", async ({ page, article, expectReadable }) => {
    await page.goto(article.hosted());
    await page.getByLabel("Uw reactie").fill("Een *nadruk*");
    await page.getByLabel("Naam").fill("Petra");
    await page.getByRole("button", { name: "Voorbeeld" }).click();
    await expect(page.locator(".preview em")).toHaveText("nadruk");
    await expectReadable();
    expect(await article.comments()).toEqual([]);
    await page.getByRole("button", { name: "Plaatsen" }).click();
    await expect(page.locator(".comment em")).toHaveText("nadruk");
  });

  test("a reader opens the page of one comment, and goes on from there", async ({ page, article, expectReadable }) => {
    await article.chain(["Een", "Twee", "Drie"]);
    await article.post({ body: "Iets anders" });
    await page.goto(article.hosted());
    await page.getByRole("article", { name: "Door Lezer 2" }).locator(".permalink").click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Reactie van Lezer 2");
    await expect(page.locator(".comment .body")).toHaveText(["Een", "Twee", "Drie"]);
    await expect(page.locator("[aria-current=true] .body")).toHaveText("Twee");
    await expectReadable();
    const back = page.getByRole("link", { name: "Terug naar het artikel" });
    await expect(back).toHaveAttribute("href", new RegExp(`^${article.url()}#weerwoord-`));
    await page.getByRole("link", { name: "Alle 4 reacties op dit artikel lezen" }).click();
    await expect(page.locator(".comment")).toHaveCount(4);
    await expect(page.getByRole("link", { name: "Deze reacties volgen (Atom)" })).toBeVisible();
  });

  test.describe("where a comment is gone", () => {
    test.use({ expectedComplaints: FAILED_REQUEST });

    test("its page says that there is none", async ({ page, article, expectReadable }) => {
      await page.goto(`${article.server.origin}/comment/0199b2c0-7a41-7c3e-9a1b-2f3d4e5f6071?lang=nl`);
      await expect(page.getByText("Dit is niet te vinden.")).toBeVisible();
      await expectReadable();
    });
  });

  test("a thread that is included in the page is read there", async ({ page, article, widget, expectReadable }) => {
    await article.chain(["Een", "Twee"], "included.html");
    await page.goto(article.url("included.html"));
    expect(await widget.texts()).toEqual(["Een", "Twee"]);
    await expect(page.getByRole("heading", { name: "2 reacties op dit bericht" })).toBeVisible();
    await expect(page.getByRole("article", { name: "Door Lezer 2" })).toBeVisible();
    // No room is kept for what will never come.
    const first = widget.comment("Een").first();
    for (const never of [widget.element.locator(".share"), first.locator(".collapse"), first.locator("[aria-pressed]").first()]) {
      await expect(never).toHaveCount(1);
      expect(await never.boundingBox()).toBeNull();
    }
    await expectReadable();
  });

  test("the form of an included thread leads to a page that has it confirmed", async ({ page, article, widget, expectReadable }) => {
    const host = "included.html";
    await page.goto(article.url(host));
    await widget.write({ name: "Petra", role: "Raadslid", body: "Een *nadruk*" });
    await widget.send.click();
    await expect(page.getByRole("heading", { name: "Kijk uw reactie na" })).toBeVisible();
    expect(await article.comments({ page: host })).toEqual([]);
    await expect(page.locator(".preview em")).toHaveText("nadruk");
    await expectReadable();
    await page.getByRole("button", { name: "Plaatsen" }).click();
    await expect(page.getByText("Uw reactie is geplaatst.")).toBeVisible();
    expect(await article.comments({ page: host })).toMatchObject([{ author: { name: "Petra", role: "Raadslid" } }]);
  });

  test("the reply link of an included thread leads to the hosted page", async ({ page, article, widget }) => {
    const host = "included.html";
    await article.post({ body: "Een", page: host });
    await page.goto(article.url(host));
    await widget.replyTo("Een").click();
    await expect(page.getByRole("heading", { name: "Reageer op Spijker" })).toBeVisible();
    expect(new URL(page.url()).origin).toBe(article.server.origin);
  });
});

test("an included thread is taken over where scripts run", async ({ page, article, widget }) => {
  const host = "included.html";
  await article.post({ body: "Een", page: host });
  await widget.open(article.url(host));
  await expectAccessible(page);
  await widget.replyTo("Een").click();
  await widget.write({ name: "Petra", body: "Twee" });
  await widget.send.click();
  await expect(widget.comment("Twee")).toHaveClass("comment");
  expect(await article.comments({ page: host })).toMatchObject([{ depth: 0 }, { depth: 1 }]);
});

test("an included thread that the publisher keeps in a cache shows what came since", async ({ page, article, widget }) => {
  const host = "included.html";
  await article.post({ body: "Een", page: host });
  await fetch(article.url(host));
  await article.post({ body: "Twee", page: host });
  await widget.open(article.url(host));
  await expect(widget.comments).toHaveCount(2);
  expect(await widget.texts()).toEqual(["Twee", "Een"]);
});
