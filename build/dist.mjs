// Trunk's last step: turns what it staged into what the server serves. The module and its glue get one hashed name,
// and the loader and the stylesheets come beside them.

import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundleLists, bundleLoader, bundleModule, bundleSheet, bundleStudio, bundleStyles, widgetMessages } from "./embed.mjs";
import { manifest } from "./manifest.mjs";
import { finishModule } from "./module.mjs";

const staging = process.env.TRUNK_STAGING_DIR;
if (!staging) {
  console.error("build/dist.mjs is run by Trunk: use `make widget`.");
  process.exit(1);
}

await finishModule(staging);
await writeFile(join(staging, "embed.js"), await bundleLoader());
await writeFile(join(staging, "embed.css"), await bundleStyles());
await writeFile(join(staging, "lists.js"), await bundleLists());
await writeFile(join(staging, "lists.css"), await bundleSheet("lists.css"));
const named = [...(await widgetMessages()), ...(await Promise.all(["reactions", "live"].map(bundleModule)))];
for (const { name, text } of named) await writeFile(join(staging, name), text);

await mkdir(join(staging, "studio"));
for (const [name, text] of Object.entries(await bundleStudio())) await writeFile(join(staging, name), text);
// To be copied, so as they are written.
await cp("style/themes", join(staging, "themes"), { recursive: true });
await writeFile(join(staging, "custom-elements.json"), await manifest());

// With `inject_scripts = false` Trunk leaves its own link in the page.
const page = join(staging, "index.html");
await writeFile(page, (await readFile(page, "utf8")).replace(/^\s*<link data-trunk [^>]*>\n/m, ""));
