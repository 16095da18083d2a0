// What docs/embedding.md says of the two faster ways, from the results of a run.

/** Below so many hundredths the medians of a few visits do not tell. */
const TELLING = 5;

const told = (share) => {
  if (Math.abs(share) < TELLING) return "a difference that so few visits do not tell";
  return `${Math.abs(share)} % ${share > 0 ? "sooner" : "later"}`;
};

const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;

/** A sentence for each way, by the system's name; null where the run did not measure it. */
export function savings(report) {
  const first = (system) => report.median("comment", { system });
  const sentence = (system) => {
    const [tag, faster] = [first("ours"), first(system)];
    if (tag === null || faster === null) return null;
    const share = Math.round((1 - faster / tag) * 100);
    return (
      `On a slow phone, the first comment of a thread of 100 is painted after ${seconds(faster)} instead of ` +
      `${seconds(tag)}: ${told(share)}.`
    );
  };
  return { preload: sentence("preload"), included: sentence("included") };
}
