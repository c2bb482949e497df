/** Å, by atomic number: van der Waals (Bondi 1964; Mantina et al. 2009 for main-group metals). */
const RADII: Readonly<Record<number, number>> = {
  1: 1.1,
  6: 1.7,
  7: 1.55,
  8: 1.52,
  9: 1.47,
  11: 2.27,
  12: 1.73,
  14: 2.1,
  15: 1.8,
  16: 1.8,
  17: 1.75,
  19: 2.75,
  20: 2.31,
  34: 1.9,
  35: 1.85,
  53: 1.98,
};
const OTHER_RADIUS = 1.7;

/** The radius that an atom is drawn with, Å, by its atomic number; carbon's where none is known. */
export function vanDerWaalsRadius(atomicNumber: number): number {
  return RADII[atomicNumber] ?? OTHER_RADIUS;
}
