// What a publisher's developer can make of the widget's looks, and what stays readable whatever they do.

import { bringColours } from "./support/colours.mjs";
import { expect, expectAccessible, test } from "./support/test.mjs";

/** Accents of all hues, from black to white. */
const ACCENTS = ["black", "white", "yellow", "#00f", "#0f0", "#f00", "#777"].concat(
  Array.from({ length: 96 }, (_, at) => `hsl(${(at % 12) * 30} 90% ${8 + 12 * Math.floor(at / 12)}%)`),
);

for (const [theme, ground] of [["light", "#f8f8f6"], ["dark", "#1d2225"]]) {
  test(`every accent can be read where the page is ${theme}, as a link and as a button`, async ({ page, article, widget }) => {
    await article.post({ body: "Een" });
    await widget.open(article.url());
    await bringColours(page);
    const link = await widget.replyTo("Een").elementHandle();
    const button = await widget.send.elementHandle();
    const worst = await page.evaluate(
      ([accents, theme, ground, link, button]) => {
        Object.assign(document.documentElement.style, { colorScheme: theme, background: ground });
        return accents.map((accent) => {
          document.documentElement.style.setProperty("--ww-accent", accent);
          return { accent, link: window.colours.contrast(link), button: window.colours.contrast(button), edge: window.colours.contrast(button, "border-top-color") };
        });
      },
      [ACCENTS, theme, ground, link, button],
    );
    expect(worst).toHaveLength(ACCENTS.length);
    expect(worst.filter(({ link, button, edge }) => !(link >= 4.5 && button >= 4.5 && edge >= 3))).toEqual([]);
    // The main button has the very accent.
    await expect(widget.send).toHaveCSS("background-color", await page.evaluate(() => getComputedStyle(document.documentElement.appendChild(Object.assign(document.createElement("i"), { style: "color: var(--ww-accent)" }))).color));
  });
}

test("with nothing set the widget has the page's font and colours", async ({ page, article, widget }) => {
  await article.post({ body: "Een" });
  await widget.open(article.url());
  const looks = (element) => {
    const { fontFamily, fontSize, color } = getComputedStyle(element);
    return { fontFamily, fontSize, color };
  };
  expect(await widget.comment("Een").locator(".body").evaluate(looks)).toEqual(await page.locator("body").evaluate(looks));
  await expect(widget.frame).toHaveCSS("background-color", "rgba(0, 0, 0, 0)");
});

test("a page that switches its scheme by a class takes the widget along at once", async ({ page, article, widget }) => {
  await article.post({ body: "Een" });
  await widget.open(article.url());
  await bringColours(page);
  const link = await widget.replyTo("Een").elementHandle();
  // In one task: no frame is painted between, so nothing can flash.
  const [light, dark, again] = await page.evaluate((link) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(":root { color-scheme: light } :root.dark { color-scheme: dark; background: #111; color: #eee }");
    document.adoptedStyleSheets = [sheet];
    return [false, true, false].map((dark) => {
      document.documentElement.classList.toggle("dark", dark);
      return [`${window.colours.of(link, "color")}`, window.colours.contrast(link) >= 4.5];
    });
  }, link);
  expect(dark[0]).not.toBe(light[0]);
  expect(again).toEqual(light);
  expect([light[1], dark[1]]).toEqual([true, true]);
});

test("the few tokens with a meaning reach everything", async ({ page, article, widget }) => {
  await article.post({ body: "Een" });
  await article.post({ name: "Petra", body: "Twee" });
  await widget.open(article.url());
  await page.evaluate(() => {
    const set = { surface: "#1a1030", text: "#f0e6ff", accent: "#ff8a3d", muted: "#c9b8e8", border: "#a58ad8", danger: "#ff9d91", radius: "12px", space: "12px", font: "monospace" };
    for (const [name, value] of Object.entries(set)) document.body.style.setProperty(`--ww-${name}`, value);
    document.body.style.colorScheme = "dark";
  });
  await widget.send.click();
  await expect(widget.element.locator(".error:visible").first()).toHaveCSS("color", "rgb(255, 157, 145)");
  await expect(widget.body).toHaveCSS("border-radius", "12px");
  await expect(widget.form).toHaveCSS("gap", "12px");
  await expect(widget.send).toHaveCSS("font-family", "monospace");
  await expectAccessible(page, "weerwoord-thread");
});

for (const width of [280, 375, 1200]) {
  test(`in a column of ${width} pixels nothing sticks out, whatever the window`, async ({ page, article, widget }) => {
    let parent;
    for (const body of ["Een", "Twee", "Drie", "Vier", "Vijf"]) parent = await article.post({ body: `${body} ${"lang".repeat(12)}`, parent: parent?.id });
    await page.setViewportSize({ width: 1280, height: 800 });
    await widget.open(article.url());
    await page.addStyleTag({ content: `body { max-width: none } main { width: ${width}px }` });
    await widget.replyTo("Vijf").click();
    await widget.menuOf("Een").click();
    const out = await widget.element.evaluate((element) => {
      const { left, right } = element.getBoundingClientRect();
      return [...element.shadowRoot.querySelectorAll(".weerwoord :not(.live, .live *, .in-reply-to)")]
        .map((part) => [part, part.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.left < left - 1 || box.right > right + 1))
        .map(([part, box]) => `${part.className}: ${box.left} to ${box.right} of ${left} to ${right}`);
    });
    expect(out).toEqual([]);
    expect(await widget.element.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
    await expectAccessible(page, "weerwoord-thread");
  });
}

/** Opens a page that makes an element with these attributes and children. */
async function openWith(page, article, widget, { attributes = {}, children = "", style = "" }) {
  await page.goto(article.url("single-page.html"));
  await page.evaluate(
    ([attributes, children, style]) => {
      document.documentElement.style.cssText = style;
      const thread = document.createElement("weerwoord-thread");
      for (const [name, value] of Object.entries(attributes)) thread.setAttribute(name, value);
      thread.innerHTML = children;
      document.querySelector("#place").append(thread);
    },
    [{ site: "gazette", url: article.url(), ...attributes }, children, style],
  );
  await widget.element.scrollIntoViewIfNeeded();
  await widget.interactive();
}

const SLOTS = { header: "Huisregels", before: "Vooraf", after: "Achteraf", empty: "Nog niets", "sign-in": "Inloggen", footer: "Onderaan" };
const slotted = Object.entries(SLOTS).map(([name, text]) => `<p slot="${name}">${text}</p>`).join("");

test("what the page puts into slots stands at its place, in the page's style", async ({ page, article, widget }) => {
  await openWith(page, article, widget, { children: slotted });
  for (const text of Object.values(SLOTS)) await expect(page.getByText(text, { exact: true })).toBeVisible();
  const sentence = widget.element.locator(".empty slot").evaluate((slot) => slot.assignedNodes().map((node) => node.textContent));
  expect(await sentence).toEqual(["Nog niets"]);
  const tops = async () => {
    const places = { title: widget.title, list: widget.element.locator(".comments"), name: widget.name };
    for (const [slot, text] of Object.entries(SLOTS)) places[slot] = page.getByText(text, { exact: true });
    const entries = Object.entries(places).map(async ([name, place]) => [name, await place.evaluate((it) => it.getBoundingClientRect().top)]);
    return Object.fromEntries(await Promise.all(entries));
  };
  await widget.write({ name: "Petra", role: "Raadslid", body: "Een" });
  await widget.send.click();
  await expect(widget.comment("Een")).toHaveClass("comment");
  await expect(page.getByText("Nog niets")).toBeHidden();
  const { header, title, "sign-in": sign, name, before, list, after, footer } = await tops();
  const order = [header, title, sign, name, before, list, after, footer];
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  // The one form there is takes it along.
  await widget.replyTo("Een").click();
  await expect(widget.comment("Een").locator("slot[name=sign-in]")).toHaveCount(1);
  await expect(page.getByText("Inloggen")).toBeVisible();
  await expectAccessible(page);
});

test("slots are filled where the thread is drawn afresh, and in an included thread", async ({ page, article, widget }) => {
  await article.post({ body: "Een", page: "included.html" });
  await widget.open(article.url("included.html"));
  await widget.element.evaluate((element, html) => element.insertAdjacentHTML("beforeend", html), slotted);
  await expect(page.getByText("Huisregels")).toBeVisible();
  await expect(page.getByText("Onderaan")).toBeVisible();
});

test("without styles there is bare, semantic markup, which works", async ({ page, article, widget }) => {
  const parent = await article.post({ body: "Een" });
  await article.post({ name: "Petra", body: "Twee", parent: parent.id });
  await openWith(page, article, widget, { attributes: { styles: "none" } });
  await expect(widget.menuOf("Een")).toBeVisible();
  expect(await widget.element.evaluate(({ shadowRoot }) => shadowRoot.adoptedStyleSheets.length + shadowRoot.querySelectorAll("style, link, [style*=color]").length)).toBe(0);
  await expect(widget.title).toHaveCSS("border-top-style", "none");
  await expect(widget.element.getByRole("list").first().getByRole("article")).toHaveCount(2);
  await widget.write({ name: "Petra", role: "Raadslid", body: "Drie" });
  await widget.send.click();
  await expect(widget.comment("Drie")).toHaveClass("comment");
  // A sheet of the page's own reaches in, and stays.
  await widget.element.evaluate(({ shadowRoot }) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('[part~="comment"] { padding-left: 33px } [data-depth="0"] { padding-left: 0 }');
    shadowRoot.adoptedStyleSheets = [sheet];
  });
  await expect(widget.comment("Twee")).toHaveCSS("padding-left", "33px");
  await expectAccessible(page, "weerwoord-thread");
});

test("a thread is included without styles where that is asked for", async ({ article }) => {
  const ask = async (more) => (await fetch(`${article.server.origin}/embed/thread?${new URLSearchParams({ site: "gazette", url: article.url(), wrap: "element", ...more })}`));
  expect(await (await ask({})).text()).toContain("<style>");
  const bare = await (await ask({ styles: "none" })).text();
  expect(bare).not.toContain("<style>");
  expect(bare).toMatch(/^<weerwoord-thread [^>]*styles="none"/);
  expect((await ask({ styles: "some" })).status).toBe(422);
});

test.describe("what the page asks for that there is not", () => {
  test.use({ expectedComplaints: /means nothing here/ });

  test("is said once, passed over, and hurts nothing", async ({ page, article, widget }) => {
    await article.post({ body: "Een" });
    const said = [];
    page.on("console", (message) => message.type() === "warning" && said.push(message.text()));
    const style = "--ww-accent: 12px; --ww-radius: blue; --ww-space: 20px; --ww-font: 'Courier New'; --ww-shadow: none; --ww-measure: none";
    await openWith(page, article, widget, { attributes: { theme: "pink" }, children: '<p slot="heather">Heide</p>', style });
    const known = (what) => `weerwoord: ${what} means nothing here, and is passed over.`;
    await expect.poll(() => said.toSorted()).toEqual(["--ww-accent: 12px", "--ww-radius: blue", 'slot="heather"', 'theme="pink"'].map(known));
    // The default of each.
    await expect(widget.send).toHaveCSS("background-color", "rgb(11, 90, 117)");
    await expect(widget.body).toHaveCSS("border-radius", "2px");
    await expect(widget.form).toHaveCSS("gap", "20px");
    await widget.element.evaluate((element) => element.setAttribute("sort", "oldest"));
    await expect(widget.frame).toHaveAttribute("data-interactive", "");
    await widget.replyTo("Een").click();
    await expect(widget.form).toBeVisible();
    expect(said).toHaveLength(4);
  });
});

test("a vote of the reader's own and the order that is shown are parts", async ({ page, article, widget }) => {
  await article.post({ body: "Een" });
  await article.post({ name: "Petra", body: "Twee" });
  await widget.open(article.url());
  await page.addStyleTag({ content: "weerwoord-thread::part(vote active), weerwoord-thread::part(order active) { letter-spacing: 7px }" });
  await expect(widget.like("Een")).toHaveCSS("letter-spacing", "normal");
  await widget.like("Een").click();
  await expect(widget.like("Een")).toHaveCSS("letter-spacing", "7px");
  await widget.like("Een").click();
  await expect(widget.like("Een")).toHaveCSS("letter-spacing", "normal");
  await expect(widget.order("Nieuwste")).toHaveCSS("letter-spacing", "7px");
  await widget.order("Oudste").click();
  await expect(widget.order("Oudste")).toHaveCSS("letter-spacing", "7px");
  await expect(widget.order("Nieuwste")).toHaveCSS("letter-spacing", "normal");
});

test("parts pass through the shadow root of a component around it", async ({ page, article, widget }) => {
  await article.post({ body: "Een" });
  await page.goto(article.url("single-page.html"));
  await page.evaluate(() => {
    const outer = document.createElement("section");
    const thread = document.createElement("weerwoord-thread");
    for (const [name, value] of Object.entries({ site: "gazette", url: location.href.replace("single-page", "plain"), exportparts: "body, comment: remark" })) thread.setAttribute(name, value);
    outer.attachShadow({ mode: "open" }).append(thread);
    document.querySelector("#place").append(outer);
    const style = document.createElement("style");
    style.textContent = "section::part(body) { letter-spacing: 7px } section::part(remark) { padding-top: 33px }";
    document.head.append(style);
  });
  await expect(widget.comment("Een").locator(".body")).toHaveCSS("letter-spacing", "7px");
  await expect(widget.comment("Een")).toHaveCSS("padding-top", "33px");
});
