// What is claimed of the server, each with the figure that it stands or falls by.

const worst = (runs) => Math.max(...runs.map(({ p99 }) => p99.median));
const named = (list, name) => list.find((one) => one.name === name);

/** Each claim: its part of the results, the bound, and the figure; `undefined` where it was not measured. */
export const CLAIMS = [
  { part: "reads", text: "reads of a fragment, as a share of nginx's with the same file", least: 0.8, of: ({ flood }) => named(flood, "fragment").ratio.median },
  { part: "reads", text: "processor time a read of a fragment, ms", most: 0.05, of: ({ flood }) => named(flood, "fragment").cpuMs.median },
  { part: "reads", text: "p99 at half load, ms", most: 5, of: ({ half }) => named(half, "fragment").p99.median },
  { part: "memory", text: "memory after ten minutes of reads, MiB", most: 60, of: ({ most }) => most },
  { part: "streams", text: "memory with 5,000 open streams, MiB", most: 150, of: ({ rss }) => rss },
  { part: "streams", text: "of a core, while nothing happens on them, %", most: 5, of: ({ cpu }) => cpu },
  { part: "posts", text: "fsyncs an acknowledged post", most: 0.25, of: ({ fsyncs }) => fsyncs.each },
  { part: "posts", text: "durable posts, as a share of those without fsync", least: 0.5, of: ({ ratio }) => ratio.median },
  { part: "posts", text: "p99 of reads meanwhile, ms", most: 20, of: ({ readers }) => worst(readers.runs) },
  { part: "growth", text: "first page of 100 in the largest database, as a multiple of the smallest", most: 1.3, of: ({ databases }) => databases.at(-1).hundred.median / databases[0].hundred.median },
  { part: "growth", text: "first page of a thread of 100,000, as a multiple of one of 1,000", most: 3, of: ({ databases }) => multiple(databases, "huge") },
  { part: "growth", text: "first page of 100,000 replies to one comment, as a multiple of a thread of 1,000", most: 3, of: ({ databases }) => multiple(databases, "branch") },
  { part: "growth", text: "comments a second imported, in the largest database", least: 50_000, of: ({ databases }) => databases.at(-1).imported },
];

/** Prints PASS or FAIL for each claim; tells whether none failed. */
export function check(results) {
  let holds = true;
  for (const { part, text, least, most, of } of CLAIMS) {
    const figure = results[part] && of(results[part]);
    const bound = least === undefined ? `≤ ${most}` : `≥ ${least}`;
    const passes = figure === undefined ? undefined : least === undefined ? figure <= most : figure >= least;
    holds &&= passes !== false;
    const verdict = passes === undefined ? "----" : passes ? "PASS" : "FAIL";
    const said = figure === undefined ? "not measured" : Number(figure.toPrecision(3));
    console.log(`${verdict}  ${text}: ${said} (${bound})${results[part]?.quick ? ", from a quick run" : ""}`);
  }
  return holds;
}

function multiple(databases, which) {
  const { [which]: long, thousand } = databases.findLast((base) => base[which]) ?? {};
  return long && long.median / thousand.median;
}
