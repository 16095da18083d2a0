// The browser specs: one worker per core of a small machine, no retries, so that what fails now and then fails.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";

const root = fileURLToPath(new URL("../../", import.meta.url));
const executablePath =
  process.env.WEERWOORD_CHROMIUM || execFileSync(`${root}scripts/chromium.sh`, { encoding: "utf8" }).trim();

const args = [
  // The browser speaks to nobody but the pages under test.
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-quic",
  "--disable-sync",
  // Letters are drawn the same way on every machine, for pictures.
  "--font-render-hinting=none",
  "--disable-lcd-text",
];
// As root, Chromium has no sandbox to work in.
if (process.getuid?.() === 0) args.push("--no-sandbox");

export default defineConfig({
  testDir: ".",
  outputDir: `${root}test-results`,
  forbidOnly: Boolean(process.env.CI),
  fullyParallel: true,
  workers: 2,
  retries: 0,
  // Patience for a machine that others use too; what never happens fails all the same.
  timeout: 90_000,
  reporter: "list",
  // `make pictures` takes pictures, and writes down the structures; nothing else does.
  updateSnapshots: "none",
  snapshotPathTemplate: "{testDir}/structure/{arg}{ext}",
  expect: {
    timeout: 15_000,
    toHaveScreenshot: {
      pathTemplate: "{testDir}/pictures/{arg}{ext}",
      // Half a letter: edges of letters are smoothed differently from one Chromium to the next, and one letter that moves
      // or goes is more than that.
      maxDiffPixels: 30,
    },
  },
  use: {
    browserName: "chromium",
    launchOptions: { executablePath, args },
    locale: "nl-NL",
    timezoneId: "Europe/Amsterdam",
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
  },
});
