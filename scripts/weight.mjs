// What weighs what in a WASM module: its sections, and its functions by name and by crate.

const [IMPORTS, CODE] = [2, 10];
const SECTIONS = {
  0: "custom", 1: "types", [IMPORTS]: "imports", 3: "functions", 4: "tables", 5: "memory", 6: "globals", 7: "exports",
  8: "start", 9: "elements", [CODE]: "code", 11: "data", 12: "data count",
};

/** `[{name, bytes}]` of the module's sections, in their order. */
export function sections(module) {
  return sectionsOf(module).map(({ id, start, end }) => ({ name: SECTIONS[id] ?? `section ${id}`, bytes: end - start }));
}

/** `[{name, bytes}]` of the module's own functions, in their order; `symbols` is wasm-opt's list of index and name. */
export function functions(module, symbols) {
  const names = new Map(symbols.split("\n").map((line) => [Number.parseInt(line, 10), line.slice(line.indexOf(":") + 1)]));
  // The imports come first; all of the widget's are functions.
  const imported = content(module, IMPORTS)?.number() ?? 0;
  const code = content(module, CODE);
  return Array.from({ length: code.number() }, (_, at) => {
    const start = code.at;
    const length = code.number();
    code.at += length;
    return { name: readable(names.get(imported + at) ?? `function ${imported + at}`), bytes: code.at - start };
  });
}

/** `[{name, bytes, count}]` of the crates in which the functions were written, the heaviest first. */
export function byCrate(functions) {
  const crates = new Map();
  for (const { name, bytes } of functions) {
    const crate = crateOf(name);
    const sum = crates.get(crate) ?? { name: crate, bytes: 0, count: 0 };
    crates.set(crate, { name: crate, bytes: sum.bytes + bytes, count: sum.count + 1 });
  }
  return [...crates.values()].toSorted((a, b) => b.bytes - a.bytes);
}

/** An impl is written where its type is, unless it is for any type: `<_ as tachys::view::IntoAny>`. */
function crateOf(name) {
  return name.match(/^(?:byn\$\S*\$)?[<&*([]*(?:(?:_|mut|dyn|as|const) )*([a-z]\w*)::/)?.[1] ?? "other";
}

/** Without the hashes of crates and the numbers of closures. */
function readable(name) {
  return name
    .replace(/\\([0-9a-f]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\[[0-9a-f]{14,16}\]/g, "")
    .replace(/\{closure#\d+\}/g, "{closure}");
}

function content(module, id) {
  const section = sectionsOf(module).find((section) => section.id === id);
  return section && new Reader(module, section.start);
}

function sectionsOf(module) {
  const found = [];
  const HEADER = 8;
  for (const reader = new Reader(module, HEADER); reader.at < module.length; ) {
    const id = module[reader.at++];
    const length = reader.number();
    found.push({ id, start: reader.at, end: reader.at + length });
    reader.at += length;
  }
  return found;
}

class Reader {
  constructor(bytes, at) {
    this.bytes = bytes;
    this.at = at;
  }

  /** The next number (unsigned LEB128). */
  number() {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.bytes[this.at++];
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }
}
