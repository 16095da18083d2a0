// What a full run measures: enough for every claim, in about half an hour on two cores.

const PEERS = ["isso", "isso-gzip", "waline", "waline-gzip"];
export const SYSTEMS = ["limit", "ours", "preload", "included", "reserved", ...PEERS];
export const SIZES = [10, 100, 1000, 10_000];
const RUNS = 5;
/** More where ways of embedding are told apart that differ by less than a visit from the next. */
const RUNS_OF_100 = 9;

/** Isso sends and draws a thread whole: at 10,000 comments a visit takes more than a minute. */
const runsOf = ({ system, size, condition, placement, kind }) => {
  if (system.startsWith("isso") && size === 10_000) return 1;
  return kind === "look" && size === 100 && condition === "slow" && placement === "view" ? RUNS_OF_100 : RUNS;
};

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
export function plan({ systems = SYSTEMS, sizes = SIZES, conditions = ["slow", "fast"], placements, kinds, runs }) {
  const groups = [];
  const group = (given, takesPart = () => true) => {
    const { size, condition, placement } = given;
    if ((placements && !placements.includes(placement)) || (kinds && !kinds.includes(given.kind))) return;
    const cells = systems
      .filter((system) => sizesOf(system, condition).includes(size) && takesPart(system))
      .map((system) => ({ system, ...given, runs: runs ?? runsOf({ system, ...given }) }));
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
