// Fits the JavaScript that wasm-bindgen made to the module that was shrunk after it: the short names, and nothing that
// the module no longer asks for. Then minifies it. Reads wasm-bindgen's layout, and stops the build where that differs.

import { transform } from "esbuild";
import { target } from "./target.mjs";

/** Leptos's streams for server functions, and the synchronous start: nobody calls them. */
const UNUSED = /^(export class|const|if \(Symbol\.dispose\)|function) (IntoUnderlying|initSync)/;

/** The glue of the module `moduleName`, whose imports and exports were renamed as `names` says. It calls functions of `menuName`. */
export async function finishGlue(source, names, moduleName, menuName) {
  let glue = statements(source).filter((statement) => !UNUSED.test(statement)).join("");
  glue = replaceOnce(glue, "export { initSync, ", "export { ");
  glue = replaceOnce(glue, "widget_bg.wasm", moduleName);
  glue = renameExports(glue, names.exports);
  glue = renameImports(glue, names.imports);
  // src/menu.rs names them; wasm-bindgen takes them for globals.
  const called = [...new Set(glue.match(/\bww[A-Z]\w+(?=\()/g))];
  glue = `import { ${called.join(", ")} } from "./${menuName}";\n${glue}`;
  return (await transform(glue, { charset: "utf8", format: "esm", legalComments: "none", minify: true, target })).code;
}

/** Every statement of the glue begins in the first column. */
function statements(source) {
  return source.split(/^(?=[a-z])/m);
}

function renameExports(glue, names) {
  const short = new Map(names);
  return glue.replace(/\bwasm\.(\w+)/g, (whole, name) => (short.has(name) ? `wasm.${short.get(name)}` : whole));
}

/** The imports are the functions of one object, each with its name at the same indentation. */
function renameImports(glue, names) {
  const [from, to] = ["./widget_bg.js", "a"];
  if (names.some(([module]) => module !== from)) throw new Error("the module imports from more than its glue");
  const short = new Map(names.map(([, name, short]) => [name, short]));
  let found = 0;
  const renamed = glue
    .split(/^(?= {8}\w+: function| {4}\};)/m)
    .map((part) => {
      const name = part.match(/^ {8}(\w+): function/)?.[1];
      if (!name) return part;
      if (!short.has(name)) return "";
      found += 1;
      return part.replace(name, () => short.get(name));
    })
    .join("");
  if (found !== short.size) throw new Error(`the glue has ${found} of the ${short.size} functions that the module imports`);
  return replaceOnce(renamed, `"${from}": import0`, `"${to}": import0`);
}

function replaceOnce(text, from, to) {
  if (text.split(from).length !== 2) throw new Error(`the glue should hold \`${from}\` once: wasm-bindgen may have changed`);
  return text.replace(from, () => to);
}
