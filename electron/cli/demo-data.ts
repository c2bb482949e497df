import { join } from "node:path";
import { makeDemoComplex } from "#core/demo/demo-complex.ts";
import { scramble } from "#core/demo/demo-starts.ts";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { writeMrc } from "#core/format/mrc-write.ts";
import type { JobContext } from "#core/job/job-context.ts";
import { createRandom } from "#core/math/random.ts";
import { molmapGrid, simulateMolmap } from "#core/simulate/molmap.ts";
import { bandLimitedNoise } from "#core/simulate/noise.ts";
import { weightedAtoms } from "#core/simulate/weighted-atoms.ts";
import { splitChains } from "#core/structure/chains.ts";
import { selectAtoms } from "#core/structure/select-atoms.ts";
import type { Structure } from "#core/structure/structure.ts";
import { valueAt } from "#core/volume/trilinear.ts";
import type { Volume } from "#core/volume/volume.ts";
import { fetchOnce, REAL_PAIR } from "#electron/cli/archive.ts";
import { makeFolder, writeAtomic } from "#electron/cli/files.ts";
import { loadModel } from "#electron/cli/load.ts";

/** Of the made-up map, Å: a usual resolution of maps that side chains begin to show in. */
const RESOLUTION = 3.5;
const VOXEL = 1.1; // Å

/** Mean density at the atoms over the noise's standard deviation; deposited maps at 3 to 4 Å have 3 to 4. */
const SIGNAL_TO_NOISE = 3.5;
const NOISE_STREAM = 1_000_003; // of random numbers, away from those of the complex

/** Files to fit, and where every chain belongs. */
export interface DemoData {
  readonly mapPath: string;
  readonly modelPaths: readonly string[];
  /** The chains in their places. */
  readonly answer: readonly Structure[];
  /** Resolution the map was made at, Å. */
  readonly resolution?: number;
  /** Resolution the deposited model states, Å. */
  readonly stated?: number;
}

export interface DemoDataParams {
  readonly folder: string;
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly job: JobContext;
}

/** Makes up a complex of three chains and its noisy map, and writes map, complex and scrambled chains. */
export async function makeUpData({ folder, seed, job }: DemoDataParams): Promise<DemoData> {
  await makeFolder(folder);
  const complex = makeDemoComplex(seed);
  const mapPath = join(folder, "map.mrc");
  const map = await noisyMap(complex, seed, job);
  const labels = [`Mapwright demo: made-up map of a made-up complex, seed ${seed}`];
  await writeAtomic(mapPath, writeMrc(map, { mode: 2, labels }));
  const title = `Made-up complex of Mapwright's demo, seed ${seed}`;
  await writeAtomic(join(folder, "answer.cif"), writeMmcif([complex], { name: "demo", title }));
  return { mapPath, resolution: RESOLUTION, ...(await writeScrambled(complex, folder, seed)) };
}

/**
 * Fetches a deposited complex and its map into the folder's `downloads`, where they stay, and writes scrambled
 * chains. Throws `resource` when the archives cannot be reached.
 */
export async function fetchData({ folder, seed, signal, job }: DemoDataParams): Promise<DemoData> {
  const downloads = join(folder, "downloads");
  const params = {
    signal,
    report: (progress: Parameters<JobContext["checkpoint"]>[0]) => job.checkpoint(progress),
  };
  const modelPath = join(downloads, REAL_PAIR.model.name);
  const mapPath = join(downloads, REAL_PAIR.map.name);
  await fetchOnce(REAL_PAIR.model, modelPath, params);
  await fetchOnce(REAL_PAIR.map, mapPath, params);
  const { structures, resolution } = await loadModel(modelPath);
  const complex = structures.slice(0, 1);
  const written = await Promise.all(complex.map((structure) => writeScrambled(structure, folder, seed)));
  return {
    mapPath,
    ...(resolution !== null && { stated: resolution }),
    modelPaths: written.flatMap(({ modelPaths }) => modelPaths),
    answer: written.flatMap(({ answer }) => answer),
  };
}

/** The complex as density at 3.5 Å on a fine grid, and noise of the same resolution over all of it. */
async function noisyMap(complex: Structure, seed: number, job: JobContext): Promise<Volume> {
  const { indices } = selectAtoms(complex, "all");
  const atoms = weightedAtoms(complex, indices);
  const clean = simulateMolmap(atoms, RESOLUTION, molmapGrid(atoms.xyz, RESOLUTION, { gridSpacing: VOXEL }));
  let atAtoms = 0;
  for (let n = 0; n < atoms.xyz.length; n += 3) {
    atAtoms += valueAt(clean, [atoms.xyz[n] ?? 0, atoms.xyz[n + 1] ?? 0, atoms.xyz[n + 2] ?? 0]);
  }
  const sd = atAtoms / indices.length / SIGNAL_TO_NOISE;
  const random = createRandom(seed, NOISE_STREAM);
  const noise = await bandLimitedNoise(clean.grid, { resolution: RESOLUTION, sd }, random, job);
  return { grid: clean.grid, values: clean.values.map((value, n) => value + (noise.values[n] ?? 0)) };
}

async function writeScrambled(
  complex: Structure,
  folder: string,
  seed: number,
): Promise<Pick<DemoData, "modelPaths" | "answer">> {
  const modelPaths: string[] = [];
  for (const { chainId, structure } of scramble(complex, seed)) {
    const path = join(folder, `chain_${chainId}.cif`);
    const name = `chain_${chainId}`;
    await writeAtomic(path, writeMmcif([structure], { name, title: `${structure.name}, moved at random` }));
    modelPaths.push(path);
  }
  return { modelPaths, answer: splitChains(complex) };
}
