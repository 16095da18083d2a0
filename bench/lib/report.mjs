// What the tables, the chart and the claims read: the results of a run, found by what was measured.

/** `{figure(name, cell), machine, systems, …}`; a cell is `{system, size, condition, placement, kind}`, with defaults. */
export function readReport(report) {
  const defaults = { size: 100, condition: "slow", placement: "view", kind: "look" };
  const row = (cell) => {
    const wanted = Object.entries({ ...defaults, ...cell });
    return report.results.find((result) => wanted.every(([key, value]) => result[key] === value));
  };
  const figure = (name, cell) => row(cell)?.figures[name] ?? null;
  return { ...report, figure, median: (name, cell) => figure(name, cell)?.median ?? null };
}
