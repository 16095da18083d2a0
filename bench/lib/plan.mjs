// What a full run measures: enough for every claim, in about 25 minutes on two cores.

const PEERS = ["isso", "isso-gzip", "waline", "waline-gzip"];
const OURS = ["ours", "preload", "included", "reserved"];
export const SYSTEMS = ["limit", ...OURS, ...PEERS];
export const SIZES = [10, 100, 1000, 10_000];
const RUNS = 5;

/** Isso sends and draws a thread whole: at 10,000 comments a visit takes more than a minute. */
const runsOf = (system, size) => (system.startsWith("isso") && size === 10_000 ? 1 : RUNS);

/** The cells of the run: `{system, size, condition, placement, runs, kind}`. A choice narrows it. */
export function plan({
  systems = SYSTEMS,
  sizes = SIZES,
  conditions = ["slow", "fast"],
  placements = ["view", "below"],
  runs,
} = {}) {
  const cells = [];
  for (const condition of conditions) {
    for (const size of sizes) {
      for (const system of systems) {
        const cell = { system, size, condition, runs: runs ?? runsOf(system, size) };
        // What the room kept for a thread is good for, one size shows.
        if (system === "reserved" && size !== 100) continue;
        if (placements.includes("view")) cells.push({ ...cell, placement: "view", kind: "look" });
        if (placements.includes("below") && size === 100) cells.push({ ...cell, placement: "below", kind: "look" });
        if (size === 100 && placements.includes("view") && !["limit", "preload", "reserved"].includes(system)) {
          cells.push({ ...cell, placement: "view", kind: "answer" });
          if (condition === "slow") cells.push({ ...cell, placement: "view", kind: "early", runs: 1 });
        }
      }
    }
  }
  return cells;
}
