import { FIT_DEFAULTS } from "#core/fit/params.ts";
import { createRandom } from "#core/math/random.ts";
import { rowsOf } from "#renderer/stores/fit-rows.ts";
import { testTable } from "#renderer/stores/fits.testing.ts";
import type { FitsState } from "#renderer/stores/fits.ts";
import { lineAt, plotLines } from "#renderer/stores/parallel-plot.ts";
import { NO_FILTER } from "#renderer/stores/results.ts";
import { visibleRows } from "#renderer/stores/visible-rows.ts";

const ROWS = 5000;
const PLACEMENTS = 15_000;
const RUNS = 7;
const PLOTTED = [
  "rank",
  "correlation",
  "correlationAboutMean",
  "averageDensity",
  "hits",
  "shift",
  "turn",
] as const;
const AREA = { left: 40, right: 660, top: 50, bottom: 150 };
const ANY = { reach: 6, counts: () => true };

/** What the table of results does with 5,000 rows: the window draws only those that are seen. */
export function largeTable(): void {
  const random = createRandom(1, 0);
  const placements = Array.from({ length: PLACEMENTS }, () => ({
    x: 60_000 * random(),
    turn: 180 * random(),
    score: random(),
    hits: 1 + Math.floor(9 * random()),
  })).sort((a, b) => b.score - a.score);
  const table = testTable(placements, "m1", {
    request: { ...FIT_DEFAULTS, top: ROWS },
    notes: { 7: "look" },
  });
  const fits: FitsState = { tables: [table], tolerance: { shift: 3, angle: 6 } };
  const rows = rowsOf(table, fits.tolerance).length;
  const sorted = (column: "state" | "hits") => () =>
    visibleRows(fits, table.model, { sort: { column, descending: true }, filter: NO_FILTER });
  const filter = { text: "look", least: 0.1, clearOnly: false, ranges: {} };
  const ranged = { ...NO_FILTER, ranges: { correlationAboutMean: [0.2, 0.8] as const } };
  const all = visibleRows(fits, table.model, { sort: null, filter: NO_FILTER });
  const lines = plotLines(all, PLOTTED);
  let shift = 3;
  const nextShift = () => {
    shift += 0.01;
    return shift;
  };
  const works: readonly [string, () => unknown][] = [
    ["other tolerances: cluster all placements again", () => rowsOf(table, { shift: nextShift(), angle: 6 })],
    ["sort by a number", sorted("hits")],
    ["sort by text", sorted("state")],
    ["filter by text and score", () => visibleRows(fits, table.model, { sort: null, filter })],
    ["filter by a range of a column", () => visibleRows(fits, table.model, { sort: null, filter: ranged })],
    ["lines of the parallel plot", () => plotLines(all, PLOTTED)],
    ["line that the pointer means", () => lineAt(lines, AREA, { x: 400, y: 150 }, ANY)],
  ];
  console.log(`## A table of ${rows} rows from ${PLACEMENTS} placements: CPU ms, median\n`);
  console.log("| work | ms |\n|---|---|");
  for (const [name, work] of works) console.log(`| ${name} | ${medianOf(work).toFixed(1)} |`);
  console.log();
}

function medianOf(work: () => unknown): number {
  const times = Array.from({ length: RUNS }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return times.toSorted((a, b) => a - b)[RUNS >> 1] ?? Number.NaN;
}
