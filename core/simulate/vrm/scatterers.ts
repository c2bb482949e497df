import { formFactor, hasIon, labelOf, type Scattering } from "#core/simulate/vrm/scattering.ts";
import { B_PER_U } from "#core/structure/displacement.ts";
import { guessElementFromName } from "#core/structure/guess-element.ts";
import type { Structure } from "#core/structure/structure.ts";

/** What is odd about the scattering of a structure's atoms, one sentence each. */
export function scatteringWarnings(structure: Structure, scattering: Scattering): string[] {
  const guessed = new Map<string, string>();
  const neutral = new Set<string>();
  const labels = labelsOf(structure, scattering);
  for (let n = 0; n < labels.length; n++) {
    const element = structure.element[n];
    if (!formFactor(scattering, element)) {
      guessed.set(element, formFactor(scattering, labels[n]) ? labels[n] : "carbon");
    } else if (labels[n] !== element && !hasIon(labels[n])) neutral.add(labels[n]);
  }
  const warnings = [...guessed].map(
    ([element, as]) => `Atoms of element "${element}" scatter as ${as}: no table knows them.`,
  );
  if (neutral.size > 0) {
    warnings.push(
      `Ions ${[...neutral].join(", ")} scatter as neutral atoms: the X-ray table has no such ions.`,
    );
  }
  return warnings;
}

/** What each atom scatters as: its element (deduced from its name where no table knows it), for X-rays with its charge. */
export function labelsOf(
  { element, charge, atomName, residueName }: Structure,
  scattering: Scattering,
): string[] {
  return element.map((symbol, n) => {
    const known = formFactor(scattering, symbol) ? symbol : guessElementFromName(atomName[n], residueName[n]);
    return scattering === "xray" && charge ? labelOf(known, charge[n]) : known;
  });
}

/** 8π² tr(U) ⁄ 3 for atoms with a tensor, their B for the others, Å². */
export function equivalentB(bFactor: ArrayLike<number>, u: ArrayLike<number>): Float64Array {
  return Float64Array.from(bFactor, (b, n) => {
    const trace = u[6 * n] + u[6 * n + 1] + u[6 * n + 2];
    return trace === 0 ? b : (B_PER_U * trace) / 3;
  });
}
