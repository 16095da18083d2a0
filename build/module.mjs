// Finishes the module and its glue and names both after what is served. Trunk's own hash is of what rustc made: browsers
// that keep a file forever would miss what a newer wasm-bindgen, wasm-opt or esbuild makes of it.

import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleMenu, bundleSheet } from "./embed.mjs";
import { finishGlue } from "./glue.mjs";
import { shrink } from "./shrink.mjs";

/** The names of the functions of the module in `dist`, for `make size`: not served, so not beside it. */
const symbolsFolder = fileURLToPath(new URL("../target/symbols/", import.meta.url));

/** Turns Trunk's `widget-….js` and `widget-…_bg.wasm` in `folder` into `weerwoord-HASH.js` and `weerwoord-HASH_bg.wasm`, with `weerwoord-HASH.css` and `menu-HASH.js`. */
export async function finishModule(folder) {
  const files = await readdir(folder);
  const glueFile = files.find((file) => /^widget-.*\.js$/.test(file));
  const moduleFile = files.find((file) => /^widget-.*_bg\.wasm$/.test(file));
  if (!glueFile || !moduleFile) throw new Error(`Trunk staged no widget: ${files.join(", ")}`);

  await rm(symbolsFolder, { recursive: true, force: true });
  await mkdir(symbolsFolder, { recursive: true });
  const symbols = join(symbolsFolder, "widget");
  const names = await shrink(join(folder, moduleFile), symbols);
  // The sheet of what the widget alone draws stands beside it, under the same name; the loader adopts it (src/embed.js).
  const sheet = await bundleSheet("late.css");
  const source = await readFile(join(folder, glueFile), "utf8");
  // What Rust calls by name stands in a script that the loader brings in along with the module.
  const menu = await bundleMenu();
  const glue = (moduleName, menuName) => finishGlue(source, names, moduleName, menuName);
  const hash = createHash("sha256").update(await readFile(join(folder, moduleFile)));
  // The glue with other names in it, for the glue's own name depends on the hash.
  hash.update(await glue("module.wasm", "menu.js"));
  hash.update(sheet);
  hash.update(menu);
  const tag = hash.digest("hex").slice(0, 16);
  const name = `weerwoord-${tag}`;

  await writeFile(join(folder, `${name}.js`), await glue(`${name}_bg.wasm`, `menu-${tag}.js`));
  await writeFile(join(folder, `${name}.css`), sheet);
  await writeFile(join(folder, `menu-${tag}.js`), menu);
  await rename(join(folder, moduleFile), join(folder, `${name}_bg.wasm`));
  await rm(join(folder, glueFile));
  await rename(symbols, join(symbolsFolder, name));
}
