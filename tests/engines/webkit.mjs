// WebKitGTK, of Safari's family, by WebDriver: its small browser, on a screen that nobody sees.

import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { Builder, Capabilities, Key } from "selenium-webdriver";

export const name = "WebKit";

const KEYS = {
  Enter: Key.ENTER,
  Tab: Key.TAB,
  Escape: Key.ESCAPE,
  End: Key.END,
  ArrowDown: Key.ARROW_DOWN,
  ArrowUp: Key.ARROW_UP,
  Control: Key.CONTROL,
  Shift: Key.SHIFT,
};

/** Starts it; answers what the specs drive a browser by. */
export async function start() {
  const screen = await startScreen();
  const driver = await startDriver(screen.display);
  const capabilities = new Capabilities({
    browserName: "MiniBrowser",
    "webkitgtk:browserOptions": { binary: process.env.WEERWOORD_WEBKIT, args: ["--automation"] },
  });
  const browser = await new Builder().usingServer(`http://127.0.0.1:${driver.port}`).withCapabilities(capabilities).build();
  // A function is sent as its source, and takes its arguments on the other side.
  const evaluate = (work, ...args) => browser.executeScript(`return (${work}).apply(null, arguments)`, ...args);
  return {
    open: (url) => browser.get(url),
    size: (width, height) => browser.manage().window().setRect({ x: 0, y: 0, width, height }),
    evaluate,
    click: async (find, ...args) => {
      const element = await evaluate(find, ...args);
      // Where it is clicked, nothing may lie over it: not the edge of the window either.
      await browser.executeScript("arguments[0].scrollIntoView({ block: 'center' })", element);
      await element.click();
    },
    type: (text) => browser.actions().sendKeys(text).perform(),
    /** A key, after what is held down with it: "Control+Enter". */
    press: (keys) => {
      const held = keys.split("+").map((key) => KEYS[key] ?? key);
      const key = held.pop();
      const actions = browser.actions();
      for (const one of held) actions.keyDown(one);
      actions.sendKeys(key);
      for (const one of held) actions.keyUp(one);
      return actions.perform();
    },
    stop: async () => {
      await browser.quit();
      driver.stop();
      screen.stop();
    },
  };
}

/** A screen of its own; it says which number it took. */
async function startScreen() {
  const server = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const number = await new Promise((known, failed) => {
    server.stdio[3].once("data", (data) => known(String(data).trim()));
    server.once("error", failed);
    server.once("exit", (code) => failed(new Error(`Xvfb ended with ${code}`)));
  });
  return { display: `:${number}`, stop: () => server.kill() };
}

async function startDriver(display) {
  const port = await freePort();
  const env = { ...process.env, DISPLAY: display, GDK_BACKEND: "x11", WEBKIT_DISABLE_COMPOSITING_MODE: "1", NO_AT_BRIDGE: "1" };
  const driver = spawn("WebKitWebDriver", ["--host=127.0.0.1", `--port=${port}`], { env, stdio: "ignore" });
  let failure;
  driver.once("error", (error) => (failure = error));
  driver.once("exit", (code) => (failure = new Error(`WebKitWebDriver ended with ${code}`)));
  // It does not say when it listens.
  while (!(await fetch(`http://127.0.0.1:${port}/status`).catch(() => null))) {
    if (failure) throw failure;
    await new Promise((again) => setTimeout(again, 50));
  }
  return { port, stop: () => driver.kill() };
}

async function freePort() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}
