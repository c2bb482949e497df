import { AppError } from "#core/errors.ts";
import { type JobContext, quietJob } from "#core/job/job-context.ts";
import { determinant, eigenvalues, inverse, type Symmetric3 } from "#core/math/symmetric3.ts";
import { type GaussianBrush, gaussianBrush, paintGaussian } from "#core/simulate/gaussian-brush.ts";
import type { ScatteringAtoms } from "#core/simulate/vrm/image-plan.ts";
import { formFactorOrCarbon } from "#core/simulate/vrm/scattering.ts";
import { B_PER_U } from "#core/structure/displacement.ts";
import { type Grid, sampleCount } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Atoms without a limit of resolution. */
export type DensityAtoms = Omit<ScatteringAtoms, "resolution">;

/** Where a Gaussian ends, as part of its own peak. */
const END = 1e-8;
const ATOMS_PER_BATCH = 200;
const MOST_BRUSHES = 500;

/**
 * The density of atoms without a limit of resolution, form factor (Å, or electrons) per Å³: every Gaussian of every
 * atom as it is, widened by its B, or by its tensor U where it has one:
 * Σ a (4π)^{3/2} det(M)^{−1/2} exp(−4π² r·M⁻¹·r), M = b + 8π² U. `blur` (Å²) is added to every displacement.
 * Throws `input` where a displacement leaves some Gaussian without width, as a constant of the X-ray table is at B = 0,
 * and `cancelled`.
 */
export async function exactDensity(
  atoms: DensityAtoms,
  grid: Grid,
  blur = 0,
  job: JobContext = quietJob,
): Promise<Volume> {
  const values = new Float32Array(sampleCount(grid));
  const brushes = new Map<number, GaussianBrush>();
  const count = atoms.element.length;
  for (let n = 0; n < count; n++) {
    if (n % ATOMS_PER_BATCH === 0) await job.checkpoint({ step: "density", done: n, total: count });
    if (tensorOf(atoms, n)) addTensorAtom(values, grid, atoms, n, blur);
    else addRoundAtom(values, grid, atoms, n, blur, brushes);
  }
  return { grid, values };
}

/** The tensor of an atom, Å²; undefined where it has only its B. */
export function tensorOf({ anisotropicU }: DensityAtoms, atom: number): Symmetric3 | undefined {
  if (!anisotropicU) return undefined;
  const [xx, yy, zz, xy, xz, yz] = [0, 1, 2, 3, 4, 5].map((n) => anisotropicU[6 * atom + n]);
  const isThere = xx !== 0 || yy !== 0 || zz !== 0 || xy !== 0 || xz !== 0 || yz !== 0;
  return isThere ? [xx, yy, zz, xy, xz, yz] : undefined;
}

/** The largest and smallest displacement of an atom along any direction, Å² of B. */
export function displacementRange(atoms: DensityAtoms, atom: number): { most: number; least: number } {
  const tensor = tensorOf(atoms, atom);
  if (!tensor) return { most: atoms.bFactor[atom], least: atoms.bFactor[atom] };
  const [most, , least] = eigenvalues(tensor);
  return { most: B_PER_U * most, least: B_PER_U * least };
}

/** How far the Gaussians of an atom go, Å. */
export function densityReach(atoms: DensityAtoms, atom: number, blur: number): number {
  const { b } = formFactorOrCarbon(atoms.scattering ?? "electron", atoms.element[atom]);
  return reachOf(Math.max(...b) + displacementRange(atoms, atom).most + blur);
}

function addRoundAtom(
  values: Float32Array,
  grid: Grid,
  atoms: DensityAtoms,
  atom: number,
  blur: number,
  brushes: Map<number, GaussianBrush>,
): void {
  const { a, b } = formFactorOrCarbon(atoms.scattering ?? "electron", atoms.element[atom]);
  for (let k = 0; k < a.length; k++) {
    const width = b[k] + atoms.bFactor[atom] + blur;
    if (!(width > 0)) throw withoutWidth(atoms, atom);
    const sigma = Math.sqrt(width / B_PER_U);
    const brush = brushes.get(width) ?? gaussianBrush(grid, sigma, reachOf(width));
    // Models give many atoms one B; where every atom has its own there is nothing to keep.
    if (brushes.size < MOST_BRUSHES) brushes.set(width, brush);
    const peak = atoms.occupancy[atom] * a[k] * ((4 * Math.PI) / width) ** 1.5;
    paintGaussian(values, brush, atoms.xyz, 3 * atom, peak);
  }
}

/** One Gaussian of an atom: its peak, and the quadratic form in its exponent, Å⁻². */
interface Ellipsoid {
  readonly peak: number;
  readonly form: Symmetric3;
}

function addTensorAtom(
  values: Float32Array,
  grid: Grid,
  atoms: DensityAtoms,
  atom: number,
  blur: number,
): void {
  const parts = ellipsoidsOf(atoms, atom, blur);
  const reach = densityReach(atoms, atom, blur);
  const { origin, voxelSize, size } = grid;
  const span = (axis: number): [number, number] => {
    const middle = (atoms.xyz[3 * atom + axis] - origin[axis]) / voxelSize[axis];
    const half = reach / voxelSize[axis];
    return [Math.max(0, Math.ceil(middle - half)), Math.min(size[axis] - 1, Math.floor(middle + half))];
  };
  const offset = (axis: number, index: number) =>
    origin[axis] + index * voxelSize[axis] - atoms.xyz[3 * atom + axis];
  const [[i0, i1], [j0, j1], [k0, k1]] = [span(0), span(1), span(2)];
  for (let k = k0; k <= k1; k++) {
    const z = offset(2, k);
    for (let j = j0; j <= j1; j++) {
      const y = offset(1, j);
      const row = size[0] * (j + size[1] * k);
      for (let i = i0; i <= i1; i++) values[row + i] += ellipsoidsAt(parts, offset(0, i), y, z);
    }
  }
}

function ellipsoidsAt(parts: readonly Ellipsoid[], x: number, y: number, z: number): number {
  let sum = 0;
  for (const { peak, form } of parts) {
    const square = form[0] * x * x + form[1] * y * y + form[2] * z * z;
    sum += peak * Math.exp(-square - 2 * (form[3] * x * y + form[4] * x * z + form[5] * y * z));
  }
  return sum;
}

function ellipsoidsOf(atoms: DensityAtoms, atom: number, blur: number): Ellipsoid[] {
  const { a, b } = formFactorOrCarbon(atoms.scattering ?? "electron", atoms.element[atom]);
  const [xx, yy, zz, xy, xz, yz] = (tensorOf(atoms, atom) ?? []).map((u) => B_PER_U * u);
  return a.map((amount, k) => {
    const round = b[k] + blur;
    const m: Symmetric3 = [xx + round, yy + round, zz + round, xy, xz, yz];
    if (!(eigenvalues(m)[2] > 0)) throw withoutWidth(atoms, atom);
    const [ixx, iyy, izz, ixy, ixz, iyz] = inverse(m).map((entry) => 4 * Math.PI ** 2 * entry);
    const peak = (atoms.occupancy[atom] * amount * (4 * Math.PI) ** 1.5) / Math.sqrt(determinant(m));
    return { peak, form: [ixx, iyy, izz, ixy, ixz, iyz] };
  });
}

function reachOf(width: number): number {
  return Math.sqrt((2 * Math.log(1 / END) * width) / B_PER_U);
}

function withoutWidth({ element, bFactor }: DensityAtoms, atom: number): AppError {
  const b = Number(bFactor[atom].toFixed(2));
  return new AppError(
    "input",
    `Atom ${atom + 1} (${element[atom]}) at B ${b} Å² has no density without a limit of resolution: a part of its scattering has no width left. Give it a larger B.`,
    { atom: atom + 1, element: element[atom], b },
  );
}
