// Minifies the JavaScript that wasm-bindgen made, and names it and the module after what is served. Trunk's own hash is
// of the module before wasm-opt: browsers that keep a file forever would miss what a newer wasm-opt or esbuild makes.

import { createHash } from "node:crypto";
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { target } from "./target.mjs";

/** Turns Trunk's `widget-….js` and `widget-…_bg.wasm` in `folder` into `weerwoord-HASH.js` and `weerwoord-HASH_bg.wasm`. */
export async function finishModule(folder) {
  const files = await readdir(folder);
  const glueFile = files.find((file) => /^widget-.*\.js$/.test(file));
  const moduleFile = files.find((file) => /^widget-.*_bg\.wasm$/.test(file));
  if (!glueFile || !moduleFile) throw new Error(`Trunk staged no widget: ${files.join(", ")}`);

  const glue = await minified(join(folder, glueFile));
  const hash = createHash("sha256").update(glue).update(await readFile(join(folder, moduleFile))).digest("hex");
  const name = `weerwoord-${hash.slice(0, 16)}`;

  // The glue looks for the module beside itself, by the name that wasm-bindgen gave it.
  const renamed = glue.replaceAll("widget_bg.wasm", `${name}_bg.wasm`);
  if (renamed === glue) throw new Error("the glue names no module: wasm-bindgen may have changed");

  await writeFile(join(folder, `${name}.js`), renamed);
  await rename(join(folder, moduleFile), join(folder, `${name}_bg.wasm`));
  await rm(join(folder, glueFile));
  await rm(join(folder, "snippets"), { recursive: true, force: true });
}

/** One minified ES module; snippets that crates bring along are bundled into it. */
async function minified(file) {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    charset: "utf8",
    format: "esm",
    legalComments: "none",
    minify: true,
    target,
    write: false,
  });
  return outputFiles[0].text;
}
