// A writer whom the reader does not want to read: hidden on this device, and shown again at will.

import { expect, expectAccessible, test } from "./support/test.mjs";
import { comeBack } from "./support/visit.mjs";
import { Widget } from "./support/widget.mjs";

const line = (widget) => widget.element.locator(".muted");

const hide = async (widget, text, name) => {
  await widget.menuOf(text).click();
  await widget.entry(text, `${name} verbergen`).click();
};

test("all comments of a writer are hidden, answers to them stay, and a button shows them again", async ({ page, article, widget }) => {
  const [first] = await article.chain(["Eén", "Twee"]);
  await article.post({ name: "Lezer 1", body: "Drie" });
  await article.post({ name: "Lezer 1", role: "raadslid", body: "Naamgenoot" });
  await widget.open(article.url());
  await hide(widget, "Eén", "Lezer 1");
  await expect(line(widget)).toHaveCount(2);
  await expect(line(widget).first()).toContainText("Reactie van Lezer 1 verborgen.");
  await expect(widget.comment("Eén").locator(".body")).toBeHidden();
  await expect(widget.comment("Drie").locator(".body")).toBeHidden();
  await expect(widget.comment("Twee").locator(".body")).toBeVisible();
  await expect(widget.comment("Naamgenoot").locator(".body")).toBeVisible();
  await expect(widget.live).toHaveText("Reacties van Lezer 1 zijn op dit apparaat verborgen.");
  const show = widget.element.locator(`#weerwoord-${first.id} [data-action=show]`);
  await expect(show).toBeFocused();
  await expectAccessible(page);
  await show.press("Enter");
  await expect(line(widget)).toHaveCount(0);
  await expect(widget.comment("Drie").locator(".body")).toBeVisible();
  await expect(widget.comment("Eén")).toBeFocused();
});

test("the writer is hidden at the next visit too, also in what comes later, and can be shown then", async ({ page, article, server, widget }) => {
  const comments = Array.from({ length: 60 }, (_, at) => ({ name: at % 2 ? "Joop" : `Lezer ${at}`, body: `Nummer ${at}.` }));
  await server.importComments(comments, article.url());
  await widget.open(article.url());
  const text = (await widget.texts()).find((text) => Number(text.match(/\d+/)[0]) % 2);
  await hide(widget, text, "Joop");
  await expect(line(widget)).toHaveCount(25);
  await page.reload();
  await widget.interactive();
  await expect(line(widget)).toHaveCount(25);
  await widget.element.getByRole("link", { name: "Meer reacties" }).click();
  await expect(line(widget)).toHaveCount(30);
  await article.post({ name: "Joop", body: "Nog een" });
  await widget.element.evaluate((element) => element.refresh());
  await expect(line(widget)).toHaveCount(31);
  await line(widget).first().getByRole("button", { name: "Weer tonen" }).click();
  await expect(line(widget)).toHaveCount(0);
  await page.reload();
  await widget.interactive();
  await expect(line(widget)).toHaveCount(0);
});

test("nobody else sees anything of it", async ({ article, widget, browser }) => {
  await article.post({ name: "Joop", body: "Een" });
  await widget.open(article.url());
  await hide(widget, "Een", "Joop");
  await expect(line(widget)).toHaveCount(1);
  const elsewhere = await browser.newPage();
  const other = new Widget(elsewhere, elsewhere.locator("weerwoord-thread").first());
  await other.open(article.url());
  await expect(other.comment("Een").locator(".body")).toBeVisible();
  await expect(line(other)).toHaveCount(0);
  await elsewhere.close();
});

test("where nothing can be remembered, it holds while the page is open", async ({ page, article, widget }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", {
      get() {
        throw new DOMException("blocked", "SecurityError");
      },
    });
  });
  await article.post({ name: "Joop", body: "Een" });
  await widget.open(article.url());
  await hide(widget, "Een", "Joop");
  await expect(line(widget)).toHaveCount(1);
  await widget.element.locator("[data-action=show]").click();
  await expect(widget.comment("Een").locator(".body")).toBeVisible();
});

test("one's own comment offers no hiding while it can be changed", async ({ article, widget }) => {
  await widget.open(article.url());
  await widget.write({ name: "Petra", body: "Van mij" });
  await widget.send.click();
  await widget.menuOf("Van mij").click();
  await expect(widget.entry("Van mij", "Link kopiëren")).toBeVisible();
  await expect(widget.entry("Van mij", "Petra verbergen")).toHaveCount(0);
});

test("another tab hides the writer too, and shows the comments again", async ({ context, article, widget }) => {
  await article.post({ name: "Joop", body: "Een" });
  await widget.open(article.url());
  const elsewhere = await context.newPage();
  const other = new Widget(elsewhere, elsewhere.locator("weerwoord-thread").first());
  await other.open(article.url());
  await hide(widget, "Een", "Joop");
  await expect(line(other)).toHaveCount(1);
  await line(other).getByRole("button", { name: "Weer tonen" }).click();
  await expect(line(widget)).toHaveCount(0);
});

test("new comments of a hidden writer are not gone to as new", async ({ page, article, widget }) => {
  await article.post({ name: "Spijker", body: "Oud" });
  await comeBack(page, article, widget, async () => {
    await article.post({ name: "Joop", body: "Een" });
    await article.post({ name: "Spijker", body: "Twee" });
  });
  const way = widget.element.locator(".way");
  await expect(way).toHaveText(/^2 nieuw/);
  await hide(widget, "Een", "Joop");
  await expect(way).toHaveText(/^1 nieuw/);
  await line(widget).getByRole("button", { name: "Weer tonen" }).click();
  await expect(way).toHaveText(/^2 nieuw/);
});
