import { applyRigid, type Rigid } from "#core/math/rigid.ts";
import { simulateBalls } from "#core/simulate/ball-map.ts";
import { levelEnclosingMass, MODEL_MAP_MASS_FRACTION } from "#core/simulate/mass-level.ts";
import type { WeightedAtoms } from "#core/simulate/model-map-kernel.ts";
import { molmapGrid, sigmaOfResolution, simulateMolmap } from "#core/simulate/molmap.ts";
import { createGrid, type Grid, ijkToXyz } from "#core/volume/grid.ts";
import { heavyAtoms, placedStructure } from "#workers/engine/place-calls.ts";
import type { CallContext, Session } from "#workers/engine/session.ts";
import { summarizeMadeMap } from "#workers/engine/summaries.ts";
import type { Params, Result } from "#workers/protocol.ts";

/** The model map of a placed model, shown at the level that encloses 95 % of its mass unless told otherwise. */
export function simulate(
  session: Session,
  { resolution, onGridOf, copies, options = {}, ...placed }: Params<"simulate">,
  { ids }: Pick<CallContext<"simulate">, "ids">,
): Result<"simulate"> {
  const own = heavyAtoms(placedStructure(session, placed));
  const atoms = copies ? copied(own, copies) : own;
  const grid =
    onGridOf === undefined ? gridFor(atoms, resolution, options) : session.map(onGridOf).volume.grid;
  const { sigmaFactor, displayThreshold, balls } = options;
  // A Gaussian of another width is that of another resolution.
  const width = sigmaFactor === undefined ? resolution : (sigmaFactor * resolution) / sigmaOfResolution(1);
  const volume = balls ? simulateBalls(atoms, width, grid) : simulateMolmap(atoms, width, grid);
  const { name } = session.model(placed.model).summary;
  const label = `Mapwright: model map of ${name} at ${resolution} A`;
  const held = session.addMap((id) => {
    const summary = summarizeMadeMap(id, `${name} at ${resolution} Å`, volume, label);
    const share = displayThreshold ?? MODEL_MAP_MASS_FRACTION;
    const level = {
      value: levelEnclosingMass(volume, share),
      reason: `encloses ${Number((100 * share).toPrecision(4))} % of the mass`,
    };
    return { volume, summary: { ...summary, level }, shown: new Map() };
  }, ids[0]);
  return held.summary;
}

/** Atoms as each motion moves them, together. */
function copied({ xyz, weights }: WeightedAtoms, motions: readonly Rigid[]): WeightedAtoms {
  const all = {
    xyz: new Float64Array(motions.length * xyz.length),
    weights: repeated(weights, motions.length),
  };
  motions.forEach((motion, copy) => {
    for (let n = 0; n < xyz.length; n += 3) {
      all.xyz.set(applyRigid(motion, [xyz[n], xyz[n + 1], xyz[n + 2]]), copy * xyz.length + n);
    }
  });
  return all;
}

function repeated(values: Float64Array, times: number): Float64Array {
  const all = new Float64Array(times * values.length);
  for (let n = 0; n < times; n++) all.set(values, n * values.length);
  return all;
}

/** The grid of molmap, or a cube of so many samples about the same centre. */
function gridFor(
  atoms: WeightedAtoms,
  resolution: number,
  { gridSpacing, edgePadding, cube }: NonNullable<Params<"simulate">["options"]>,
): Grid {
  const grid = molmapGrid(atoms.xyz, resolution, {
    ...(gridSpacing !== undefined && { gridSpacing }),
    ...(edgePadding !== undefined && { edgePadding }),
  });
  if (cube === undefined) return grid;
  const [nx, ny, nz] = grid.size;
  const [step] = grid.voxelSize;
  const centre = ijkToXyz(grid, [(nx - 1) / 2, (ny - 1) / 2, (nz - 1) / 2]);
  const half = ((cube - 1) / 2) * step;
  return createGrid(
    [cube, cube, cube],
    [centre[0] - half, centre[1] - half, centre[2] - half],
    grid.voxelSize,
  );
}
