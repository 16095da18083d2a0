// Firefox (Gecko), by WebDriver BiDi.

import puppeteer from "puppeteer-core";

export const name = "Firefox";

/** Starts it; answers what the specs drive a browser by. */
export async function start() {
  const browser = await puppeteer.launch({ browser: "firefox", executablePath: process.env.WEERWOORD_FIREFOX, headless: true });
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
    press: (key) => page.keyboard.press(key),
    stop: () => browser.close(),
  };
}
