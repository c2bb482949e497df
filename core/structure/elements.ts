/** Symbols in capitals by atomic number, hydrogen (1) to californium (98). */
const SYMBOLS = (
  "H HE LI BE B C N O F NE NA MG AL SI P S CL AR K CA SC TI V CR MN FE CO NI CU ZN GA GE AS SE BR KR " +
  "RB SR Y ZR NB MO TC RU RH PD AG CD IN SN SB TE I XE CS BA LA CE PR ND PM SM EU GD TB DY HO ER TM YB LU " +
  "HF TA W RE OS IR PT AU HG TL PB BI PO AT RN FR RA AC TH PA U NP PU AM CM BK CF"
).split(" ");

/**
 * Standard atomic weights, Da, in the same order (IUPAC 2021, abridged; for elements without a stable isotope
 * the mass number of the longest-lived one).
 */
const MASSES = [
  1.008, 4.0026, 6.94, 9.0122, 10.81, 12.011, 14.007, 15.999, 18.998, 20.18, 22.99, 24.305, 26.982, 28.085,
  30.974, 32.06, 35.45, 39.95, 39.098, 40.078, 44.956, 47.867, 50.942, 51.996, 54.938, 55.845, 58.933, 58.693,
  63.546, 65.38, 69.723, 72.63, 74.922, 78.971, 79.904, 83.798, 85.468, 87.62, 88.906, 91.224, 92.906, 95.95,
  97, 101.07, 102.91, 106.42, 107.87, 112.41, 114.82, 118.71, 121.76, 127.6, 126.9, 131.29, 132.91, 137.33,
  138.91, 140.12, 140.91, 144.24, 145, 150.36, 151.96, 157.25, 158.93, 162.5, 164.93, 167.26, 168.93, 173.05,
  174.97, 178.49, 180.95, 183.84, 186.21, 190.23, 192.22, 195.08, 196.97, 200.59, 204.38, 207.2, 208.98, 209,
  210, 222, 223, 226, 227, 232.04, 231.04, 238.03, 237, 244, 243, 247, 247, 251,
];

const NUMBERS: ReadonlyMap<string, number> = new Map([
  ...SYMBOLS.map((symbol, n): [string, number] => [symbol, n + 1]),
  ["D", 1],
  ["T", 1],
]);

/** Atomic number of a symbol in capitals; deuterium "D" and tritium "T" count as hydrogen; 0 when unknown. */
export function atomicNumber(symbol: string): number {
  return NUMBERS.get(symbol) ?? 0;
}

/** The symbol of an atomic number in capitals; carbon's beyond those known. */
export function symbolOf(number: number): string {
  return SYMBOLS[number - 1] ?? "C";
}

/** Standard atomic weight, Da, of a symbol in capitals; "D" and "T" weigh as hydrogen; 0 when unknown. */
export function atomicMass(symbol: string): number {
  const number = atomicNumber(symbol);
  return number === 0 ? 0 : MASSES[number - 1];
}

/** Whether a symbol in capitals is hydrogen, deuterium or tritium. */
export function isHydrogen(symbol: string): boolean {
  return symbol === "H" || symbol === "D" || symbol === "T";
}
