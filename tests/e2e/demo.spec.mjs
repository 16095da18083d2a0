// The article that `make run` serves, with nothing configured.

import { expect, expectAccessible, test as base } from "./support/test.mjs";
import { Server } from "./support/server.mjs";

const test = base.extend({
  demo: [
    async ({}, use) => {
      const server = await Server.start();
      await use(server);
      await server.remove();
    },
    { scope: "worker" },
  ],
  article: async ({ demo }, use) => use({ id: "demo", url: () => `${demo.origin}/`, server: demo }),
  world: [async ({ demo }, use) => use({ hosts: demo, serverOf: () => demo }), { scope: "worker" }],
});

/** The thread stands below the article, and wakes when a reader comes near. */
const open = async (page, article, widget) => {
  await page.goto(article.url());
  await widget.title.scrollIntoViewIfNeeded();
  await widget.interactive();
};

for (const colorScheme of ["light", "dark"]) {
  test(`the demo has a lively thread that axe finds nothing wrong with (${colorScheme})`, async ({ page, article, widget }) => {
    await page.emulateMedia({ colorScheme });
    await open(page, article, widget);
    expect(await widget.comments.count()).toBeGreaterThanOrEqual(30);
    await expect(widget.title).toHaveText(/^\d+ reacties op dit bericht$/);
    await expect(widget.element.locator("[data-depth='6'], [data-depth='7']").first()).toBeAttached();
    await widget.element.locator("[data-action=reply]").first().click();
    await widget.send.click();
    await expect(widget.form.locator(".field-body .error")).toBeVisible();
    await expectAccessible(page);
  });
}

test("a reader answers in the demo, and a reload keeps it", async ({ page, article, widget }) => {
  await open(page, article, widget);
  const before = await widget.comments.count();
  await widget.element.locator("[data-action=reply]").first().click();
  await widget.write({ name: "Petra", role: "n.v.t.", body: "Een antwoord in de demo" });
  await widget.send.click();
  await expect(widget.comment("Een antwoord in de demo")).toHaveClass("comment");
  await open(page, article, widget);
  await expect(widget.comment("Een antwoord in de demo")).toBeVisible();
  await expect(widget.comments).toHaveCount(before + 1);
});
