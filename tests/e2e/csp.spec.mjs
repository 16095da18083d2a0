// Pages whose policy allows no inline code, no inline style and no eval.

import { expect, expectAccessible, test } from "./support/test.mjs";

test.describe("a policy with 'wasm-unsafe-eval'", () => {
  const host = "strict-csp.html";

  test("lets a reader read and answer", async ({ page, article, widget }) => {
    await article.post({ body: "Een", page: host });
    await widget.open(article.url(host));
    await expectAccessible(page);
    await expect(widget.element.locator(".comments")).toHaveCSS("list-style-type", "none");
    await widget.replyTo("Een").click();
    await widget.write({ name: "Petra", body: "Twee" });
    await widget.send.click();
    await expect(widget.comment("Twee")).toHaveClass("comment");
  });
});

test.describe("a policy without WebAssembly", () => {
  const host = "strict-csp-without-wasm.html";
  test.use({ expectedComplaints: /WebAssembly|wasm-eval|unsafe-eval/i });

  test("leaves the thread readable", async ({ page, article, widget }) => {
    await article.chain(["Een", "Twee"], host);
    const blocked = page.waitForEvent("console", (message) => message.text().includes("answering leads to the hosted page"));
    await page.goto(article.url(host));
    await blocked;
    expect(await widget.texts()).toEqual(["Een", "Twee"]);
    await expect(widget.comment("Een").locator("time")).toHaveText(/nu|geleden/);
    await expectAccessible(page);
  });

  test("leads who answers to the hosted page, where the answer is posted", async ({ page, article, widget }) => {
    await article.post({ body: "Een", page: host });
    await page.goto(article.url(host));
    await widget.replyTo("Een").click();
    await page.waitForURL(`${article.server.origin}/thread?**`);
    await page.getByLabel("Uw reactie").fill("Twee");
    await page.getByLabel("Naam").fill("Petra");
    await page.getByRole("button", { name: "Plaatsen" }).click();
    await expect(page.getByText("Uw reactie is geplaatst.")).toBeVisible();
    expect(await article.comments({ page: host })).toMatchObject([{ depth: 0 }, { depth: 1, author: { name: "Petra" } }]);
  });

  test("posts the form by way of the hosted page, once", async ({ page, article, widget }) => {
    await page.goto(article.url(host));
    await widget.write({ name: "Petra", body: "Een" });
    await widget.send.click();
    await page.waitForURL(`${article.server.origin}/thread?**posted=**`);
    await expect(page.getByText("Uw reactie is geplaatst.")).toBeVisible();
    await page.reload();
    expect(await article.comments({ page: host })).toHaveLength(1);
  });

  test("collapses nothing, and breaks nothing", async ({ page, article, widget }) => {
    await article.chain(["Een", "Twee"], host);
    await page.goto(article.url(host));
    await widget.readable();
    const button = widget.comment("Een").locator("[data-action=collapse]");
    if (await button.isVisible()) await button.click();
    expect(await widget.texts()).toEqual(["Een", "Twee"]);
  });
});
