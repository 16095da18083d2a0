// The tables of docs/benchmarks.md about the server, made of the results. They stand between two marks; what is around
// them is written by hand.

import { existsSync, readFileSync, writeFileSync } from "node:fs";

const BEGIN = "<!-- server:begin, made by bench/server/run.mjs -->";
const END = "<!-- server:end -->";

/** Puts the tables into the file, at its end if its marks are not there yet. */
export function tables(results, file) {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "# Benchmarks\n";
  const made = [BEGIN, ...sections(results), END].join("\n\n");
  const [before, rest] = text.split(BEGIN);
  const next = rest === undefined ? `${text.trimEnd()}\n\n## The server\n\n${made}\n` : before + made + rest.split(END)[1];
  writeFileSync(file, next);
}

const PARTS = { reads, posts, memory, streams, growth };

/** Each part under when and on what it was measured, which is said again where that is another. */
function sections(results) {
  const made = [];
  let said;
  for (const [name, write] of Object.entries(PARTS).filter(([name]) => results[name])) {
    const where = measured(results[name].machine);
    if (where !== said) made.push((said = where));
    if (results[name].quick) made.push("**From a quick run: preliminary.**");
    made.push(...[write(results[name])].flat());
  }
  return made;
}

function measured({ date, cpu, memoryGib, kernel, versions }) {
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(", ");
  return `Measured ${date}: ${cpu}, ${memoryGib} GiB, ${kernel}; ${named}. Medians, least–most in brackets.`;
}

function reads({ connections, bytes, flood, half }) {
  const rows = flood.map(({ name, perSecond, ratio, cpuMs, p99 }) => {
    const at = half.find((one) => one.name === name);
    return [name, brief(perSecond, 0), brief(ratio, 2), brief(cpuMs, 3), brief(p99, 1), at ? brief(at.p99, 2) : ""];
  });
  const text = `**Reads** of a thread of 100 comments (${number(bytes)} bytes, brotli), ${connections} connections, all on the same cores as the client:`;
  return [text, table(["", "reads a second", "of nginx's", "CPU a read, ms", "p99, ms", "p99 at half load, ms"], rows)];
}

function posts({ writers, threads, durable, unsafe, ratio, cpuMs, p99, fsyncs, readers }) {
  const rows = [
    ["each on disk", brief(durable, 0), brief(ratio, 2), brief(cpuMs, 3), brief(p99, 1)],
    ["`synchronous=OFF`", brief(unsafe, 0), "1", "", ""],
  ];
  const late = readers.runs.map(({ name, posts, p50, p99 }) => [name, brief(posts, 0), brief(p50, 2), brief(p99, 2)]);
  return [
    `**Posts** by ${writers} clients into ${threads} threads:`,
    table(["", "posts a second", "share", "CPU a post, ms", "p99, ms"], rows),
    `${number(fsyncs.fsyncs)} fsyncs for ${number(fsyncs.posts)} acknowledged posts: ${fsyncs.each.toFixed(3)} each (counted by strace). Reads ` +
      `meanwhile, ${readers.rate} a second on ${readers.connections} connections:`,
    table(["", "posts a second beside", "p50, ms", "p99, ms"], late),
  ];
}

function memory({ minutes, reads, start, end, most }) {
  return (
    `**Memory** after ${minutes} minutes and ${number(reads)} reads from 100 threads of 100 comments and 100 of 1,000: ` +
    `${end.toFixed(1)} MiB (${start.toFixed(1)} at the start, ${most.toFixed(1)} at most).`
  );
}

function streams({ streams, threads, seconds, start, rss, cpu, told }) {
  return (
    `**Streams**: ${number(streams)} open at once on ${threads} threads: ${rss.toFixed(1)} MiB (${start.toFixed(1)} before they were opened) and ` +
    `${cpu.toFixed(2)} % of a core over ${seconds} seconds in which nothing happened. A comment in a thread that all of them followed had ` +
    `reached half of them ${number(told.p50)} ms after it was acknowledged, and the last after ${number(told.most)} ms.`
  );
}

function growth({ databases }) {
  const rows = databases.map(({ comments, mib, imported, hundred, thousand, huge, branch }) => [
    number(comments), number(Math.round(mib)), number(imported), brief(hundred, 2), brief(thousand, 2), huge ? brief(huge, 2) : "",
    branch ? brief(branch, 2) : "",
  ]);
  const head = ["comments", "MiB", "imported a second", "a thread of 100, ms", "of 1,000, ms", "of 100,000, ms", "of 100,000 below one comment, ms"];
  return `**Growth**: the first page of a thread, rendered anew at each read.\n\n${table(head, rows)}`;
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
}

function brief({ median, min, max }, digits) {
  const text = (value) => value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${text(median)} (${text(min)}–${text(max)})`;
}

function number(value) {
  return Math.round(value).toLocaleString("en");
}
