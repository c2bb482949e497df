import { bench, describe } from "vitest";
import { FIT_DEFAULTS } from "#core/fit/params.ts";
import { createRandom } from "#core/math/random.ts";
import { rowsOf } from "#renderer/stores/fit-rows.ts";
import { testTable } from "#renderer/stores/fits.testing.ts";
import type { FitsState } from "#renderer/stores/fits.ts";
import { NO_FILTER } from "#renderer/stores/results.ts";
import { visibleRows } from "#renderer/stores/visible-rows.ts";

const random = createRandom(1, 0);
const placements = Array.from({ length: 15_000 }, () => ({
  x: 60_000 * random(),
  turn: 180 * random(),
  score: random(),
  hits: 1 + Math.floor(9 * random()),
})).sort((a, b) => b.score - a.score);
const table = testTable(placements, "m1", { request: { ...FIT_DEFAULTS, top: 5000 }, notes: { 7: "look" } });
const tolerance = { shift: 3, angle: 6 };
const fits: FitsState = { tables: [table], tolerance };
rowsOf(table, tolerance);

describe("a table of 5,000 rows from 15,000 placements", () => {
  let shift = 3;
  bench("other tolerances", () => {
    shift = shift === 3 ? 4 : 3;
    rowsOf(table, { shift, angle: 6 });
  });
  bench("sort by text", () => {
    visibleRows(fits, table.model, { sort: { column: "state", descending: false }, filter: NO_FILTER });
  });
  bench("sort by number", () => {
    visibleRows(fits, table.model, { sort: { column: "hits", descending: true }, filter: NO_FILTER });
  });
  bench("filter by text and score", () => {
    visibleRows(fits, table.model, { sort: null, filter: { text: "look", least: 0.1, clearOnly: false } });
  });
});
