import { AppError } from "#core/errors.ts";
import { residuesOf } from "#core/structure/residues.ts";
import type { Structure } from "#core/structure/structure.ts";
import { xyzToIjk } from "#core/volume/grid.ts";
import { valueAtIndex } from "#core/volume/trilinear.ts";
import type { Volume } from "#core/volume/volume.ts";

/** What a local-resolution map may say of an atom. */
export interface LocalResolutionSettings {
  /** Å, for atoms outside the map or where it holds nothing. */
  readonly elsewhere: number;
  /** Å; coarser values are taken as this. */
  readonly coarsest: number;
}

/**
 * The resolution of every atom (Å) from a local-resolution map: sampled at the atom, never finer than two voxels nor
 * coarser than `coarsest`, averaged over each residue so that neighbours do not flicker.
 */
export function localResolutions(
  structure: Structure,
  map: Volume,
  { elsewhere, coarsest }: LocalResolutionSettings,
): Float64Array {
  const finest = 2 * Math.max(...map.grid.voxelSize);
  const resolutions = new Float64Array(structure.atomCount);
  for (const { start, end } of residuesOf(structure)) {
    let sum = 0;
    for (let atom = start; atom < end; atom++) {
      const [x, y, z] = structure.xyz.subarray(3 * atom, 3 * atom + 3);
      const value = valueAtIndex(map, ...xyzToIjk(map.grid, [x, y, z]));
      sum += value > 0 ? Math.min(coarsest, Math.max(finest, value)) : elsewhere;
    }
    resolutions.fill(sum / (end - start), start, end);
  }
  return resolutions;
}

/** The resolution of every atom (Å) from resolutions of chains by id. Throws `input` for chains that are not there. */
export function chainResolutions(
  structure: Structure,
  byChain: ReadonlyMap<string, number>,
  elsewhere: number,
): Float64Array {
  const chains = new Set(structure.chainId);
  for (const chain of byChain.keys()) {
    if (chains.has(chain)) continue;
    throw new AppError("input", `The model has no chain ${chain}; it has ${[...chains].join(", ")}.`, {
      chain,
    });
  }
  return Float64Array.from(structure.chainId, (chain) => byChain.get(chain) ?? elsewhere);
}
