// What a run was measured on.

import { cpus, release, totalmem, type } from "node:os";

export const machine = (browser) => ({
  cpu: cpus()[0].model,
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  system: `${type()} ${release().split("-")[0]}`,
  chromium: browser.version(),
  node: process.version,
});
