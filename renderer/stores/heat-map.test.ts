import { expect, it } from "vitest";
import type { FitRow } from "#renderer/stores/fit-rows.ts";
import { heatLines } from "#renderer/stores/heat-map.ts";

function row(model: string, rank: number, hits: number): FitRow {
  return { model, name: `chain ${model}`, rank, hits } as unknown as FitRow;
}

it("has a line per model, ranks in order, all on one scale, and no more ranks than tell something", () => {
  const rows = [row("A", 2, 3), row("B", 1, 7), row("A", 1, 11), row("A", 21, 99)];
  const lines = heatLines(rows, "hits");
  expect(lines.map(({ name, cells }) => [name, cells.map(({ value, share }) => [value, share])])).toEqual([
    [
      "chain A",
      [
        [11, 1],
        [3, 0],
      ],
    ],
    ["chain B", [[7, 0.5]]],
  ]);
});
