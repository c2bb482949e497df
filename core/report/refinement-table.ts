import type { TimedRecord } from "#core/particles/iteration-summary.ts";
import type { RefineState } from "#core/particles/refine-state.ts";
import { meanFsc } from "#core/particles/refinement.ts";

const COLUMNS = [
  "iteration",
  "0.143, Å",
  "0.5, Å",
  "mean FSC",
  "turned, °",
  "shifted, Å",
  "Gaussians",
  "seconds",
];

/** The head of the table a refinement prints as it goes. */
export const TABLE_HEAD = COLUMNS.join("  ");

/** Its first line: where the particles stand before. */
export function startLine({ fsc }: RefineState): string {
  return line(["start", ...fscCells(fsc.resolution143, fsc.resolution05, meanFsc(fsc))]);
}

/** A line for an iteration. */
export function recordLine(record: TimedRecord): string {
  return line([
    String(record.iteration),
    ...fscCells(record.resolution143, record.resolution05, record.meanFsc),
    record.meanRotationChange.toFixed(2),
    record.meanShiftChange.toFixed(2),
    record.gaussians.join("/"),
    record.seconds.toFixed(1),
  ]);
}

/** A line for what was put together of patches. */
export function compositeLine({ fsc }: RefineState): string {
  return line(["composite", ...fscCells(fsc.resolution143, fsc.resolution05, meanFsc(fsc))]);
}

function fscCells(resolution143: number, resolution05: number, mean: number): string[] {
  return [resolution143.toFixed(2), resolution05.toFixed(2), mean.toFixed(4)];
}

function line(cells: readonly string[]): string {
  return COLUMNS.map((name, n) => (cells[n] ?? "").padStart(name.length))
    .join("  ")
    .trimEnd();
}
