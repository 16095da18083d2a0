// The browser that measures: the one of the browser specs, cut off from every machine but this one.

import { join } from "node:path";
import { chromium } from "@playwright/test";
import { root } from "./folder.mjs";
import { run } from "./process.mjs";

export async function startBrowser() {
  return chromium.launch({
    executablePath: await run(join(root, "scripts", "chromium.sh"), []),
    args: [
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      // Whatever a peer asks of third parties fails at once, instead of after a while.
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
      // As root, Chromium has no sandbox to work in.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  });
}
