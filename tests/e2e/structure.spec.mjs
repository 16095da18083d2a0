// What a screen reader finds: landmarks, headings, lists, and comments that are named; and what it is told, once.

import { expect, expectAccessible, FAILED_REQUEST, test } from "./support/test.mjs";
import { hold, POST } from "./support/widget.mjs";

/** Keeps what the live region said, one after the other. */
const listen = (widget) =>
  widget.live.evaluate((live) => {
    window.said = [];
    const note = () => live.textContent && said.at(-1) !== live.textContent && said.push(live.textContent);
    new MutationObserver(note).observe(live, { childList: true, characterData: true, subtree: true });
  });
const said = (page) => page.evaluate(() => window.said);

/** Puts the thread into its page, with a heading of this level. */
async function openAt(page, article, widget, level) {
  await page.goto(article.url("single-page.html"));
  await page.evaluate((level) => {
    const thread = document.createElement("weerwoord-thread");
    thread.setAttribute("site", "gazette");
    thread.setAttribute("heading-level", level);
    document.querySelector("#place").append(thread);
  }, level);
  await widget.interactive();
}

test("a thread is a region with a heading, a form, and a list of named articles", async ({ article, widget }) => {
  await article.chain(["Wortel", "Tak"]);
  await article.post({ name: "Joop", role: "raadslid", body: "Stam" });
  await widget.open(article.url());
  await expect(widget.element).toMatchAriaSnapshot(`
    - region "3 reacties op dit bericht":
      - heading "3 reacties op dit bericht" [level=2]
      - paragraph:
        - button "Deel dit artikel"
      - form "Reageer op dit artikel":
        - heading "Reageer op dit artikel" [level=3]
        - text: Uw reactie
        - textbox "Uw reactie"
        - text: Naam
        - textbox "Naam"
        - text: Functie of organisatie (optioneel)
        - textbox "Functie of organisatie (optioneel)"
        - button "Plaatsen"
        - button "Voorbeeld"
        - paragraph: U kunt *cursief*, **vet**, > citaat en links gebruiken.
        - status
      - navigation "Volgorde":
        - link "Nieuwste"
        - link "Oudste"
        - link "Beste"
        - link "Meest besproken"
        - button "Alles inklappen"
      - list:
        - listitem:
          - article /^Door Joop \\(raadslid\\), (nu|\\d+ seconden? geleden)$/:
            - paragraph: Stam
            - paragraph:
              - button "Goed, 0"
              - link "Reageer op Joop"
              - button "Meer mogelijkheden"
        - listitem:
          - article /^Door Lezer 1, /:
            - paragraph: Wortel
            - paragraph:
              - button "Goed, 0"
              - link "Reageer op Lezer 1"
              - button "Inklappen" [expanded]
              - button "Meer mogelijkheden"
        - listitem:
          - article /^Door Lezer 2, /:
            - link "Als antwoord op Lezer 1"
            - paragraph: Tak
      - status
  `);
});

test("headings fit in the outline of the page", async ({ page, article, widget }) => {
  await article.post({ body: "Een", page: "single-page.html" });
  await openAt(page, article, widget, "4");
  await expect(widget.title).toHaveRole("heading");
  await expect(widget.element.getByRole("heading", { level: 4 })).toHaveText("1 reactie op dit bericht");
  await expect(widget.element.getByRole("heading", { level: 5 })).toHaveText("Reageer op dit artikel");
  await widget.replyTo("Een").click();
  await expect(widget.element.getByRole("heading", { level: 5 })).toHaveText("Reageer op Spijker");
});

test.describe("a level that is none", () => {
  test.use({ expectedComplaints: /heading-level="zeven" means nothing here/ });

  test("is said once in the console, and the thread is there", async ({ page, article, widget }) => {
    await article.post({ body: "Een", page: "single-page.html" });
    const warnings = [];
    page.on("console", (message) => message.type() === "warning" && warnings.push(message.text()));
    await openAt(page, article, widget, "zeven");
    await expect(widget.element.getByRole("heading", { level: 2 })).toHaveText("1 reactie op dit bericht");
    await widget.element.evaluate((element) => element.setAttribute("sort", "oldest"));
    await expect(widget.element.locator("[aria-current=true]")).toHaveText("Oudste");
    expect(warnings).toEqual(['weerwoord: heading-level="zeven" means nothing here, and is passed over.']);
  });
});

test("what is sent, changed and deleted is said once each, and passing time is not", async ({ page, article, widget }) => {
  await article.post({ body: "Een" });
  await page.clock.install();
  await widget.open(article.url());
  await listen(widget);
  await widget.write({ name: "Petra", body: "Van mij" });
  await widget.send.click();
  await expect(widget.comment("Van mij")).toHaveClass("comment");
  await expect.poll(() => said(page)).toEqual(["Even geduld a.u.b.", "Uw reactie is geplaatst."]);
  const before = await widget.comment("Een").locator("time").textContent();
  await page.clock.fastForward("03:00");
  await expect(widget.comment("Een").locator("time")).not.toHaveText(before);
  expect(await said(page)).toHaveLength(2);
  await widget.comment("Van mij").locator("[data-action=delete]").click();
  await expect.poll(() => said(page)).toEqual([
    "Even geduld a.u.b.",
    "Uw reactie is geplaatst.",
    "Even geduld a.u.b.",
    "Uw reactie is verwijderd.",
  ]);
  await expectAccessible(page);
});

test.describe("what cannot be sent", () => {
  test.use({ expectedComplaints: FAILED_REQUEST });

  test("is said, and the words are where the reader is", async ({ page, article, widget }) => {
    await article.post({ body: "Een" });
    await widget.open(article.url());
    await listen(widget);
    await page.route(POST, (route) => route.abort());
    await widget.write({ name: "Petra", body: "Van mij" });
    await widget.send.click();
    await expect(widget.comment("Van mij").locator(".state")).toBeVisible();
    await expect.poll(() => said(page)).not.toEqual([]);
    await expectAccessible(page);
  });
});

test("a comment is named by its writer and when it was written, also when it comes later", async ({ article, widget }) => {
  await article.post({ name: "Joop", body: "Een" });
  await widget.open(article.url());
  await widget.write({ name: "Petra", body: "Van mij" });
  await widget.send.click();
  await expect(widget.comment("Van mij")).toHaveClass("comment");
  await expect(widget.comment("Van mij").locator("article")).toHaveAccessibleName(/^Door Petra, (nu|\d+ seconden? geleden)$/);
});

test("while a comment is on its way it says so, and its text is read as text", async ({ page, article, widget }) => {
  await widget.open(article.url());
  const { release } = await hold(page, POST);
  await widget.write({ name: "Petra", body: "Onderweg" });
  await widget.send.click();
  await expect(widget.element.locator(".comment article")).toMatchAriaSnapshot(`
    - article "Door Petra":
      - paragraph: Door Petra
      - text: Onderweg
      - paragraph: Even geduld a.u.b.
  `);
  release();
  await expect(widget.comment("Onderweg")).toHaveClass("comment");
});
