// Where the bench keeps what it installs and makes; git ignores it.

import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));
const work = join(root, "bench", ".work");

/** A folder that stays: what a system installs, once. */
export async function toolFolder(name) {
  const folder = join(work, "tools", name);
  await mkdir(folder, { recursive: true });
  return folder;
}

/** An empty folder for one run of a system. */
export async function runFolder(name) {
  const folder = join(work, "runs", name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

/** Does `install` unless that was done before, which the file `made` tells. */
export async function once(made, install) {
  if (!existsSync(made)) await install();
  if (!existsSync(made)) throw new Error(`${made} is not there after the installation`);
}
