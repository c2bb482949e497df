import { atomicNumber } from "#core/structure/elements.ts";
import { isAminoAcid, isNucleotide } from "#core/structure/residue-names.ts";

/** Two-letter elements whose symbol is not also the start of a usual name of a carbon, nitrogen, oxygen or hydrogen atom. */
const UNMISTAKABLE = new Set(
  "CL BR FE ZN MG MN CU NI SE AL SI LI BE TI CR RB SR MO RU RH PD AG SB TE CS BA PT AU PB BI".split(" "),
);

/**
 * The element of an atom from the four columns of a PDB atom name (columns 13–16): the symbol is right-justified
 * in the first two, so "CA  " is calcium and " CA " an alpha carbon, except in four-letter names ("HG11").
 * "X" when nothing fits.
 */
export function guessElementFromColumns(name: string, residueName: string): string {
  const trimmed = name.trim();
  if (isAminoAcid(residueName) || isNucleotide(residueName)) return firstLetterElement(trimmed);
  const pair = name.slice(0, 2).toUpperCase();
  const startsLeft = /^[A-Z]{2}/.test(pair) && atomicNumber(pair) > 0;
  if (!startsLeft) return trimmed.toUpperCase() === "SE" ? "SE" : firstLetterElement(trimmed);
  const isFull = trimmed.length === 4;
  if (!isFull || UNMISTAKABLE.has(pair) || trimmed === residueName) return pair;
  return firstLetterElement(trimmed);
}

/**
 * The element of an atom from its name without columns, as in mmCIF: a name equal to its residue's is an ion,
 * unmistakable two-letter symbols are believed outside polymers, else the first letter. "X" when nothing fits.
 */
export function guessElementFromName(atomName: string, residueName: string): string {
  const name = atomName.toUpperCase();
  if (isAminoAcid(residueName) || isNucleotide(residueName)) return firstLetterElement(name);
  const letters = /^[A-Z]{1,2}/.exec(name)?.[0] ?? "";
  const isIon = name === residueName.toUpperCase() && atomicNumber(name) > 0;
  if (isIon) return name;
  if (letters.length === 2 && UNMISTAKABLE.has(letters)) return letters;
  return firstLetterElement(name);
}

/** The first letter after leading digits ("1HB" is hydrogen). */
function firstLetterElement(name: string): string {
  const letter = /[A-Z]/.exec(name.toUpperCase())?.[0] ?? "";
  return atomicNumber(letter) > 0 ? letter : "X";
}
