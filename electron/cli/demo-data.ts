import { join } from "node:path";
import { makeDemoComplex } from "#core/demo/demo-complex.ts";
import { scramble } from "#core/demo/demo-starts.ts";
import { noisyMap } from "#core/demo/noisy-map.ts";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { writeMrc } from "#core/format/mrc-write.ts";
import type { JobContext, Progress } from "#core/job/job-context.ts";
import { splitChains } from "#core/structure/chains.ts";
import type { Structure } from "#core/structure/structure.ts";
import { archiveFolder, createArchive } from "#electron/archive/fetch-entry.ts";
import { loadModel } from "#electron/cli/load.ts";
import { makeFolder, writeAtomic } from "#workers/files.ts";

/** Of the made-up map, Å: a usual resolution of maps that side chains begin to show in. */
const RESOLUTION = 3.5;
const VOXEL = 1.1; // Å

/** Mean density at the atoms over the noise's standard deviation; deposited maps at 3 to 4 Å have 3 to 4. */
const SIGNAL_TO_NOISE = 3.5;

/** The deposited pair of the demo, which is also the example of the DiffFit paper. */
const REAL_PAIR = {
  model: { database: "pdb", id: "6WTI" },
  map: { database: "emdb", id: "21897" },
} as const;

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
  const map = await noisyMap(
    complex,
    { seed, resolution: RESOLUTION, voxelSize: VOXEL, signalToNoise: SIGNAL_TO_NOISE },
    job,
  );
  const labels = [`Mapwright demo: made-up map of a made-up complex, seed ${seed}`];
  await writeAtomic(mapPath, writeMrc(map, { mode: 2, labels }));
  const title = `Made-up complex of Mapwright's demo, seed ${seed}`;
  await writeAtomic(join(folder, "answer.cif"), writeMmcif([complex], { name: "demo", title }));
  return { mapPath, resolution: RESOLUTION, ...(await writeScrambled(complex, folder, seed)) };
}

/**
 * Fetches a deposited complex and its map into the cache of this user, where they stay, and writes scrambled chains.
 * Throws `resource` when the archives cannot be reached.
 */
export async function fetchData({ folder, seed, signal, job }: DemoDataParams): Promise<DemoData> {
  await makeFolder(folder);
  const archive = createArchive(archiveFolder());
  const params = { signal, report: (progress: Progress) => job.checkpoint(progress) };
  const model = await archive.fetch(REAL_PAIR.model, params);
  const map = await archive.fetch(REAL_PAIR.map, params);
  const { structures, resolution } = await loadModel(model.path);
  const complex = structures.slice(0, 1);
  const written = await Promise.all(complex.map((structure) => writeScrambled(structure, folder, seed)));
  return {
    mapPath: map.path,
    ...(resolution !== null && { stated: resolution }),
    modelPaths: written.flatMap(({ modelPaths }) => modelPaths),
    answer: written.flatMap(({ answer }) => answer),
  };
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
