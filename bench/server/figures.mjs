// Medians and spreads of what was measured.

/** The one in the middle; of an even number, the mean of the two. */
export function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Median, least and most of a figure that was taken several times. */
export function spread(values) {
  return { median: round(median(values)), min: round(Math.min(...values)), max: round(Math.max(...values)) };
}

/** Four digits that count: more are noise. */
export function round(value) {
  return Number(value.toPrecision(4));
}
