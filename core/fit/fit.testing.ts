import { fitModels, makeProbes } from "#core/fit/fit-models.ts";
import { FIT_DEFAULTS, type FitRequest } from "#core/fit/params.ts";
import type { FitResult } from "#core/fit/result.ts";
import { chooseResolution, prepareTarget } from "#core/fit/target.ts";
import { type JobContext, quietJob } from "#core/job/job-context.ts";
import type { PoseEngine } from "#core/kernel/pose-engine.ts";
import { createRandom } from "#core/math/random.ts";
import { applyRigid, type Rigid } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { molmapGrid, simulateMolmap } from "#core/simulate/molmap.ts";
import { weightedAtoms } from "#core/simulate/weighted-atoms.ts";
import { selectAtoms } from "#core/structure/select-atoms.ts";
import { makeStructure } from "#core/structure/structure.testing.ts";
import type { Structure } from "#core/structure/structure.ts";
import type { Grid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Resolution of the made-up maps, Å. */
const BLOB_RESOLUTION = 5;

/**
 * A made-up body about the origin: atoms at random, at least 2.5 Å apart, inside a bent slab with an arm, so that no
 * rotation maps it onto itself. Every atom is the CA of its own residue: of equal atoms each pair pulls both its members
 * equally, so the mean density at the atoms of a simulated map is stationary exactly at the truth.
 */
export function makeBlob(seed: number, atoms = 60): Structure {
  const random = createRandom(seed, 7);
  const placed: Vec3[] = [];
  while (placed.length < atoms) {
    const x = 24 * random() - 12;
    const y = 16 * random() - 8;
    const z = 16 * random() - 8;
    const isSlab = Math.abs(z - 0.02 * x * x) < 4 && Math.abs(y) < 6;
    const isArm = x > 5 && y > 0 && z > 0;
    const isFree = placed.every((p) => Math.hypot(p[0] - x, p[1] - y, p[2] - z) > 2.5);
    if ((isSlab || isArm) && isFree) placed.push([x, y, z]);
  }
  return makeStructure(
    placed.map(([x, y, z], n) => ({
      ...{ x, y, z, atomName: "CA", residueNumber: n + 1 },
    })),
    `blob ${seed}`,
  );
}

/** The molmap of structures taken together at 5 Å: on a grid, or on one of its own with voxels of so many Å. */
export function mapOf(structures: readonly Structure[], sampling: number | Grid = 0.8): Volume {
  const all = structures.map((structure) => weightedAtoms(structure, selectAtoms(structure, "all").indices));
  const atoms = {
    xyz: Float64Array.from(all.flatMap(({ xyz }) => [...xyz])),
    weights: Float64Array.from(all.flatMap(({ weights }) => [...weights])),
  };
  const grid =
    typeof sampling === "number"
      ? molmapGrid(atoms.xyz, BLOB_RESOLUTION, { gridSpacing: sampling, edgePadding: 7 })
      : sampling;
  return simulateMolmap(atoms, BLOB_RESOLUTION, grid);
}

/** Root mean square distance, Å, between a structure's atoms moved by one motion and by another. */
export function rmsdBetween({ xyz }: Structure, a: Rigid, b: Rigid): number {
  let sum = 0;
  for (let n = 0; n < xyz.length; n += 3) {
    const atom: Vec3 = [xyz[n], xyz[n + 1], xyz[n + 2]];
    const p = applyRigid(a, atom);
    const q = applyRigid(b, atom);
    sum += (p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2 + (p[2] - q[2]) ** 2;
  }
  return Math.sqrt((3 * sum) / xyz.length);
}

/** The whole job on one map, as a host runs it; a clock that stands still keeps results comparable. */
export async function fitInto(
  engine: PoseEngine,
  map: Volume,
  structures: readonly Structure[],
  wanted: Partial<FitRequest> = {},
  job: JobContext = quietJob,
): Promise<FitResult[]> {
  const request = { ...FIT_DEFAULTS, resolution: BLOB_RESOLUTION, ...wanted };
  const clock = () => 0;
  const { value: probes } = makeProbes(structures, request.atoms);
  const extent = Math.max(...probes.map((probe) => probe.extent));
  const resolution = chooseResolution(map, request.resolution, undefined);
  const target = await prepareTarget(engine, map, extent, resolution, request, clock, job);
  const results: FitResult[] = [];
  for await (const result of fitModels(engine, target, probes, request, clock, job)) results.push(result);
  return results;
}
