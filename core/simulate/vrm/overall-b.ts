import type { ScatteringAtoms } from "#core/simulate/vrm/image-plan.ts";
import { B_PER_U } from "#core/structure/displacement.ts";

/** Where an overall B is looked for, in units of d²: it damps the edge of the sphere by exp(−β ⁄ 4), e⁶ to e⁻⁶. */
const PLACES = [-24, -16, -10, -6, -3, 0, 3, 6, 10, 16, 24];
/** In the same unit: maps that differ by less look the same. */
const PRECISION = 0.2;
/** Å²: what files hold adds to it, and beyond 2000 nothing is an image any more. */
const MOST = 1500;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** The atoms with one B (Å²) added to every displacement: what blurs the whole map, as optics and motion do. */
export function withOverallB(atoms: ScatteringAtoms, b: number): ScatteringAtoms {
  const { bFactor, anisotropicU } = atoms;
  const moved = { ...atoms, bFactor: Float64Array.from(bFactor, (own) => own + b) };
  if (!anisotropicU) return moved;
  const tensors = Float64Array.from(anisotropicU, (u, n) => {
    const tensor = 6 * Math.floor(n / 6);
    const isThere = [0, 1, 2].some((axis) => anisotropicU[tensor + axis] !== 0);
    return isThere && n % 6 < 3 ? u + b / B_PER_U : u;
  });
  return { ...moved, anisotropicU: tensors };
}

/**
 * The overall B (Å²) with the highest score at a resolution d (Å), to 0.1 d²: the best of a few places, then golden
 * sections around it.
 */
export async function bestOverallB(
  resolution: number,
  score: (b: number) => Promise<number>,
): Promise<number> {
  const unit = resolution * resolution;
  const places = PLACES.map((beta) => beta * unit).filter((b) => Math.abs(b) <= MOST);
  const scores: number[] = [];
  for (const place of places) scores.push(await score(place));
  const best = scores.indexOf(Math.max(...scores));
  let low = places[Math.max(0, best - 1)];
  let high = places[Math.min(places.length - 1, best + 1)];
  let [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [leftScore, rightScore] = [await score(left), await score(right)];
  while (high - low > PRECISION * unit) {
    if (leftScore > rightScore) {
      high = right;
      [right, rightScore] = [left, leftScore];
      left = high - GOLDEN * (high - low);
      leftScore = await score(left);
    } else {
      low = left;
      [left, leftScore] = [right, rightScore];
      right = low + GOLDEN * (high - low);
      rightScore = await score(right);
    }
  }
  return (low + high) / 2;
}
