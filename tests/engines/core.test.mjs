// What a reader does most, in the engines beside Chromium, which has the browser specs (tests/e2e). Each engine is started
// once; what is looked at is in subjects/, a file for each subject.

import { after, before, describe } from "node:test";
import { startHosts } from "../e2e/support/hosts.mjs";
import { Server } from "../e2e/support/server.mjs";
import * as firefox from "./firefox.mjs";
import * as webkit from "./webkit.mjs";
import { columns } from "./subjects/columns.mjs";
import { directions } from "./subjects/directions.mjs";
import { editing } from "./subjects/editing.mjs";
import { forcedColours } from "./subjects/forced-colours.mjs";
import { keyboard } from "./subjects/keyboard.mjs";
import { live } from "./subjects/live.mjs";
import { looks } from "./subjects/looks.mjs";
import { takingOver } from "./subjects/taking-over.mjs";
import { writing } from "./subjects/writing.mjs";
import { Thread } from "./thread.mjs";

/** Runs subjects in a browser, on a server of their own. */
const run = (name, start, subjects) =>
  describe(name, () => {
    const world = {};
    before(async () => {
      world.hosts = await startHosts(() => world.server.origin);
      world.server = await Server.start(world.hosts.origin);
      world.browser = await start();
    });
    after(async () => {
      await world.browser?.stop();
      await world.server?.remove();
      await world.hosts?.stop();
    });
    for (const subject of subjects) describe(subject.name, () => subject(() => new Thread(world)));
  });

// A Mac has no WebKitGTK (scripts/engines.sh).
for (const { name, start } of process.platform === "darwin" ? [firefox] : [firefox, webkit]) {
  run(name, start, [takingOver, writing, editing, live, keyboard, looks, directions, columns]);
}
// WebKitGTK knows no forced colours.
run(`${firefox.name} in the system's colours`, () => firefox.start({ forcedColours: true }), [forcedColours]);
