import { clusterFound } from "#core/fit/cluster.ts";
import { poseDistance, poseOfMotion } from "#core/fit/pose.ts";
import type { Scores } from "#core/fit/result.ts";
import { equivalentScore } from "#core/fit/verdict.ts";
import { IDENTITY, type Rigid } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import type { FitsState, FitTable, RowState } from "#renderer/stores/fits.ts";
import type { ModelId } from "#workers/protocol.ts";

/** One row of a table of results: a cluster of placements, led by its best. */
export interface FitRow {
  readonly model: ModelId;
  readonly name: string;
  /** 1 is best. */
  readonly rank: number;
  /** Index of the leading placement in `FitTable.placements`: what a row is known by. */
  readonly placement: number;
  readonly motion: Rigid;
  /** Where the model's centre lies, Å. */
  readonly centre: Vec3;
  readonly hits: number;
  readonly scores: Scores;
  /** Standard deviations above the wrong placements; NaN when there are too few. */
  readonly z: number;
  /** As good as rank 1, at another site. */
  readonly equivalent: boolean;
  readonly state: RowState;
  /** Atoms within 2 Å of placed models; null while nothing is placed. */
  readonly clash: number | null;
  /** How far the model's centre moves from where the file has it, Å, and how far it turns, degrees. */
  readonly shift: number;
  readonly turn: number;
  /** What the user wrote about it. */
  readonly note: string;
}

type Tolerance = FitsState["tolerance"];
interface Grouping {
  readonly symmetry: FitTable["symmetry"];
  readonly tolerance: Tolerance;
  readonly groups: readonly { readonly placement: number; readonly pose: Rigid; readonly hits: number }[];
}

/** Grouping thousands of placements takes a moment and changes with the tolerances only. */
const grouped = new WeakMap<FitTable["placements"], Grouping>();

/** Rows are asked for at every key press, by the table, the scene and the commands; a changed table is another object. */
const known = new WeakMap<FitTable, { readonly tolerance: Tolerance; readonly rows: readonly FitRow[] }>();

/** The rows of a table at these cluster tolerances, best first. */
export function rowsOf(table: FitTable, tolerance: Tolerance): readonly FitRow[] {
  const before = known.get(table);
  if (before?.tolerance === tolerance) return before.rows;
  const rows = makeRows(table, tolerance);
  known.set(table, { tolerance, rows });
  return rows;
}

function makeRows(table: FitTable, tolerance: Tolerance): FitRow[] {
  const { groups } = groupingOf(table, tolerance);
  const scoreAt = (n: number) => table.placements[n]?.placement.scores.correlationAboutMean ?? 0;
  const best = scoreAt(groups[0]?.placement ?? 0);
  const asGood = equivalentScore(best);
  const start: Rigid = { rotation: IDENTITY.rotation, shift: table.centre };
  return groups.flatMap(({ placement, pose, hits }, n) => {
    const found = table.placements[placement];
    if (!found) return [];
    const { scores, motion } = found.placement;
    const away = poseDistance(start, pose);
    return {
      model: table.model,
      name: table.name,
      rank: n + 1,
      placement,
      motion,
      centre: pose.shift,
      hits,
      scores,
      z: table.wrong ? (scores.correlationAboutMean - table.wrong.mean) / table.wrong.sd : Number.NaN,
      equivalent: scores.correlationAboutMean >= asGood,
      state: table.states[placement] ?? "new",
      clash: table.clashes[placement] ?? null,
      shift: away.shift,
      turn: away.angle,
      note: table.notes[placement] ?? "",
    };
  });
}

function groupingOf(table: FitTable, tolerance: Tolerance): Grouping {
  const before = grouped.get(table.placements);
  const isSame =
    before?.symmetry === table.symmetry &&
    before.tolerance.shift === tolerance.shift &&
    before.tolerance.angle === tolerance.angle;
  if (isSame) return before;
  const found = table.placements.map(({ placement, hits }, index) => ({
    pose: poseOfMotion(placement.motion, table.centre),
    hits,
    score: placement.scores.correlationAboutMean,
    index,
  }));
  const groups = clusterFound(found, tolerance, table.symmetry)
    .slice(0, table.request.top)
    .map(({ best, hits }) => ({ placement: best.index, pose: best.pose, hits }));
  const fresh: Grouping = { symmetry: table.symmetry, tolerance, groups };
  grouped.set(table.placements, fresh);
  return fresh;
}

/** The columns a table can be sorted by. */
export type SortColumn =
  | "rank"
  | "name"
  | "state"
  | "hits"
  | "correlation"
  | "correlationAboutMean"
  | "averageDensity"
  | "inside"
  | "z"
  | "clash"
  | "shift"
  | "turn"
  | "overlap"
  | "note";

/** The columns that hold numbers. */
export type NumberColumn = Exclude<SortColumn, "name" | "state" | "note">;

/** The number of a row in a column; NaN where there is none. */
export function numberOf(row: FitRow, column: NumberColumn): number {
  const value = column === "clash" ? row.clash : cellOf(row, column);
  return typeof value === "number" ? value : Number.NaN;
}

/** The value of a row in a column. */
export function cellOf(row: FitRow, column: SortColumn): number | string {
  switch (column) {
    case "correlation":
    case "correlationAboutMean":
    case "averageDensity":
    case "inside":
    case "overlap":
      return row.scores[column];
    case "clash":
      return row.clash ?? -1;
    default:
      return row[column];
  }
}

/** Sorted by a column; equal rows stay in order of rank. */
export function sortRows(rows: readonly FitRow[], column: SortColumn, descending: boolean): FitRow[] {
  const sign = descending ? -1 : 1;
  return [...rows].sort((a, b) => sign * compare(cellOf(a, column), cellOf(b, column)) || a.rank - b.rank);
}

/** "chain 2" comes before "chain 10". */
const words = new Intl.Collator("en", { numeric: true });

function compare(a: number | string, b: number | string): number {
  if (typeof a === "number" && typeof b === "number") {
    return (Number.isNaN(a) ? -1e300 : a) - (Number.isNaN(b) ? -1e300 : b);
  }
  return words.compare(String(a), String(b));
}
