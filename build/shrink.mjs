// Makes the module small, knowing two things that the linker does not: which of its exports nobody calls, and that the
// names by which it and its glue know each other are theirs alone.

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { readFile, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import binaryen from "binaryen";

const wasmOpt = fileURLToPath(new URL("../node_modules/binaryen/bin/wasm-opt", import.meta.url));

/** The streams of Leptos's server functions, which the widget has none of. */
const UNUSED_EXPORTS = /^(__wbg_)?intounderlying/;

/**
 * Futures that nothing makes: what polls them, and what would make them. Not their smaller functions: the compiler may have
 * made one function of two that are alike.
 */
const NEVER_MADE = [
  // The promises of those streams.
  { polls: /\bfuture_to_promise\b.*\bwasm_streams\b/, makes: /\bwasm_streams\b[^:]*::(readable::ReadableStream|writable::WritableStream)\b/ },
  // Hydration that waits for islands and lazy routes.
  {
    polls: /\binto_any::hydrate_async::<.*>::\{closure#0\}$/,
    makes: /\bleptos\b[^:]*::mount::hydrate_(lazy|islands|from_async)\b/,
  },
];

/**
 * Shrinks the module in `file`, and writes to `symbols` which of its functions is which: they lose their names.
 *
 * Imports and exports get names of one or two letters, where wasm-bindgen's carry a hash each. Returns which became which:
 * `{imports: [[module, old, new], …], exports: [[old, new], …]}`.
 */
export async function shrink(file, symbols) {
  binaryen.setDebugInfo(true);
  const module = binaryen.readBinary(await readFile(file));
  for (const name of exportsOf(module).filter((name) => UNUSED_EXPORTS.test(name))) module.removeExport(name);
  emptyNeverMade(module);
  await writeFile(file, module.emitBinary());
  module.dispose();

  // Not --traps-never-happen: the shell relies on the trap of a page that does not match.
  // Flattened and looped anew, twice, the code compresses better by a hundredth or two.
  const anew = ["-Oz", "--flatten", "--rereloop"];
  const strip = ["--strip-producers", "--strip-target-features", "--minify-imports-and-exports-and-modules"];
  const passes = [...anew, ...anew, "-Oz", "-Oz", ...strip];
  // The linker puts the stack first: nothing that is pointed at lies in the first kilobyte.
  const options = [...passes, "--low-memory-unused", `--symbolmap=${symbols}`, file, "-o", file];
  const { stdout } = await promisify(execFile)(process.execPath, [wasmOpt, ...options]);
  return JSON.parse(stdout);
}

function exportsOf(module) {
  return Array.from({ length: module.getNumExports() }, (_, index) => {
    return binaryen.getExportInfo(module.getExportByIndex(index)).name;
  });
}

/**
 * Empties what polls the futures that nothing makes. Binaryen cannot know that it is never called, for its address stands in
 * the table of functions. Stops the build where something makes such a future.
 */
function emptyNeverMade(module) {
  const functions = Array.from({ length: module.getNumFunctions() }, (_, index) => module.getFunctionByIndex(index));
  for (const each of functions) {
    const { name } = binaryen.getFunctionInfo(each);
    if (NEVER_MADE.some(({ makes }) => makes.test(name))) throw new Error(`this is made now, and needs what polls it: ${name}`);
    const polls = NEVER_MADE.some(({ polls }) => polls.test(name)) && !name.includes("drop_in_place");
    if (polls) binaryen.Function.setBody(each, module.unreachable());
  }
}
