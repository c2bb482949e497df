import type { Structure } from "#core/structure/structure.ts";
import type { DifferencePeak } from "#core/validate/difference-map.ts";

/** A peak of a difference map with the names of the atom nearest to it. */
export interface NamedPeak extends Omit<DifferencePeak, "atom"> {
  readonly chain: string;
  readonly number: number;
  readonly insertionCode: string;
  /** Of the residue. */
  readonly name: string;
  readonly atom: string;
}

/** Peaks with the names of their nearest atoms, for tables and documents. */
export function namedPeaks(peaks: readonly DifferencePeak[], structure: Structure): NamedPeak[] {
  return peaks.map(({ place, height, distance, atom }) => ({
    place,
    height,
    distance,
    chain: structure.chainId[atom],
    number: structure.residueNumber[atom],
    insertionCode: structure.insertionCode[atom],
    name: structure.residueName[atom],
    atom: structure.atomName[atom],
  }));
}
