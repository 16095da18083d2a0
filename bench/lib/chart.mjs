// The chart of docs/benchmarks.md: when each system has painted its first comment, and how that grows with the thread. One row
// a system, one dot a size of thread, on a logarithmic axis; readable on light and dark pages.

const SIZES = [10, 100, 1000, 10_000];
const RADII = { 10: 3, 100: 4.5, 1000: 6, 10_000: 7.5 };
const ROWS = ["limit", "included", "preload", "ours", "waline-gzip", "waline", "isso-gzip", "isso"];
const KINDS = { limit: "limit", included: "ours", preload: "ours", ours: "ours" };
const WIDTH = 880;
const LEFT = 216;
const RIGHT = 84;
const TOP = 92;
const ROW = 36;

const STYLE = `
text { font: 13px system-ui, sans-serif; fill: #3d4147 }
.title { font-size: 17px; font-weight: 600; fill: #16181b } .small { font-size: 12px; fill: #666c74 }
.own { font-weight: 600; fill: #16181b } .grid { stroke: #8886; stroke-width: 1 } .span { stroke-width: 2; opacity: 0.45 }
.ours { fill: #0b7a75; stroke: #0b7a75 } .limit { fill: #6b7280; stroke: #6b7280 } .peer { fill: #c2571a; stroke: #c2571a }
circle { stroke-width: 0 } .key { fill: #6b7280 }
@media (prefers-color-scheme: dark) {
  text { fill: #c9ced6 } .title, .own { fill: #f2f4f7 } .small { fill: #99a1ac }
  .ours { fill: #3cc4bb; stroke: #3cc4bb } .limit { fill: #9aa3b0; stroke: #9aa3b0 } .peer { fill: #f0935a; stroke: #f0935a }
  .key { fill: #9aa3b0 }
}`;

const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const seconds = (ms) => (ms < 9950 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`);

/** The chart as SVG; systems that the run left out have no row. */
export function chart(report) {
  const rows = ROWS.map((system) => ({
    system,
    title: report.systems[system]?.title,
    dots: SIZES.map((size) => ({ size, ms: report.median("comment", { system, size }) })).filter(
      ({ ms }) => ms !== null,
    ),
  })).filter(({ dots }) => dots.length);
  const times = rows.flatMap(({ dots }) => dots.map(({ ms }) => ms));
  const low = Math.log10(Math.min(500, ...times));
  const high = Math.log10(Math.max(10_000, ...times));
  const x = (ms) => (LEFT + ((Math.log10(ms) - low) / (high - low)) * (WIDTH - LEFT - RIGHT)).toFixed(1);
  const bottom = TOP + rows.length * ROW;

  const ticks = [500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000].filter(
    (ms) => Math.log10(ms) >= low - 1e-9 && Math.log10(ms) <= high,
  );
  const grid = ticks.map(
    (ms) => `<line class="grid" x1="${x(ms)}" x2="${x(ms)}" y1="${TOP - 8}" y2="${bottom}"/>
<text class="small" x="${x(ms)}" y="${bottom + 18}" text-anchor="middle">${ms / 1000} s</text>`,
  );

  const key = SIZES.map((size, at) => {
    const left = LEFT + at * 92;
    return `<circle class="key" cx="${left}" cy="58" r="${RADII[size]}"/><text class="small" x="${left + 13}" y="62">${size.toLocaleString("en-GB")}</text>`;
  });

  const drawn = rows.map(({ system, title, dots }, at) => {
    const kind = KINDS[system] ?? "peer";
    const y = TOP + at * ROW + ROW / 2;
    const places = dots.map(({ ms }) => Number(x(ms)));
    const last = dots.at(-1);
    const end = Math.max(...places);
    return `<text class="${kind === "ours" ? "own" : ""}" x="${LEFT - 18}" y="${y + 4}" text-anchor="end">${escape(title)}</text>
<line class="span ${kind}" x1="${Math.min(...places)}" x2="${end}" y1="${y}" y2="${y}"/>
${dots
  .toReversed()
  .map(
    ({ size, ms }) =>
      `<circle class="${kind}" cx="${x(ms)}" cy="${y}" r="${RADII[size]}" opacity="0.8"><title>${size} comments: ${seconds(ms)}</title></circle>`,
  )
  .join("\n")}
<text class="small" x="${end + 14}" y="${y + 4}">${seconds(last.ms)}</text>`;
  });

  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + 32}" role="img" aria-label="First comment painted on a slow phone, by system and size of thread">
<style>${STYLE}
</style>
<text class="title" x="16" y="30">First comment painted on a slow phone</text>
<text class="small" x="${LEFT - 18}" y="62" text-anchor="end">comments in the thread</text>
${key.join("\n")}
<text class="small" x="${WIDTH - 16}" y="62" text-anchor="end">logarithmic; in figures: the longest thread</text>
${grid.join("\n")}
${drawn.join("\n")}
</svg>
`;
}
