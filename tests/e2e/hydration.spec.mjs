// From the fragment to the widget: what is readable before the WebAssembly, what the reader did meanwhile, and what
// happens when the HTML is not what the components draw.

import { expect, expectAccessible, test } from "./support/test.mjs";
import { layoutShift, watchLayout, watchLayoutNow } from "./support/layout.mjs";
import { hold, WASM } from "./support/widget.mjs";

test.describe("before the WebAssembly has arrived", () => {
  test("the thread is readable", async ({ page, article, widget }) => {
    await hold(page, WASM);
    await article.chain(["Een", "Twee"]);
    await page.goto(article.url());
    await widget.readable();
    expect(await widget.texts()).toEqual(["Een", "Twee"]);
    await expect(widget.frame).not.toHaveAttribute("data-interactive");
    await expectAccessible(page);
  });

  test("what is typed is kept, with the focus and the caret", async ({ page, article, widget }) => {
    const { release, arrived } = await hold(page, WASM);
    await page.goto(article.url());
    await widget.name.fill("Petra");
    await widget.body.pressSequentially("Een lange zin");
    for (let left = 0; left < 3; left++) await widget.body.press("ArrowLeft");
    await arrived;
    release();
    await widget.interactive();
    await expect(widget.body).toBeFocused();
    await page.keyboard.type("mooie ");
    await expect(widget.body).toHaveValue("Een lange mooie zin");
    await expect(widget.name).toHaveValue("Petra");
    await widget.send.click();
    await expect(widget.comment("Een lange mooie zin")).toHaveClass("comment");
    expect(await article.comments()).toMatchObject([{ author: { name: "Petra" } }]);
  });

  test("what is typed is kept when the page has the thread read again", async ({ page, article, widget }) => {
    const { release, arrived } = await hold(page, WASM);
    await page.goto(article.url());
    await widget.body.fill("Een zin");
    await arrived;
    await article.post({ body: "Van een ander" });
    await widget.element.evaluate((element) => element.refresh());
    expect(await widget.texts()).toEqual(["Van een ander"]);
    await expect(widget.body).toHaveValue("Een zin");
    await expect(widget.body).toBeFocused();
    release();
    await widget.interactive();
    await expect(widget.body).toHaveValue("Een zin");
  });

  test("a click on Reply is done when it can be, and what was typed elsewhere is kept", async ({ page, article, widget }) => {
    const { release, arrived } = await hold(page, WASM);
    await article.post({ name: "Spijker", body: "Een" });
    await page.goto(article.url());
    await widget.body.fill("Bij het artikel");
    await widget.replyTo("Een").click();
    await arrived;
    release();
    await expect(widget.form.locator(".composer-title")).toHaveText("Reageer op Spijker");
    await expect(widget.body).toBeFocused();
    expect(page.url()).toBe(article.url());
    await widget.openComposer.click();
    await expect(widget.body).toHaveValue("Bij het artikel");
  });

  test("a click on Collapse is done when it can be", async ({ page, article, widget }) => {
    const { release, arrived } = await hold(page, WASM);
    await article.chain(["Een", "Twee"]);
    await page.goto(article.url());
    await widget.comment("Een").locator("[data-action=collapse]").click();
    await arrived;
    release();
    await expect(widget.comment("Twee")).toBeHidden();
  });

  test("a form that was submitted is sent when it can be, once", async ({ page, article, widget }) => {
    const { release, arrived } = await hold(page, WASM);
    await page.goto(article.url());
    await widget.write({ name: "Petra", body: "Te vroeg" });
    await widget.send.click();
    await arrived;
    release();
    await expect(widget.comment("Te vroeg")).toHaveClass("comment");
    expect(page.url()).toBe(article.url());
    expect(await article.comments()).toHaveLength(1);
  });

  test("a preview that was asked for is shown when it can be", async ({ page, article, widget }) => {
    const { release, arrived } = await hold(page, WASM);
    await page.goto(article.url());
    await widget.body.fill("Een *nadruk*");
    await widget.form.getByRole("button", { name: "Voorbeeld" }).click();
    await arrived;
    release();
    await expect(widget.form.locator(".preview em")).toHaveText("nadruk");
    expect(await article.comments()).toEqual([]);
  });
});

for (const [how, page] of [["attached", "drawn.html"], ["declarative", "drawn-included.html"]]) {
  test(`every node that the server drew is still there after it, in the same order (${how} shadow root)`, async ({ page: tab, article, widget }) => {
    // Old enough that no date changes its words meanwhile.
    const comments = [3, 4, 400].map((ago, at) => ({ name: "Joop", posted_at: new Date(Date.now() - ago * 86_400_000).toISOString(), body: `Een *nadruk* ${at}` }));
    await article.server.importComments(comments, article.url(page));
    await widget.open(article.url(page));
    await expect(widget.element.locator(".menu-button")).toHaveCount(3);
    const { drawn, lost, moved } = await tab.evaluate(() => window.sinceDrawn());
    expect(drawn).toBeGreaterThan(100);
    expect({ lost, moved }).toEqual({ lost: [], moved: false });
    await widget.like("nadruk 1").click();
    await expect(widget.like("nadruk 1")).toHaveAttribute("aria-pressed", "true");
  });
}

test("nothing moves after the fragment is in, not when it hydrates and not when the dates move on", async ({ page, article, widget }) => {
  const [first] = await article.chain(["Een", "Twee", "Drie"]);
  await article.server.importComments(
    [{ name: "Joop", posted_at: "2020-05-01T10:00:00Z", body: "Van lang geleden" }],
    article.url(),
  );
  await article.post({ body: "Vier", parent: first.id });
  // Everything is in view: what moves outside of it does not count.
  await page.setViewportSize({ width: 800, height: 2000 });
  await widget.open(article.url());
  await widget.write({ name: "Petra", role: "Raadslid", body: "Een begin" });
  await watchLayout(page);
  const { release } = await hold(page, WASM);
  await page.reload();
  await widget.readable();
  await expect(page.locator("footer")).toBeInViewport();
  release();
  await widget.interactive();
  await expect(widget.body).toHaveValue("Een begin");
  const time = widget.comment("Een").locator("time");
  await expect(time).not.toHaveText(/minuten/);
  await page.clock.setFixedTime(Date.now() + 5 * 60_000);
  await page.evaluate(() => window.tick());
  await expect(time).toHaveText("5 minuten geleden");
  expect(await layoutShift(page)).toBe(0);
});

test("nothing of a thread in the page's own HTML moves when its script comes", async ({ page, article, widget }) => {
  const said = (id, more) => ({ id, name: "Joop", posted_at: "2020-05-01T10:00:00Z", body: `Dit is ${id}`, ...more });
  await article.server.importComments([said("een"), said("twee", { parent: "een" }), said("drie")], article.url("included.html"));
  await page.setViewportSize({ width: 375, height: 3000 });
  const { release } = await hold(page, "**/embed.js");
  await page.goto(article.url("included.html"), { waitUntil: "commit" });
  await expect(widget.comment("Dit is drie")).toBeInViewport();
  await expect(widget.element.locator(".share")).toBeHidden();
  await watchLayoutNow(page);
  release();
  await widget.interactive();
  await expect(widget.element.locator(".share")).toBeVisible();
  expect(await layoutShift(page)).toBe(0);
});

test("the widget far below the reader's eyes is not loaded before they come near", async ({ page, article, widget }) => {
  await article.post({ body: "Een" });
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.addInitScript(() => {
    addEventListener("DOMContentLoaded", () => {
      document.querySelector("h1").style.marginBottom = "5000px";
    });
  });
  await page.goto(article.url());
  await expect(widget.title).toHaveText("1 reactie op dit bericht");
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(() => requestIdleCallback(resolve))));
  expect(asked.filter((url) => WASM.test(url))).toEqual([]);
  await widget.title.scrollIntoViewIfNeeded();
  await widget.interactive();
});

test.describe("HTML that is not what the components draw", () => {
  test.use({ expectedComplaints: /drawn afresh/ });

  test("is drawn afresh, with its bodies and what was typed", async ({ page, article, widget }) => {
    await article.chain(["Een *nadruk*", "Twee"]);
    await page.route("**/embed/thread?**", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace(/<h2/, "<div>Een proxy zette dit erin.</div><h2") });
    });
    const { release, arrived } = await hold(page, WASM);
    await page.goto(article.url());
    await widget.write({ name: "Petra", body: "Al getypt" });
    await arrived;
    release();
    await widget.interactive();
    await expect(widget.comment("nadruk").locator("em")).toHaveText("nadruk");
    await expect(widget.element).not.toContainText("Een proxy");
    await expect(widget.comments).toHaveCount(2);
    await expect(widget.body).toHaveValue("Al getypt");
    await expect(widget.name).toHaveValue("Petra");
    await expect(widget.body).toBeFocused();
    await expect(widget.comment("Twee").locator("time")).toHaveText(/nu|geleden/);
    await expectAccessible(page);
    await widget.send.click();
    await expect(widget.comment("Al getypt")).toHaveClass("comment");
    expect(await article.comments()).toHaveLength(3);
  });

  test("is drawn afresh with its links for more, which bring it", async ({ page, article, server, widget }) => {
    const comments = Array.from({ length: 60 }, (_, at) => ({ name: `Lezer ${at}`, body: `Nummer ${at}.` }));
    await server.importComments(comments, article.url());
    await page.route("**/embed/thread?**", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace(/<h2/, "<div>Een proxy zette dit erin.</div><h2") });
    });
    await widget.open(article.url());
    await expect(widget.element).not.toContainText("Een proxy");
    await expect(widget.comments).toHaveCount(50);
    await widget.element.getByRole("link", { name: "Meer reacties" }).click();
    await expect(widget.comments).toHaveCount(60);
    expect(new Set(await widget.texts()).size).toBe(60);
  });

  test("sends what was sent before that, once", async ({ page, article, widget }) => {
    await page.route("**/embed/thread?**", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace(/<div class="composer-actions"/, "<hr>$&") });
    });
    const { release, arrived } = await hold(page, WASM);
    await page.goto(article.url());
    await widget.write({ name: "Petra", body: "Al verstuurd" });
    await widget.send.click();
    await widget.send.click();
    await arrived;
    release();
    await expect(widget.comment("Al verstuurd")).toHaveClass("comment");
    await expect(widget.form.locator(".field-body .error")).toBeEmpty();
    expect(await article.comments()).toHaveLength(1);
  });
});
