// Complexes with known answers, for the composite report: four of ../shared/data, and 1AON made into noisy maps here.
import { chainParts, type Part, wholePart } from "#core/composite/parts.ts";
import { quietJob } from "#core/job/job-context.ts";
import { createRandom } from "#core/math/random.ts";
import { compose, invert, type Rigid } from "#core/math/rigid.ts";
import { superpose } from "#core/math/superpose.ts";
import { molmapGrid } from "#core/simulate/molmap.ts";
import { bandLimitedNoise } from "#core/simulate/noise.ts";
import { MODEL_MAP_DEFAULTS, modelMap, scatteringAtomsOf } from "#core/simulate/vrm/model-map.ts";
import { splitChains } from "#core/structure/chains.ts";
import type { Structure } from "#core/structure/structure.ts";
import type { Volume } from "#core/volume/volume.ts";
import { engineFilesBeside } from "#workers/engine-files.ts";
import { createImageEngine } from "#workers/images/image-engine.ts";
import { loadMap, loadModel, realCases } from "./cases.ts";
import { scramble } from "./fit-once.ts";

/** A complex: its map, its scrambled chains, and every right motion of each. */
export interface CompositeCase {
  readonly name: string;
  readonly resolution: number;
  readonly map: Volume;
  readonly parts: readonly Part[];
  /** Copies there are in all. */
  readonly copies: number;
  /** By chain id: the motions of the scrambled part that are right. */
  readonly truths: ReadonlyMap<string, readonly Rigid[]>;
  /** Largest RMSD to a truth that counts as right, Å. */
  readonly tolerance: number;
  /** Symmetry that should be found. */
  readonly symmetry: string;
}

const SPACING = 1 / 3; // of the resolution
const PADDING = 12; // Å
const SIGNAL_TO_NOISE = 0.5; // ratio of variances in the box, as of the synthetic case of the shared data

/** The case of a name, chains scrambled by a seed. Throws for a name that is none. */
export async function compositeCase(name: string, seed: number): Promise<CompositeCase> {
  const aon = /^1aon (\d+) Å(?: without ([A-Z])–([A-Z]))?$/.exec(name);
  if (!aon) return real(name, seed);
  const [, resolution, from, to] = aon;
  const isLeftOut = (chain: string) => from !== undefined && to !== undefined && chain >= from && chain <= to;
  return simulated(name, Number(resolution), seed, isLeftOut);
}

/** Of the last the ring far from GroES is in the map and not among the models. */
export const COMPOSITE_CASES = [
  ...["emd0093", "plc", "emd1080", "emd5168", "1aon 4 Å", "1aon 8 Å"],
  "1aon 8 Å without H–N",
] as const;

const EXPECTED: Readonly<Record<string, { copies: number; tolerance: number; symmetry: string }>> = {
  emd0093: { copies: 4, tolerance: 0.3, symmetry: "C4" },
  plc: { copies: 5, tolerance: 0.5, symmetry: "none" },
  emd1080: { copies: 14, tolerance: 3, symmetry: "D7" },
  emd5168: { copies: 5, tolerance: 1, symmetry: "helical" },
};

async function real(name: string, seed: number): Promise<CompositeCase> {
  const expected = EXPECTED[name];
  const cases = realCases().filter((one) => one.name.startsWith(name));
  const [first] = cases;
  if (!expected || !first) throw new Error(`Unknown composite ${name}`);
  const parts: Part[] = [];
  const truths = new Map<string, readonly Rigid[]>();
  for (const [n, item] of cases.entries()) {
    const own = await loadModel(item.model, item.chain);
    const { structure, motion } = scramble(own, 100 * seed + n);
    const part = wholePart({ file: item.chain ? "complex" : item.model, structure });
    parts.push(part);
    truths.set(
      part.chain,
      item.truths.map((truth) => compose(truth, invert(motion))),
    );
  }
  return { name, resolution: first.resolution, map: loadMap(first.map), parts, truths, ...expected };
}

async function simulated(
  name: string,
  resolution: number,
  seed: number,
  isLeftOut: (chain: string) => boolean,
): Promise<CompositeCase> {
  const whole = await loadModel("assemblies_coordinates_only/1aon.pdb.gz");
  const map = await noisyMap(whole, resolution, seed);
  const chains = splitChains(whole);
  const parts: Part[] = [];
  const truths = new Map<string, readonly Rigid[]>();
  chains.forEach((chain, n) => {
    const { structure, motion } = scramble(chain, 100 * seed + n);
    for (const part of chainParts({ file: "1aon", structure }).value) {
      if (isLeftOut(part.chain)) continue;
      parts.push(part);
      const equal = chains.filter((other) => other.atomCount === chain.atomCount);
      truths.set(
        part.chain,
        equal.map((other) => compose(superpose(chain.xyz, other.xyz).motion, invert(motion))),
      );
    }
  });
  // At 8 Å the copies differ by noise alone; a chain 2 Å off is at its site.
  return {
    name,
    resolution,
    map,
    parts,
    truths,
    copies: parts.length,
    tolerance: resolution < 6 ? 1 : 3,
    symmetry: "C7",
  };
}

async function noisyMap(structure: Structure, resolution: number, seed: number): Promise<Volume> {
  const engine = createImageEngine(engineFilesBeside(import.meta.url), 2);
  try {
    const grid = molmapGrid(structure.xyz, resolution, {
      gridSpacing: SPACING * resolution,
      edgePadding: PADDING,
    });
    const atoms = scatteringAtomsOf(structure, resolution, "none");
    const { volume } = await modelMap(atoms, grid, MODEL_MAP_DEFAULTS, engine, quietJob);
    const sd = spread(volume.values) / Math.sqrt(SIGNAL_TO_NOISE);
    const noise = await bandLimitedNoise(grid, { resolution, sd }, createRandom(seed, 7), quietJob);
    return { grid, values: volume.values.map((value, n) => value + (noise.values[n] ?? 0)) };
  } finally {
    await engine.dispose();
  }
}

function spread(values: Float32Array): number {
  let sum = 0;
  let squares = 0;
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  return Math.sqrt(squares / values.length - (sum / values.length) ** 2);
}
