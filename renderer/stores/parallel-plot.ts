import { isLowGood } from "#renderer/stores/color-scale.ts";
import { type FitRow, type NumberColumn, numberOf } from "#renderer/stores/fit-rows.ts";

/** A column as a vertical axis. The good end is on top, which for ranks, clashes and ways moved is the smallest value. */
export interface PlotAxis {
  readonly column: NumberColumn;
  /** The values at the foot and at the top. */
  readonly foot: number;
  readonly top: number;
}

/** Rows as lines over axes. */
export interface PlotLines {
  readonly rows: readonly FitRow[];
  readonly axes: readonly PlotAxis[];
  /** Height on each axis, row by row (rows × axes), 0 at the foot to 1 at the top; NaN where a row has no value. */
  readonly heights: Float32Array;
}

/** Where axes stand on a canvas, px. */
export interface PlotArea {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The rows as lines over those of the columns in which any of them has a value. */
export function plotLines(rows: readonly FitRow[], columns: readonly NumberColumn[]): PlotLines {
  const axes = columns.flatMap((column) => axisOf(rows, column));
  const heights = new Float32Array(rows.length * axes.length);
  for (const [n, row] of rows.entries()) {
    for (const [k, axis] of axes.entries()) {
      heights[n * axes.length + k] = heightOf(axis, numberOf(row, axis.column));
    }
  }
  return { rows, axes, heights };
}

function axisOf(rows: readonly FitRow[], column: NumberColumn): PlotAxis[] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const row of rows) {
    const value = numberOf(row, column);
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (least > most) return [];
  return [isLowGood(column) ? { column, foot: most, top: least } : { column, foot: least, top: most }];
}

/** Where a value stands on an axis, 0 to 1 from its foot; in the middle where all values are equal. */
export function heightOf({ foot, top }: PlotAxis, value: number): number {
  if (Number.isNaN(value)) return Number.NaN;
  return foot === top ? 0.5 : (value - foot) / (top - foot);
}

/** The value at a height of an axis; heights beyond its ends are those of its ends. */
export function valueAt({ foot, top }: PlotAxis, height: number): number {
  return foot + Math.min(1, Math.max(0, height)) * (top - foot);
}

/** Where the n-th of so many axes stands, px. */
export function axisX({ left, right }: PlotArea, n: number, axes: number): number {
  return axes < 2 ? (left + right) / 2 : left + (n * (right - left)) / (axes - 1);
}

/** The y of a height, px; NaN stays NaN. */
export function heightY({ top, bottom }: PlotArea, height: number): number {
  return bottom - height * (bottom - top);
}

/** The height that a y stands for, 0 to 1. */
export function heightAt({ top, bottom }: PlotArea, y: number): number {
  return Math.min(1, Math.max(0, (bottom - y) / (bottom - top)));
}

/** The axis within `reach` px of a point; -1 when there is none. */
export function axisAt(area: PlotArea, axes: number, x: number, reach: number): number {
  for (let n = 0; n < axes; n++) {
    if (Math.abs(axisX(area, n, axes) - x) <= reach) return n;
  }
  return -1;
}

/** The row whose line passes nearest to a point, no further than `reach` px, of those that `counts` lets through; -1: none. */
export function lineAt(
  { rows, axes, heights }: PlotLines,
  area: PlotArea,
  { x, y }: { readonly x: number; readonly y: number },
  { reach, counts }: { readonly reach: number; readonly counts: (row: number) => boolean },
): number {
  const count = axes.length;
  if (count < 2) return -1;
  const gap = (area.right - area.left) / (count - 1);
  const k = Math.min(count - 2, Math.max(0, Math.floor((x - area.left) / gap)));
  const along = Math.min(1, Math.max(0, (x - axisX(area, k, count)) / gap));
  let [best, nearest] = [-1, reach];
  for (let n = 0; n < rows.length; n++) {
    const from = heightY(area, heights[n * count + k] ?? Number.NaN);
    const to = heightY(area, heights[n * count + k + 1] ?? Number.NaN);
    const steepness = Math.hypot(gap, to - from) / gap;
    const away = Math.abs(from + along * (to - from) - y) / steepness;
    // Of lines that lie on each other the first is the better one.
    if (away < nearest && counts(n)) [best, nearest] = [n, away];
  }
  return best;
}

/** The values between two heights, smallest first: a range dragged out. Null when it is hardly more than a point. */
export function draggedRange(
  axis: PlotAxis,
  area: PlotArea,
  fromY: number,
  toY: number,
): readonly [number, number] | null {
  if (Math.abs(toY - fromY) < LEAST_DRAG) return null;
  return ordered(valueAt(axis, heightAt(area, fromY)), valueAt(axis, heightAt(area, toY)));
}

/** A drag shorter than this is a click, px. */
const LEAST_DRAG = 4;

/** A range with one of its ends moved by a share of the axis; the whole axis is no range. */
export function nudgedRange(
  axis: PlotAxis,
  range: readonly [number, number] | undefined,
  end: "top" | "foot",
  by: number,
): readonly [number, number] | null {
  const ends = rangeEnds(axis, range);
  const moved = valueAt(axis, heightOf(axis, ends[end]) + by);
  const other = ends[end === "top" ? "foot" : "top"];
  const over = heightOf(axis, moved) - heightOf(axis, other);
  const isCrossed = end === "top" ? over < 0 : over > 0;
  const next = ordered(isCrossed ? other : moved, other);
  const whole = ordered(axis.foot, axis.top);
  return next[0] <= whole[0] && next[1] >= whole[1] ? null : next;
}

/** The values at the upper and the lower end of a range on its axis; those of the axis where there is none. */
export function rangeEnds(
  { foot, top }: PlotAxis,
  range: readonly [number, number] | undefined,
): { readonly top: number; readonly foot: number } {
  if (!range) return { top, foot };
  return top < foot ? { top: range[0], foot: range[1] } : { top: range[1], foot: range[0] };
}

function ordered(a: number, b: number): readonly [number, number] {
  return a <= b ? [a, b] : [b, a];
}
