import { makeDemoChain, makeDemoComplex } from "#core/demo/demo-complex.ts";
import type { DemoKind } from "#core/demo/demo-kinds.ts";
import { scramble } from "#core/demo/demo-starts.ts";
import { type NoisyMapParams, noisyMap } from "#core/demo/noisy-map.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { Rigid } from "#core/math/rigid.ts";
import type { Structure } from "#core/structure/structure.ts";
import { subset } from "#core/structure/subset.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Made-up data with a known answer. */
export interface DemoSet {
  readonly map: Volume;
  readonly models: readonly DemoModel[];
  /** Of the map, Å. */
  readonly resolution: number;
}

export interface DemoModel {
  readonly structure: Structure;
  /** The motion that brings it to its place in the map; null when it is not in there. */
  readonly back: Rigid | null;
}

/** As hard as the job it shows; voxels are a third of the resolution, as in most deposited maps. */
const MAPS: Readonly<Record<DemoKind, Omit<NoisyMapParams, "seed">>> = {
  one: { resolution: 4, voxelSize: 1.3, signalToNoise: 5 },
  complex: { resolution: 3.5, voxelSize: 1.1, signalToNoise: 3.5 },
  domains: { resolution: 5, voxelSize: 1.6, signalToNoise: 3 },
};

/** Makes up the data of a demo. The same kind and seed give the same data to the last bit. */
export async function makeDemoSet(kind: DemoKind, seed: number, job: JobContext): Promise<DemoSet> {
  const tell = (done: number) => job.checkpoint({ step: "make up proteins", done, total: 2 });
  await tell(0);
  const { inMap, models } = proteinsOf(kind, seed);
  await tell(1);
  const map = await noisyMap(inMap, { ...MAPS[kind], seed }, job);
  return { map, models, resolution: MAPS[kind].resolution };
}

function proteinsOf(kind: DemoKind, seed: number): { inMap: Structure; models: DemoModel[] } {
  if (kind === "one") {
    const chain = makeDemoChain("alpha-beta", seed);
    return { inMap: chain, models: moved(chain, seed, ["demo chain"]) };
  }
  const complex = makeDemoComplex(seed);
  if (kind === "complex") {
    return { inMap: complex, models: moved(complex, seed, ["demo chain A", "demo chain B", "demo chain C"]) };
  }
  // Chain A is among the candidates but not in the map; so are chains of the same folds that were built anew.
  const [a, b, c] = moved(complex, seed, ["demo domain 2", "demo domain 3", "demo domain 5"]);
  const others = [makeDemoChain("beta-sandwich", seed + 1), makeDemoChain("alpha-beta", seed + 1)];
  const [d, e] = others.map((structure, n) => absent({ ...structure, name: `demo domain ${3 * n + 1}` }));
  const inMap = subset(
    complex,
    complex.chainId.flatMap((id, n) => (id === "A" ? [] : [n])),
  );
  return { inMap, models: [d, absent(a.structure), b, e, c] };
}

/** The chains of a structure away from their places, in order, under names of their own. */
function moved(structure: Structure, seed: number, names: readonly string[]): DemoModel[] {
  return scramble(structure, seed).map(({ structure: chain, back }, n) => ({
    structure: { ...chain, name: names[n] },
    back,
  }));
}

function absent(structure: Structure): DemoModel {
  return { structure, back: null };
}
