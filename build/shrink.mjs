// Takes out of the module what the widget cannot reach but the linker cannot know to be unreachable, then lets wasm-opt
// make the rest small. Each rule says why nothing gets there; if something did, the module would trap, and the shell
// draws the thread afresh after a trap.

import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import binaryen from "binaryen";

const wasmOpt = fileURLToPath(new URL("../node_modules/binaryen/bin/wasm-opt", import.meta.url));

/** Functions, by their Rust path, whose bodies go. */
const UNREACHABLE = [
  // Hydrating across an await is for Suspense and ErrorBoundary, which the widget does not use; but every erased view
  // names its way of doing so in a table, and that is a tenth of the module.
  /hydrate_async/,
  /new_with_async_value/,
  // Only `template!` clones nodes from a template.
  /hydrate_from_template/,
];

/** Exports, by their name in the module, that nobody calls: the streams of Leptos's server functions. */
const UNUSED_EXPORTS = /^(__wbg_)?intounderlying/;

/**
 * Shrinks the module in `file`, which must still hold the names of its functions; afterwards they are gone.
 *
 * Imports and exports get names of one or two letters, where wasm-bindgen's carry a hash each. Returns which became which:
 * `{imports: [[module, old, new], …], exports: [[old, new], …]}`.
 */
export async function shrink(file) {
  const module = binaryen.readBinary(await readFile(file));
  if (cutFunctions(module) === 0) throw new Error("there was nothing to cut: does the module still hold its names?");
  for (const name of exportsOf(module).filter((name) => UNUSED_EXPORTS.test(name))) module.removeExport(name);
  await writeFile(file, module.emitBinary());
  module.dispose();

  const options = ["-O3", "-Oz", "--minify-imports-and-exports-and-modules"];
  const { stdout } = await promisify(execFile)(process.execPath, [wasmOpt, ...options, file, "-o", file]);
  return JSON.parse(stdout);
}

function cutFunctions(module) {
  let cut = 0;
  for (let index = 0; index < module.getNumFunctions(); index += 1) {
    const func = new binaryen.Function(module.getFunctionByIndex(index));
    const imported = binaryen.getFunctionInfo(module.getFunctionByIndex(index)).module !== "";
    if (!imported && UNREACHABLE.some((pattern) => pattern.test(func.name))) {
      func.body = module.unreachable();
      cut += 1;
    }
  }
  return cut;
}

function exportsOf(module) {
  return Array.from({ length: module.getNumExports() }, (_, index) => {
    return binaryen.getExportInfo(module.getExportByIndex(index)).name;
  });
}
