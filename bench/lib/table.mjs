// The browser's half of docs/benchmarks.md, from the results of a run.

import { CONDITIONS, PLACEMENTS } from "./conditions.mjs";
import { SIZES } from "./plan.mjs";

const number = (value, digits = 0) =>
  value.toLocaleString("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits });

const UNITS = {
  ms: (value) => number(value),
  KiB: (value) => number(value / 1024, 1),
  MiB: (value) => number(value / 2 ** 20, 1),
  count: (value) => number(value),
  yes: (value) => (value ? "yes" : "no"),
  shift: (value) => number(value, 3),
};

/** The median, and the spread beside it where there is one. */
export function cellText(figure, unit) {
  if (!figure) return "–";
  const write = UNITS[unit];
  const [median, min, max] = [figure.median, figure.min, figure.max].map(write);
  if (unit === "yes") return min === max ? median : "not always";
  if (figure.runs === 1) return `${median} *`;
  return min === max ? median : `${median} (${min}–${max})`;
}

const markdown = (head, rows) =>
  [head, head.map((_, at) => (at ? "--:" : "---")), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

/** One figure of every system, a column for each size. */
function bySize(report, name, unit, given) {
  const sizes = SIZES.filter((size) => Object.keys(report.systems).some((system) => report.figure(name, { ...given, system, size })));
  const rows = Object.entries(report.systems).map(([system, { title }]) => [
    title,
    ...sizes.map((size) => cellText(report.figure(name, { ...given, system, size }), unit)),
  ]);
  return markdown(
    ["", ...sizes.map((size) => `${number(size)} comments`)],
    rows.filter((row) => row.slice(1).some((cell) => cell !== "–")),
  );
}

/** Several figures of every system, a column for each. */
function byFigure(report, columns, given) {
  const rows = Object.entries(report.systems).map(([system, { title }]) => [
    title,
    ...columns.map(([, name, unit, more]) => cellText(report.figure(name, { ...given, ...more, system }), unit)),
  ]);
  return markdown(
    ["", ...columns.map(([head]) => head)],
    rows.filter((row) => row.slice(1).some((cell) => cell !== "–")),
  );
}

const LOADING = [
  ["form usable, ms", "form", "ms"],
  ["hydrated, ms", "interactive", "ms"],
  ["blocked, ms", "blocking", "ms"],
  ["longest task, ms", "longestTask", "ms"],
  ["first comment, below the fold, ms", "comment", "ms", { placement: "below" }],
];
const WIRE = [
  ["until readable, KiB", "readableBytes", "KiB"],
  ["requests until then", "readableRequests", "count"],
  ["in all, KiB", "bytes", "KiB"],
  ["requests in all", "requests", "count"],
];
const PAGE = [
  ["comments on it", "comments", "count"],
  ["layout shift, in view", "shift", "shift"],
  ["after the first comment", "shiftAfter", "shift"],
  ["below the fold", "shift", "shift", { placement: "below" }],
  ["heap, MiB", "heap", "MiB"],
  ["of it WebAssembly", "wasm", "MiB"],
  ["DOM nodes", "nodes", "count"],
];
const ANSWER = [
  ["Reply → focus, ms", "focus", "ms"],
  ["post → visible, ms", "post", "ms"],
  ["sent at once, kept", "kept", "yes", { kind: "early", condition: "slow" }],
];

export function browserTables(report) {
  const { machine, date } = report;
  const parts = [
    `Measured on ${date} on ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}, Chromium ` +
      `${machine.chromium}, Node ${machine.node.slice(1)}, in ${report.minutes} minutes. Medians, and in brackets the least and ` +
      `the most; a figure with * is of a single visit, and – stands where there is none or none was measured. The article alone takes ${number(report.articleBytes)} bytes on the ` +
      "wire, which are not counted.",
    markdown(["systems", "version", "what it was told"], told(report.systems)).replace(
      "| --- | --: | --: |",
      "| --- | --- | --- |",
    ),
  ];
  for (const [condition, { title }] of Object.entries(CONDITIONS)) {
    if (!report.results.some((result) => result.condition === condition)) continue;
    parts.push(
      `### First comment painted, ${title}`,
      `${capital(PLACEMENTS.view)}, ms:`,
      bySize(report, "comment", "ms", { condition }),
    );
    if (condition === "slow") parts.push("![The same as a chart](benchmarks.svg)");
    for (const size of [100, 10_000]) {
      if (!report.results.some((result) => result.condition === condition && result.size === size)) continue;
      // Below the fold, and posting, are measured with 100 comments; what is sent at once, on the slow phone.
      const at = (columns) =>
        columns.filter(([, , , more = {}]) => (size === 100 || !more.placement) && (more.condition ?? condition) === condition);
      parts.push(`### ${number(size)} comments, ${title}`, byFigure(report, at(LOADING), { condition, size }));
      if (condition === "slow") parts.push(byFigure(report, WIRE, { condition, size }));
      parts.push(byFigure(report, at(PAGE), { condition, size }));
      if (size === 100) parts.push(byFigure(report, at(ANSWER), { condition, size, kind: "answer" }));
    }
  }
  return parts.join("\n\n");
}

/** What each system was told; those that are one program in several pages stand together. */
function told(systems) {
  const rows = new Map();
  for (const { title, version, told } of Object.values(systems)) {
    const key = `${version} ${told}`;
    rows.set(key, { titles: [...(rows.get(key)?.titles ?? []), title], version, told });
  }
  return [...rows.values()].map(({ titles, version, told }) => [titles.join("; "), version, told]);
}

const capital = (text) => text[0].toUpperCase() + text.slice(1);
