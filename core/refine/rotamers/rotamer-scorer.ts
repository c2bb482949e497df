import type { Vec3 } from "#core/math/vec3.ts";
import { betterRotamer, independentValues, nearestRotamer } from "#core/refine/rotamers/better-rotamer.ts";
import type { ResidueRotamers } from "#core/refine/rotamers/residue-rotamers.ts";
import { type AtomPlaces, chisOf, placeOf, turnSideChain } from "#core/refine/rotamers/side-chain.ts";
import type { ClashCounter } from "#core/refine/rotamers/side-chain-clashes.ts";
import { densityAt, SideChainJudge, VoxelFinder } from "#core/refine/rotamers/side-chain-score.ts";
import { placesOf, type TurningResidue } from "#core/refine/rotamers/turning-residues.ts";
import type { ImagePlan, ScatteringAtoms } from "#core/simulate/vrm/image-plan.ts";
import { profileOf } from "#core/simulate/vrm/plan-profile.ts";
import type { Structure } from "#core/structure/structure.ts";
import { type Grid, voxelVolume, xyzToIjk } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** The map near a model, and the model's map on the same grid. */
export interface ModelInMap {
  readonly observed: Volume;
  readonly model: Volume;
  /** The images that `model` is the sum of. */
  readonly plan: ImagePlan;
  /** Of the atoms, Å. */
  readonly resolution: ScatteringAtoms["resolution"];
}

/** From an atom to where its image is first 0, in units of the resolution: voxels nearer than this are compared. */
const NEAR = 0.715;

/** Scores the rotamers of one side chain after the other. */
export class RotamerScorer {
  readonly #structure: Structure;
  readonly #inMap: ModelInMap;
  readonly #voxels: VoxelFinder;
  readonly #clashes: ClashCounter;

  constructor(structure: Structure, inMap: ModelInMap, clashes: ClashCounter) {
    this.#structure = structure;
    this.#inMap = inMap;
    this.#voxels = new VoxelFinder(inMap.observed.grid);
    this.#clashes = clashes;
  }

  /** Undefined for a side chain that is not all inside the map. */
  score(turning: TurningResidue): ResidueRotamers | undefined {
    const { sideChain, moving } = turning;
    const { observed, model, plan, resolution } = this.#inMap;
    const around = placesOf(this.#structure, turning);
    const chi = chisOf(sideChain, around);
    const placesAt = (all: AtomPlaces) => sideChain.moves[0].map((name) => placeOf(all, name));
    const now = placesAt(around);
    if (!now.every((place) => isInside(observed.grid, place))) return undefined;
    const turned = sideChain.rotamers.map((rotamer) =>
      placesAt(turnSideChain(sideChain, around, rotamer.chi)),
    );
    const d = typeof resolution === "number" ? resolution : resolution[moving[0]];
    const voxels = this.#voxels.near([now, ...turned].flat(), NEAR * d);
    const atoms = moving.map((atom) => ({ profile: profileOf(plan, atom), occupancy: plan.occupancy[atom] }));
    const side = densityAt(voxels, atoms, now);
    const judge = new SideChainJudge(voxels, observed, model, side);
    const clashes = this.#clashes.counterFor(moving);
    const judged = (places: readonly Vec3[], density: Float64Array) => {
      const beyondRest = judge.beyondRest(density);
      return { beyondRest, correlation: judge.correlation(beyondRest), clashes: clashes(places) };
    };
    const own = { chi, ...judged(now, side) };
    const scored = sideChain.rotamers.map((rotamer, n) => ({
      ...rotamer,
      ...judged(turned[n], densityAt(voxels, atoms, turned[n])),
    }));
    scored.sort((a, b) => b.correlation - a.correlation);
    const values = independentValues(voxels.indices.length * voxelVolume(observed.grid), d);
    return {
      ...this.#label(turning),
      chi,
      correlation: own.correlation,
      clashes: own.clashes,
      rotamer: nearestRotamer(sideChain, chi),
      rotamers: scored.map(({ beyondRest: _, ...rotamer }) => rotamer),
      better: betterRotamer(own, scored, sideChain.isSymmetric, values),
    };
  }

  #label({ residue: { start, end } }: TurningResidue) {
    const { chainId, residueNumber, insertionCode, residueName } = this.#structure;
    return {
      chain: chainId[start],
      number: residueNumber[start],
      insertionCode: insertionCode[start],
      name: residueName[start],
      start,
      end,
    };
  }
}

function isInside(grid: Grid, place: Vec3): boolean {
  return xyzToIjk(grid, place).every((at, axis) => at >= 0 && at <= grid.size[axis] - 1);
}
