// What the browser bench must show. Each claim is a sentence with a figure and its bound; without the figures it is left open.

const LESS = "≤";

/** `[{claim, figure, bound, holds}]`; `holds` is null where the run did not measure it. */
export function browserClaims(report) {
  const { median, figure } = report;
  const claims = [];
  const add = (claim, value, bound, unit = "") =>
    claims.push({ claim, figure: value, bound, unit, relation: LESS, holds: value === null ? null : value <= bound });
  const ratio = (above, below) => (above === null || below === null ? null : above / below);
  const first = (system, size = 100, more = {}) => median("comment", { system, size, ...more });
  const least = (values) =>
    values.filter((value) => value !== null).reduce((low, value) => Math.min(low, value), Infinity);
  const fastest = (name) => {
    const value = least(["isso", "isso-gzip", "waline", "waline-gzip"].map((system) => median(name, { system })));
    return value === Infinity ? null : value;
  };
  const isso = (name, cell) => {
    const value = least(["isso", "isso-gzip"].map((system) => median(name, { system, ...cell })));
    return value === Infinity ? null : value;
  };
  const above = (name, cell) => {
    const [ours, limit] = ["ours", "limit"].map((system) => median(name, { system, ...cell }));
    return ours === null || limit === null ? null : ours - limit;
  };

  for (const size of [10, 100, 1000, 10_000]) {
    add(
      `first comment at ${size}, as a multiple of the limit page's`,
      ratio(first("ours", size), first("limit", size)),
      1.1,
      "×",
    );
  }
  add("first comment at 100, as a multiple of the fastest peer's", ratio(first("ours"), fastest("comment")), 0.5, "×");
  add(
    "first comment at 1000, as a multiple of Isso's",
    ratio(first("ours", 1000), isso("comment", { size: 1000 })),
    0.2,
    "×",
  );
  add("first comment at 10000, as a multiple of our own at 100", ratio(first("ours", 10_000), first("ours")), 1.2, "×");
  add("form usable, as a multiple of Isso's", ratio(median("form", { system: "ours" }), isso("form", {})), 1, "×");
  add(
    "what is typed and sent too early is a comment that others read: 1 less what was kept, at worst",
    lost(figure("kept", { system: "ours", kind: "early" })?.min ?? null),
    0,
  );
  add(
    "bytes until readable, as a multiple of the least of the peers'",
    ratio(median("readableBytes", { system: "ours" }), fastest("readableBytes")),
    0.5,
    "×",
  );
  const requests = ["preload", "ours"].map((system) => median("requests", { system }));
  add(
    "requests that the preload line adds: the fragment is asked for once",
    requests.includes(null) ? null : requests[0] - requests[1],
    0,
  );
  add("blocking at 100 above the limit page's", above("blocking", { size: 100 }), 50, " ms");
  add("blocking at 10000 above the limit page's", above("blocking", { size: 10_000 }), 80, " ms");
  for (const size of [100, 10_000]) {
    add(
      `longest task at ${size}, unthrottled`,
      median("longestTask", { system: "ours", size, condition: "fast" }),
      50,
      " ms",
    );
  }
  // As it is written in the tables: three decimals.
  const shift = (value) => (value === null ? null : Math.round(value * 1000) / 1000);
  const worst = (name, cell) => shift(figure(name, { system: "ours", ...cell })?.max ?? null);
  add("layout shift below the fold", worst("shift", { placement: "below" }), 0);
  add("layout shift of a thread in the page's own HTML", shift(figure("shift", { system: "included" })?.max ?? null), 0);
  add("layout shift in view where room is kept", shift(figure("shift", { system: "reserved" })?.max ?? null), 0);
  for (const size of [10, 100, 1000, 10_000]) {
    add(`layout shift in view at ${size} above the limit page's`, shift(above("shift", { size })), 0);
    add(`layout shift after the first comment at ${size}, hydration included`, worst("shiftAfter", { size }), 0);
  }
  add(
    "heap with WebAssembly at 10000, first page",
    megabytes(median("heap", { system: "ours", size: 10_000 })),
    30,
    " MB",
  );
  return claims;
}

const megabytes = (bytes) => (bytes === null ? null : bytes / 1e6);
const lost = (kept) => (kept === null ? null : 1 - kept);

export function claimLine({ claim, figure, bound, unit, relation, holds }) {
  const state = holds === null ? "open" : holds ? "PASS" : "FAIL";
  const value =
    figure === null ? "not measured" : `${figure.toFixed(unit === "×" ? 2 : 3).replace(/\.?0+$/, "")}${unit}`;
  return `${state}  ${claim}: ${value} (${relation} ${bound}${unit})`;
}
