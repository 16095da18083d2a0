// What a full run measures: enough for every claim, in about 25 minutes on two cores.

const PEERS = ["isso", "isso-gzip", "waline", "waline-gzip"];
export const SYSTEMS = ["limit", "ours", "preload", "included", "reserved", ...PEERS];
export const SIZES = [10, 100, 1000, 10_000];
const RUNS = 5;

/** Isso sends and draws a thread whole: at 10,000 comments a visit takes more than a minute. */
const runsOf = (system, size) => (system.startsWith("isso") && size === 10_000 ? 1 : RUNS);

/** What a shorter list of sizes is enough for: the ways of embedding differ from the tag in the same manner at every size. */
const sizesOf = (system, condition) => {
  if (system === "reserved") return [100];
  return condition === "fast" || ["preload", "included"].includes(system) ? [100, 10_000] : SIZES;
};

const answers = (system) => !["limit", "preload", "reserved"].includes(system);

/**
 * The cells of the run, those that are compared side by side in one group: `{system, size, condition, placement, kind, runs}`.
 * A choice narrows it. The kind is `look`, `answer` or `early`.
 */
export function plan({ systems = SYSTEMS, sizes = SIZES, conditions = ["slow", "fast"], placements, runs }) {
  const groups = [];
  const group = (given, takesPart = () => true) => {
    const { size, condition, placement } = given;
    if (placements && !placements.includes(placement)) return;
    const cells = systems
      .filter((system) => sizesOf(system, condition).includes(size) && takesPart(system))
      .map((system) => ({ system, ...given, runs: given.kind === "early" ? 1 : (runs ?? runsOf(system, size)) }));
    if (cells.length) groups.push(cells);
  };
  for (const condition of conditions) {
    for (const size of sizes) group({ size, condition, placement: "view", kind: "look" });
    if (!sizes.includes(100)) continue;
    group({ size: 100, condition, placement: "below", kind: "look" });
    group({ size: 100, condition, placement: "view", kind: "answer" }, answers);
    if (condition === "slow") group({ size: 100, condition, placement: "view", kind: "early" }, answers);
  }
  return groups;
}
