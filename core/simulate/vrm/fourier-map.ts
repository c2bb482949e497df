import { AppError } from "#core/errors.ts";
import { type JobContext, quietJob } from "#core/job/job-context.ts";
import { densityReach, displacementRange, exactDensity, tensorOf } from "#core/simulate/vrm/exact-density.ts";
import type { ImageKernel } from "#core/simulate/vrm/image-kernel.ts";
import { planDensities, type ScatteringAtoms } from "#core/simulate/vrm/image-plan.ts";
import { openBox } from "#core/simulate/vrm/open-box.ts";
import { openKernel } from "#core/simulate/vrm/open-kernel.ts";
import { pickedTensors, withPeriodicCopies } from "#core/simulate/vrm/periodic.ts";
import { forEachFrequency, type Spectrum } from "#core/volume/fourier.ts";
import type { Grid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** What aliasing and the ends of Gaussians may leave, as part of an atom's peak. */
const ACCURACY = 1e-6;
/** Samples must be closer than this part of the finest resolution: aliasing could not be told apart otherwise. */
export const COARSEST = 0.4;
/** Up to so many different resolutions each get a class of their own; more are sorted into classes this far apart in ln d. */
const MOST_CLASSES = 8;
const CLASS_STEP = 0.05;

/** Atoms of one resolution, Å, with the part of each that belongs to the class. */
interface ResolutionClass {
  readonly d: number;
  readonly members: readonly { readonly atom: number; readonly part: number }[];
}

/**
 * The model map by Fourier transform: every class of resolution is summed as blurred Gaussians, transformed, freed of the
 * blur and cut at |q| = 1 ⁄ d; anisotropic displacements are exact too. In a periodic box (the grid with one more step
 * along each axis) it is the sum over structure factors, with all ripples; otherwise ripples are followed to where they
 * are worth `accuracy` of an atom's peak, in a box so large that no copy reaches over (see `openBox`). Atoms between two
 * classes of resolution are shared by them. Throws `input` for a grid coarser than 0.4 of the finest resolution, and as
 * `planDensities`.
 */
export async function fourierMap(
  atoms: ScatteringAtoms,
  grid: Grid,
  { periodic, accuracy }: { readonly periodic: boolean; readonly accuracy: number },
  kernel: ImageKernel,
  job: JobContext = quietJob,
): Promise<Volume> {
  const classes = classesOf(atoms);
  const step = Math.max(...grid.voxelSize);
  const finest = Math.min(...classes.map(({ d }) => d));
  if (step > COARSEST * finest) {
    const wanted = (COARSEST * finest).toFixed(2);
    throw new AppError(
      "input",
      `A Fourier map at ${finest} Å needs a grid of ${wanted} Å or finer, not ${step.toFixed(2)} Å.`,
    );
  }
  const { box, followed } = periodic ? { box: grid, followed: undefined } : openBox(atoms, grid, accuracy);
  let sum: Spectrum | undefined;
  for (const [n, one] of classes.entries()) {
    await job.checkpoint({ step: "Fourier map", done: n, total: classes.length });
    const spectrum = await classSpectrum(atoms, one, { box, followed }, kernel, job);
    if (sum) add(sum.data, spectrum.data);
    else sum = spectrum;
  }
  if (!sum) throw new TypeError("Atoms without a resolution passed the check.");
  return corner(await kernel.fourier.fromSpectrum(sum, job), grid);
}

async function classSpectrum(
  atoms: ScatteringAtoms,
  { d, members }: ResolutionClass,
  { box, followed }: { readonly box: Grid; readonly followed: number | undefined },
  kernel: ImageKernel,
  job: JobContext,
): Promise<Spectrum> {
  let lowest = Number.POSITIVE_INFINITY;
  for (const { atom } of members) lowest = Math.min(lowest, displacementRange(atoms, atom).least);
  const blur = blurFor(d, Math.max(...box.voxelSize), lowest);
  const density = await blurredDensity(atoms, members, box, blur, kernel, job);
  const spectrum = await kernel.fourier.toSpectrum(density, job);
  const { data } = spectrum;
  const open = followed === undefined ? undefined : openKernel(d, followed);
  const limit = (open?.end ?? 1 / d) ** 2;
  forEachFrequency(spectrum, (at, q2) => {
    const factor = q2 <= limit ? Math.exp((blur * q2) / 4) * (open?.at(Math.sqrt(q2)) ?? 1) : 0;
    data[at] *= factor;
    data[at + 1] *= factor;
  });
  return spectrum;
}

/** The densities of these atoms, blurred, with all copies of the box: round ones by the kernel, tensors one by one. */
async function blurredDensity(
  atoms: ScatteringAtoms,
  members: ResolutionClass["members"],
  box: Grid,
  blur: number,
  kernel: ImageKernel,
  job: JobContext,
): Promise<Volume> {
  const round = partOf(
    atoms,
    members.filter(({ atom }) => !tensorOf(atoms, atom)),
  );
  const tensors = partOf(
    atoms,
    members.filter(({ atom }) => tensorOf(atoms, atom)),
  );
  const volumes: Volume[] = [];
  if (round.element.length > 0) {
    const home = planDensities(round, blur, ACCURACY / 10);
    const reach = home.atoms[4];
    const plan = planDensities(withPeriodicCopies(round, box, reach), blur, ACCURACY / 10);
    volumes.push(await kernel.sum(plan, box, job));
  }
  if (tensors.element.length > 0) {
    let reach = 0;
    for (let n = 0; n < tensors.element.length; n++) {
      reach = Math.max(reach, densityReach(tensors, n, blur));
    }
    volumes.push(await exactDensity(withPeriodicCopies(tensors, box, reach), box, blur, job));
  }
  const [first, second] = volumes;
  if (second) add(first.values, second.values);
  return first;
}

function partOf(atoms: ScatteringAtoms, members: ResolutionClass["members"]): ScatteringAtoms {
  const { anisotropicU } = atoms;
  const picked = members.map(({ atom }) => atom);
  return {
    ...atoms,
    xyz: Float64Array.from(members.flatMap(({ atom }) => [...atoms.xyz.subarray(3 * atom, 3 * atom + 3)])),
    element: members.map(({ atom }) => atoms.element[atom]),
    occupancy: members.map(({ atom, part }) => part * atoms.occupancy[atom]),
    bFactor: members.map(({ atom }) => atoms.bFactor[atom]),
    resolution: 1,
    ...(anisotropicU && { anisotropicU: pickedTensors(anisotropicU, picked) }),
  };
}

/**
 * The B (Å²) to add so that copies of the spectrum around 1 ⁄ step reach no more than ACCURACY into |q| ≤ 1 ⁄ d.
 * Sharpened atoms need as much more.
 */
function blurFor(d: number, step: number, lowest: number): number {
  const nearest = 1 / step - 1 / d;
  const enough = (4 * Math.log(1 / ACCURACY)) / (nearest ** 2 - 1 / d ** 2);
  return Math.max(0, enough - lowest);
}

function classesOf({ resolution, element }: ScatteringAtoms): ResolutionClass[] {
  const everyone = element.map((_, atom) => atom);
  if (typeof resolution === "number") {
    return [{ d: resolution, members: everyone.map((atom) => ({ atom, part: 1 })) }];
  }
  const distinct = new Set(Array.from(resolution));
  if (distinct.size <= MOST_CLASSES) {
    return [...distinct].map((d) => ({
      d,
      members: everyone.filter((atom) => resolution[atom] === d).map((atom) => ({ atom, part: 1 })),
    }));
  }
  const classes = new Map<number, { atom: number; part: number }[]>();
  for (const atom of everyone) {
    const position = Math.log(resolution[atom]) / CLASS_STEP;
    const lower = Math.floor(position);
    for (const [number, part] of [
      [lower, lower + 1 - position],
      [lower + 1, position - lower],
    ]) {
      if (part === 0) continue;
      const members = classes.get(number) ?? [];
      members.push({ atom, part });
      classes.set(number, members);
    }
  }
  return [...classes].map(([number, members]) => ({ d: Math.exp(number * CLASS_STEP), members }));
}

function corner({ grid: box, values }: Volume, grid: Grid): Volume {
  const [nx, ny, nz] = grid.size;
  const [bx, by] = box.size;
  if (values.length === nx * ny * nz) return { grid, values };
  const kept = new Float32Array(nx * ny * nz);
  for (let row = 0; row < ny * nz; row++) {
    const from = bx * ((row % ny) + by * Math.floor(row / ny));
    kept.set(values.subarray(from, from + nx), row * nx);
  }
  return { grid, values: kept };
}

function add(sum: Float32Array, part: Float32Array): void {
  for (let n = 0; n < sum.length; n++) sum[n] += part[n];
}
