// A fragment that a slow network brings in pieces: the first comments are read while the rest is on its way.

import { expect, test } from "./support/test.mjs";
import { layoutShift, watchLayout } from "./support/layout.mjs";

const FRAGMENT = /\/embed\/thread\?/;

/**
 * Hands the fragment to the page in two pieces, cut before a text or at a share of it (`sessionStorage.cut` goes first); the
 * second comes, or the connection breaks, when the test says so.
 */
async function inTwo(page, text) {
  await page.addInitScript((given) => {
    const cut = Number(sessionStorage.cut) || given;
    const original = window.fetch;
    const decided = new Promise((decide) => (window.decide = decide));
    window.fetch = async (url, ...more) => {
      const response = await original(url, ...more);
      if (window.whole || !String(url).includes("/embed/thread?")) return response;
      const text = await response.text();
      const at = typeof cut === "number" ? Math.floor(text.length * cut) : text.indexOf(cut);
      const pieces = [text.slice(0, at), text.slice(at)].map((piece) => new TextEncoder().encode(piece));
      const body = new ReadableStream({
        async start(stream) {
          stream.enqueue(pieces[0]);
          if ((await decided) === "break") return stream.error(new TypeError("the connection broke"));
          stream.enqueue(pieces[1]);
          stream.close();
        },
      });
      return new Response(body, { status: response.status, headers: response.headers });
    };
  }, text);
}

const decide = (page, what) => page.evaluate((what) => window.decide(what), what);
const markup = (widget) => widget.element.evaluate((element) => element.shadowRoot.innerHTML);

test("the first comments are readable before the last have come, and stay where they are", async ({ page, article, widget }) => {
  await article.chain(["Een", "Twee", "Drie"]);
  await watchLayout(page);
  await inTwo(page, "Drie");
  await page.goto(article.url());
  await expect(widget.comment("Twee")).toBeVisible();
  expect(await widget.texts()).toEqual(["Een", "Twee"]);
  const top = await widget.comment("Een").boundingBox();
  await decide(page, "go on");
  await widget.interactive();
  expect(await widget.texts()).toEqual(["Een", "Twee", "Drie"]);
  expect(await widget.comment("Een").boundingBox()).toEqual(top);
  expect(await layoutShift(page)).toBe(0);
});

test("a thread that comes in small pieces grows, each comment once and in its place", async ({ page, article, server, widget }) => {
  const comments = Array.from({ length: 50 }, (_, at) => ({ name: `Lezer ${at}`, body: `Nummer ${at}. ${"Wóórden. ".repeat(20)}` }));
  await server.importComments(comments, article.url());
  await page.addInitScript(() => {
    const original = window.fetch;
    window.steps = [];
    window.fetch = async (url, ...more) => {
      const response = await original(url, ...more);
      if (!String(url).includes("/embed/thread?")) return response;
      const { shadowRoot } = document.querySelector("weerwoord-thread");
      const count = () => window.steps.push(shadowRoot.querySelectorAll(".comment").length);
      new MutationObserver(count).observe(shadowRoot, { childList: true, subtree: true });
      const bytes = new Uint8Array(await response.arrayBuffer());
      let at = 0;
      const body = new ReadableStream(
        {
          pull(stream) {
            // Odd, so that letters of several bytes are cut as well.
            stream.enqueue(bytes.slice(at, (at += 997)));
            if (at >= bytes.length) stream.close();
          },
        },
        { highWaterMark: 0 },
      );
      return new Response(body, { status: response.status, headers: response.headers });
    };
  });
  await widget.open(article.url());
  const shown = await widget.texts();
  expect(shown.map((text) => Number(text.match(/\d+/)[0]))).toEqual(Array.from({ length: shown.length }, (_, at) => 49 - at));
  const steps = [...new Set(await page.evaluate(() => window.steps))].filter((step) => step);
  expect(steps.length).toBeGreaterThan(2);
  expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  expect(steps.at(-1)).toBe(shown.length);
});

test("what was typed is kept, and a click on Reply is done when the rest has come", async ({ page, article, widget }) => {
  await article.chain(["Een", "Twee", "Drie"]);
  await inTwo(page, "Drie");
  await page.goto(article.url());
  await widget.body.fill("Bij het artikel");
  await widget.replyTo("Een").click();
  expect(page.url()).toBe(article.url());
  await decide(page, "go on");
  await expect(widget.form.locator(".composer-title")).toHaveText("Reageer op Lezer 1");
  await expect(widget.body).toBeFocused();
  await widget.openComposer.click();
  await expect(widget.body).toHaveValue("Bij het artikel");
});

test("wherever the network cuts, the thread is the same in the end", async ({ page, article, widget }) => {
  await article.chain(["Een", "Twee", "Drie", "Vier"]);
  await inTwo(page, "Een");
  await page.goto(article.url());
  const arriving = async (cut) => {
    await page.evaluate((cut) => (sessionStorage.cut = cut), cut);
    await page.reload();
    await decide(page, "go on");
    await widget.interactive();
    return markup(widget);
  };
  const whole = await arriving(1);
  for (const cut of [0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99]) expect(await arriving(cut), `cut at ${cut}`).toBe(whole);
});

test.describe("where the connection breaks", () => {
  test.use({ expectedComplaints: /could not be loaded|^Failed to load resource/ });

  test("what has come stays, the reader is told, and what was typed is kept on trying again", async ({ page, article, widget }) => {
    await article.chain(["Een", "Twee", "Drie"]);
    await inTwo(page, "Drie");
    await page.goto(article.url());
    await widget.body.fill("Niet verliezen");
    await widget.send.click();
    await decide(page, "break");
    const failure = widget.element.locator(".failed-load");
    await expect(failure).toBeVisible();
    expect(await widget.texts()).toEqual(["Een", "Twee"]);
    await expect(widget.body).toHaveValue("Niet verliezen");
    expect(page.url()).toBe(article.url());
    // Once more in vain.
    await page.route(FRAGMENT, (route) => route.abort());
    await page.evaluate(() => (window.whole = true));
    await failure.getByRole("button").click();
    await expect(widget.form).toHaveCount(0);
    await page.unroute(FRAGMENT);
    await failure.getByRole("button").click();
    await widget.interactive();
    expect(await widget.texts()).toEqual(["Een", "Twee", "Drie"]);
    await expect(widget.body).toHaveValue("Niet verliezen");
    await expect(failure).toHaveCount(0);
    expect(await article.comments()).toHaveLength(3);
  });
});
