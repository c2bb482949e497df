import type { PredictedErrors } from "#core/format/pae.ts";
import { type Confidence, polymerOf } from "#core/structure/domains/split-domains.ts";
import { type About, hasPlddt } from "#core/structure/plddt.ts";
import type { Structure } from "#core/structure/structure.ts";

/** Residues of the polymer of a structure: as many as predicted aligned errors of it count. */
export function polymerCount(structure: Structure): number {
  return polymerOf(structure).length;
}

/**
 * What is known of any chain of a file besides its coordinates: whether its B factors are pLDDT, and its part of the predicted
 * aligned errors of the whole file, which must count as many residues as the file has.
 */
export function confidenceOf(
  whole: Structure,
  about: About,
  errors?: PredictedErrors,
): (chain: Structure) => Confidence {
  const isPlddt = hasPlddt(whole, about);
  const places = new Map(keysOf(whole).map((key, n) => [key, n]));
  return (chain) => {
    if (errors?.count !== places.size) return { isPlddt };
    const own = keysOf(chain).map((key) => places.get(key) ?? -1);
    if (own.includes(-1)) return { isPlddt };
    const pae = new Float32Array(own.length ** 2);
    for (const [a, row] of own.entries()) {
      for (const [b, column] of own.entries()) {
        pae[a * own.length + b] = errors.errors[row * errors.count + column];
      }
    }
    return { isPlddt, pae };
  };
}

function keysOf(structure: Structure): string[] {
  const { chainId, residueNumber, insertionCode } = structure;
  return polymerOf(structure).map(
    ({ start }) => `${chainId[start]} ${residueNumber[start]}${insertionCode[start]}`,
  );
}
