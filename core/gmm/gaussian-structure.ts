import { AppError } from "#core/errors.ts";
import { covarianceOf, createGaussians, createShapedGaussians, type Gaussians } from "#core/gmm/gaussians.ts";
import { bOfSigma, GAUSSIAN_RESIDUE, isOfGaussians, sigmaOfB } from "#core/structure/gaussian-atoms.ts";
import type { Structure } from "#core/structure/structure.ts";
import { blankAtomRow, StructureBuilder } from "#core/structure/structure-builder.ts";

/** Chains that groups of Gaussians become. */
const CHAINS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/**
 * Gaussians as atoms, to be seen, selected, coloured and saved like them: one residue each, B 8π² σ², the amplitude as
 * occupancy; one longer than wide has its covariance as displacement U. `group` gives each a chain: 0 is "A".
 */
export function structureOfGaussians(
  { count, xyz, amplitude, sigma, covariance }: Gaussians,
  name: string,
  group: ArrayLike<number> = new Uint8Array(count),
): Structure {
  const builder = new StructureBuilder();
  const row = blankAtomRow();
  for (let n = 0; n < count; n++) {
    const chain = CHAINS[group[n] % CHAINS.length];
    builder.add({
      ...row,
      x: xyz[3 * n],
      y: xyz[3 * n + 1],
      z: xyz[3 * n + 2],
      atomName: "G",
      residueName: GAUSSIAN_RESIDUE,
      chainId: chain,
      labelChainId: chain,
      residueNumber: n + 1,
      serial: n + 1,
      isHetero: true,
      occupancy: amplitude[n],
      bFactor: bOfSigma(sigma[n]),
    });
    if (covariance) builder.addAnisotropicU(covarianceOf(covariance, n));
  }
  return builder.toStructure(name);
}

/** The Gaussians that a model's atoms stand for. Throws `input` for a model of anything else. */
export function gaussiansOfAtoms(structure: Structure): Gaussians {
  if (!isOfGaussians(structure)) {
    throw new AppError("input", `${structure.name} is no model of Gaussians: make one with gmm build.`);
  }
  const { xyz, bFactor, anisotropicU } = structure;
  const amplitude = Float64Array.from(structure.occupancy);
  const sigma = Float64Array.from(bFactor, sigmaOfB);
  if (!anisotropicU) return createGaussians(xyz, amplitude, sigma);
  const covariance = Float64Array.from(anisotropicU);
  for (let n = 0; n < sigma.length; n++) {
    // Six zeros: an atom that has no displacement but its B.
    if (covariance[6 * n] === 0) covariance.fill(sigma[n] ** 2, 6 * n, 6 * n + 3);
  }
  return createShapedGaussians(xyz, amplitude, covariance);
}
