import { columnOf, type Matrix, PivotedQr, zeroMatrix } from "#core/math/qr.ts";
import { shell } from "#core/simulate/vrm/shells/omega.ts";
import type { ShellSum } from "#core/simulate/vrm/shells/shell-sum.ts";

/** A function to decompose: its values, and the weight of every sample. */
export interface Curve {
  readonly u: Float64Array;
  readonly value: Float64Array;
  readonly weight: Float64Array;
}

/** Shells whose amounts are still to be found: radii and logarithms of widths. */
export interface Placement {
  readonly radius: Float64Array;
  readonly logWidth: Float64Array;
}

/** Columns that depend on the others beyond this are left out (Matlab's and LAPACK's rcond). */
const DEPENDENT = 1e-13;
/** Longest step of a radius (units of d) and of the logarithm of a width. */
const LONGEST_STEP = 0.2;
const LONGEST_LOG_STEP = 0.5;
const NARROWEST = Math.log(0.002);
const WIDEST = Math.log(60);
const DAMPINGS = 12;
/** A step that improves the sum of squares by less than this part is the last. */
const CONVERGED = 1e-6;

/**
 * Moves shells to where their sum follows a curve best in weighted least squares. The amounts are eliminated by linear
 * least squares (variable projection, Golub & Pereyra 1973); radii and widths take Levenberg–Marquardt steps with
 * Kaufman's Jacobian. A shell at radius 0 stays there.
 */
export function fitShells(curve: Curve, start: Placement, steps: number): Placement {
  let placed = start;
  let projected = project(curve, placed);
  let damping = 1e-3;
  for (let step = 0; step < steps; step++) {
    const slopes = jacobian(curve, placed, projected);
    let isBetter = false;
    const before = projected.error;
    for (let attempt = 0; attempt < DAMPINGS && !isBetter; attempt++) {
      const next = moved(placed, dampedStep(slopes, damping));
      const there = project(curve, next);
      isBetter = there.error < projected.error;
      if (isBetter) {
        placed = next;
        projected = there;
      }
      damping *= isBetter ? 0.3 : 4;
    }
    if (!isBetter || projected.error > (1 - CONVERGED) * before) break;
  }
  return placed;
}

/** The best amounts for placed shells, and what the sum then is. */
export function amountsOf(curve: Curve, placed: Placement): ShellSum {
  const { amounts } = project(curve, placed);
  return { R: [...placed.radius], beta: Array.from(placed.logWidth, Math.exp), C: [...amounts] };
}

interface Projection {
  readonly qr: PivotedQr;
  readonly amounts: Float64Array;
  /** Qᵀ of the weighted curve; from the rank on it is the residual. */
  readonly rotated: Float64Array;
  /** Sum of squares of the residual. */
  readonly error: number;
}

function project(curve: Curve, { radius, logWidth }: Placement): Projection {
  const { u, value, weight } = curve;
  const columns = zeroMatrix(u.length, radius.length);
  for (let m = 0; m < radius.length; m++) {
    const column = columnOf(columns, m);
    const width = Math.exp(logWidth[m]);
    for (let n = 0; n < u.length; n++) column[n] = weight[n] * shell(u[n], radius[m], width).value;
  }
  const qr = new PivotedQr(columns, DEPENDENT);
  const rotated = value.map((v, n) => v * weight[n]);
  qr.applyTransposed(rotated);
  let error = 0;
  for (let n = qr.rank; n < rotated.length; n++) error += rotated[n] ** 2;
  return { qr, amounts: qr.solve(rotated), rotated, error };
}

/** The triangle of the Jacobian's QR and Qᵀ of the residual: all that steps need. */
interface Slopes {
  readonly triangle: Matrix;
  readonly residual: Float64Array;
  readonly norms: Float64Array;
}

/** Kaufman: the residual changes by −P⊥ (∂A) C, of which Qᵀ keeps the rows below the rank. */
function jacobian(
  { u, weight }: Curve,
  { radius, logWidth }: Placement,
  { qr, amounts, rotated }: Projection,
): Slopes {
  const count = radius.length;
  const rows = u.length - qr.rank;
  const slopes = zeroMatrix(rows, 2 * count);
  const perRadius = new Float64Array(u.length);
  const perWidth = new Float64Array(u.length);
  for (let m = 0; m < count; m++) {
    const width = Math.exp(logWidth[m]);
    for (let n = 0; n < u.length; n++) {
      const one = shell(u[n], radius[m], width);
      perRadius[n] = -weight[n] * amounts[m] * one.perRadius;
      perWidth[n] = -weight[n] * amounts[m] * width * one.perB;
    }
    for (const [column, values] of [
      [m, perRadius],
      [count + m, perWidth],
    ] as const) {
      qr.applyTransposed(values);
      columnOf(slopes, column).set(values.subarray(qr.rank));
    }
  }
  const norms = new Float64Array(2 * count).map((_, n) => Math.hypot(...columnOf(slopes, n)));
  const reduced = new PivotedQr(slopes, 0);
  const residual = rotated.slice(qr.rank);
  reduced.applyTransposed(residual);
  return { triangle: reduced.triangle(), residual: residual.slice(0, reduced.rank), norms };
}

/** The step that minimises |residual + J step|² + damping |scaled step|². */
function dampedStep({ triangle, residual, norms }: Slopes, damping: number): Float64Array {
  const { rows, columns } = triangle;
  const stacked = zeroMatrix(rows + columns, columns);
  for (let n = 0; n < columns; n++) {
    columnOf(stacked, n).set(columnOf(triangle, n));
    // A parameter without effect must not move.
    columnOf(stacked, n)[rows + n] = Math.sqrt(damping) * (norms[n] || 1);
  }
  const right = new Float64Array(rows + columns);
  right.set(residual.map((value) => -value));
  const qr = new PivotedQr(stacked, 0);
  qr.applyTransposed(right);
  return qr.solve(right);
}

function moved({ radius, logWidth }: Placement, step: Float64Array): Placement {
  const clipped = (value: number, most: number) => Math.min(most, Math.max(-most, value));
  return {
    radius: radius.map((r, m) => (r === 0 ? 0 : Math.abs(r + clipped(step[m], LONGEST_STEP)))),
    logWidth: logWidth.map((w, m) => {
      const next = w + clipped(step[radius.length + m], LONGEST_LOG_STEP);
      return Math.min(WIDEST, Math.max(NARROWEST, next));
    }),
  };
}
