import { movePoseInto } from "#core/fit/pose.ts";
import {
  type ClimbMethod,
  type Evaluator,
  POSE_SIZE,
  type PointsHandle,
  SUMS_SIZE,
  type VolumeHandle,
} from "#core/kernel/fit-kernel.ts";

const FREEDOM = 6; // shift x, y, z in Å; rotation about x, y, z as arc in Å at the body's radius
const CURVATURE = 1e-3; // smallest cosine between a step and the change of gradient that is trusted
const GROW = 1.5;
const SHRINK = 0.4;

/**
 * Climbs Σ w V from every pose to its nearest optimum: BFGS on the inverse Hessian in the scaled
 * coordinates above, steps cut to a trust radius that grows while steps of full length succeed.
 * All poses step together so that a kernel is asked for many at once. `poses` is moved in place.
 */
export async function climb(
  kernel: Evaluator,
  volume: VolumeHandle,
  points: PointsHandle,
  poses: Float64Array,
  method: ClimbMethod,
): Promise<Float64Array> {
  const count = poses.length / POSE_SIZE;
  const state = createState(count, method);
  await kernel.evaluate(volume, points, poses, count, state.sums);
  hold(state.sums, count, method);
  for (let n = 0; n < count; n++) {
    state.value[n] = state.sums[n * SUMS_SIZE];
    takeGradient(state, n, n, method.radius);
    state.active[n] = n;
  }
  let active = count;
  for (let i = 0; i < method.iterations && active > 0; i++) {
    active = proposeAll(state, poses, active, method);
    if (active === 0) break;
    await kernel.evaluate(volume, points, state.trial, active, state.sums);
    hold(state.sums, active, method);
    for (let slot = 0; slot < active; slot++) judge(state, poses, slot, method);
  }
  return state.value;
}

/** Takes the slope along what is held away: every step and the curvature learnt from it are then 0 there. */
function hold(sums: Float64Array, count: number, method: ClimbMethod): void {
  if (method.hold === undefined) return;
  const from = method.hold === "shift" ? 1 : 4;
  for (let n = 0; n < count; n++) sums.fill(0, n * SUMS_SIZE + from, n * SUMS_SIZE + from + 3);
}

interface State {
  readonly value: Float64Array;
  readonly gradient: Float64Array;
  /** Inverse of the negative Hessian, 6 × 6 per pose; not yet known where `known` is 0. */
  readonly inverse: Float64Array;
  readonly known: Uint8Array;
  readonly trust: Float64Array;
  readonly active: Int32Array;
  /** By slot, for the poses that step this time. */
  readonly trial: Float64Array;
  readonly step: Float64Array;
  readonly sums: Float64Array;
  /** Scratch. */
  readonly move: Float64Array;
  readonly change: Float64Array;
  readonly product: Float64Array;
}

function createState(count: number, method: ClimbMethod): State {
  return {
    value: new Float64Array(count),
    gradient: new Float64Array(count * FREEDOM),
    inverse: new Float64Array(count * FREEDOM * FREEDOM),
    known: new Uint8Array(count),
    trust: new Float64Array(count).fill(method.firstStep),
    active: new Int32Array(count),
    trial: new Float64Array(count * POSE_SIZE),
    step: new Float64Array(count * FREEDOM),
    sums: new Float64Array(count * SUMS_SIZE),
    move: new Float64Array(FREEDOM),
    change: new Float64Array(FREEDOM),
    product: new Float64Array(FREEDOM),
  };
}

/** Keeps the gradient in `slot` of the sums as that of pose `n`, rotations scaled to arc. */
function takeGradient(state: State, n: number, slot: number, radius: number): void {
  const g = n * FREEDOM;
  const s = slot * SUMS_SIZE + 1;
  for (let k = 0; k < 3; k++) {
    state.gradient[g + k] = state.sums[s + k];
    state.gradient[g + 3 + k] = state.sums[s + 3 + k] / radius;
  }
}

/** Proposes a step for every active pose that has not converged; returns how many there are. */
function proposeAll(state: State, poses: Float64Array, active: number, method: ClimbMethod): number {
  let slots = 0;
  for (let a = 0; a < active; a++) {
    const n = state.active[a];
    if (state.trust[n] < method.smallestStep || !propose(state, n, slots, method.smallestStep)) continue;
    for (let k = 0; k < 3; k++) {
      state.move[k] = state.step[slots * FREEDOM + k];
      state.move[3 + k] = state.step[slots * FREEDOM + 3 + k] / method.radius;
    }
    movePoseInto(poses, n, state.move, state.trial, slots);
    state.active[slots++] = n;
  }
  return slots;
}

/** Writes the step of pose `n` to `slot`; false when it is too short to be worth taking. */
function propose(state: State, n: number, slot: number, smallest: number): boolean {
  if (state.known[n] && newtonStep(state, n, slot)) {
    const length = norm(state.step, slot * FREEDOM);
    if (length < smallest) return false;
    if (length > state.trust[n]) scaleStep(state, slot, state.trust[n] / length);
    return true;
  }
  state.known[n] = 0;
  const steepness = norm(state.gradient, n * FREEDOM);
  if (!(steepness > 0)) return false;
  const scale = state.trust[n] / steepness;
  for (let k = 0; k < FREEDOM; k++) {
    state.step[slot * FREEDOM + k] = state.gradient[n * FREEDOM + k] * scale;
  }
  return true;
}

/** The quasi-Newton step; false when it does not lead uphill. */
function newtonStep(state: State, n: number, slot: number): boolean {
  const g = n * FREEDOM;
  const h = n * FREEDOM * FREEDOM;
  let uphill = 0;
  for (let k = 0; k < FREEDOM; k++) {
    let sum = 0;
    for (let l = 0; l < FREEDOM; l++) sum += state.inverse[h + k * FREEDOM + l] * state.gradient[g + l];
    state.step[slot * FREEDOM + k] = sum;
    uphill += sum * state.gradient[g + k];
  }
  return uphill > 0;
}

/** Learns the curvature from the trial in `slot` and moves there if it is higher. */
function judge(state: State, poses: Float64Array, slot: number, method: ClimbMethod): void {
  const n = state.active[slot];
  learnCurvature(state, n, slot, method.radius);
  const length = norm(state.step, slot * FREEDOM);
  const value = state.sums[slot * SUMS_SIZE];
  if (!(value > state.value[n])) {
    state.trust[n] = SHRINK * Math.min(state.trust[n], length);
    return;
  }
  state.value[n] = value;
  for (let k = 0; k < POSE_SIZE; k++) poses[n * POSE_SIZE + k] = state.trial[slot * POSE_SIZE + k];
  takeGradient(state, n, slot, method.radius);
  if (length > 0.9 * state.trust[n]) state.trust[n] = Math.min(GROW * state.trust[n], method.largestStep);
}

/** BFGS update of the inverse (Nocedal & Wright, Numerical Optimization 2006, eq. 6.17), where the curvature is positive. */
function learnCurvature(state: State, n: number, slot: number, radius: number): void {
  const { change, product, inverse, step } = state;
  const g = n * FREEDOM;
  const h = n * FREEDOM * FREEDOM;
  const s = slot * FREEDOM;
  let sy = 0;
  let ss = 0;
  let yy = 0;
  for (let k = 0; k < FREEDOM; k++) {
    const now = state.sums[slot * SUMS_SIZE + 1 + k] / (k < 3 ? 1 : radius);
    change[k] = state.gradient[g + k] - now;
    sy += step[s + k] * change[k];
    ss += step[s + k] * step[s + k];
    yy += change[k] * change[k];
  }
  if (!(sy > CURVATURE * Math.sqrt(ss * yy))) return;
  if (!state.known[n]) {
    inverse.fill(0, h, h + FREEDOM * FREEDOM);
    for (let k = 0; k < FREEDOM; k++) inverse[h + k * (FREEDOM + 1)] = sy / yy;
    state.known[n] = 1;
  }
  let yHy = 0;
  for (let k = 0; k < FREEDOM; k++) {
    let sum = 0;
    for (let l = 0; l < FREEDOM; l++) sum += inverse[h + k * FREEDOM + l] * change[l];
    product[k] = sum;
    yHy += sum * change[k];
  }
  const r = 1 / sy;
  const along = (1 + yHy * r) * r;
  for (let k = 0; k < FREEDOM; k++) {
    for (let l = 0; l < FREEDOM; l++) {
      inverse[h + k * FREEDOM + l] +=
        along * step[s + k] * step[s + l] - r * (product[k] * step[s + l] + step[s + k] * product[l]);
    }
  }
}

function scaleStep(state: State, slot: number, factor: number): void {
  for (let k = 0; k < FREEDOM; k++) state.step[slot * FREEDOM + k] *= factor;
}

function norm(values: Float64Array, at: number): number {
  let sum = 0;
  for (let k = 0; k < FREEDOM; k++) sum += values[at + k] * values[at + k];
  return Math.sqrt(sum);
}
