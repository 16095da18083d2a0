// Firefox (Gecko), by WebDriver BiDi.

import puppeteer from "puppeteer-core";

export const name = "Firefox";

/** Starts it; answers what the specs drive a browser by. With `forcedColours` as a reader does who sets colours for all pages. */
export async function start({ forcedColours = false } = {}) {
  const extraPrefsFirefox = forcedColours ? { "browser.display.document_color_use": 2 } : {};
  const browser = await puppeteer.launch({ browser: "firefox", executablePath: process.env.WEERWOORD_FIREFOX, headless: true, extraPrefsFirefox });
  const page = await browser.newPage();
  const element = async (find, ...args) => {
    const handle = await page.evaluateHandle(find, ...args);
    return handle.asElement();
  };
  return {
    open: (url) => page.goto(url, { waitUntil: "domcontentloaded" }),
    size: (width, height) => page.setViewport({ width, height }),
    evaluate: (work, ...args) => page.evaluate(work, ...args),
    click: async (find, ...args) => (await element(find, ...args)).click(),
    type: (text) => page.keyboard.type(text),
    /** A key, after what is held down with it: "Control+Enter". */
    press: async (keys) => {
      const held = keys.split("+");
      const key = held.pop();
      for (const one of held) await page.keyboard.down(one);
      await page.keyboard.press(key);
      for (const one of held) await page.keyboard.up(one);
    },
    stop: () => browser.close(),
  };
}
