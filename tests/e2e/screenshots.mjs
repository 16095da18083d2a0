// Pictures of the demo for people to look at, in target/screenshots/, and those in the README and in docs/: `npm run screenshots`. Wants the
// widget and the server built, as the browser specs do.

import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import config from "./playwright.config.mjs";
import { themingPictures } from "./support/pictures.mjs";
import { Server } from "./support/server.mjs";
import { hold, POST, Widget } from "./support/widget.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = `${root}target/screenshots/`;
await mkdir(folder, { recursive: true });

const server = await Server.start();
const { launchOptions, locale, timezoneId } = config.use;
const browser = await chromium.launch(launchOptions);
try {
  // The README's: the end of the article, the form and the first comments; before anybody answers.
  {
    const { page } = await open(1000, "light");
    const top = await page.locator("main > article > :last-child").evaluate((end) => scrollY + end.getBoundingClientRect().top);
    const clip = { x: 0, y: top - 60, width: 1000, height: 1700 };
    await page.screenshot({ path: `${root}docs/screenshot.png`, fullPage: true, clip });
    await page.context().close();
  }

  await themingPictures(browser, server.origin, `${root}docs/`);

  for (const width of [1000, 375]) {
    for (const colorScheme of ["light", "dark"]) {
      const name = (what) => `${folder}${what}-${width}-${colorScheme}.png`;
      const { page, widget } = await open(width, colorScheme);
      await page.screenshot({ path: name("article"), fullPage: true });
      await widget.send.click();
      await widget.element.locator(".error:visible").first().waitFor();
      await page.screenshot({ path: name("error") });
      await widget.replyTo("").first().click();
      const body = "Een *antwoord*, en een citaat:\n\n> Wie hier in juli staat, ziet een plein.";
      await widget.write({ name: "Petra", role: "n.v.t.", body });
      await widget.form.getByRole("button", { name: "Voorbeeld" }).click();
      await widget.form.locator(".preview").waitFor();
      await page.screenshot({ path: name("preview") });
      const { release } = await hold(page, POST);
      await widget.send.click();
      await widget.element.locator(".sending").waitFor();
      await page.screenshot({ path: name("sending") });
      await page.route(POST, (route) => route.abort());
      release();
      await widget.openComposer.click();
      await widget.write({ name: "Petra", body: "Zonder verbinding" });
      await widget.send.click();
      await widget.element.locator(".waiting").waitFor();
      await widget.element.locator("[data-action=collapse]").first().click();
      await page.screenshot({ path: name("waiting") });
      const hosted = await widget.element.locator("[data-action=oldest]").getAttribute("href");
      const answered = await widget.element.locator(".comment:has([data-action=reply])").nth(1).getAttribute("id");
      await page.goto(`${hosted}&reply=${answered.replace("weerwoord-", "")}#weerwoord-form`);
      await page.screenshot({ path: name("hosted"), fullPage: true });
      await page.context().close();
    }
  }
} finally {
  await browser.close();
  await server.remove();
}

async function open(width, colorScheme) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme, locale, timezoneId });
  const page = await context.newPage();
  const widget = new Widget(page, page.locator("weerwoord-thread"));
  await page.goto(server.origin);
  await widget.title.scrollIntoViewIfNeeded();
  await widget.interactive();
  return { page, widget };
}
