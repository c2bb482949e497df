import { ELECTRON_TABLE } from "#core/simulate/vrm/electron-table.ts";

/** Scattering of one atom at rest: f(q) = Σ a exp(−b q² ⁄ 4), q = 1 ⁄ d in Å⁻¹; a in Å (electrons), b in Å². */
export interface FormFactor {
  readonly a: readonly number[];
  readonly b: readonly number[];
}

const ELECTRONS: ReadonlyMap<string, FormFactor> = new Map(ELECTRON_TABLE.trim().split("\n").map(parseLine));

/** What an atom of unknown element scatters as: most atoms of a model are carbon. */
export const UNKNOWN_SCATTERS_AS = "C";

/**
 * Electron scattering of a neutral atom by its symbol in capitals, H to Cf (International Tables C, 4.3.2.2);
 * deuterium "D" and tritium "T" scatter as hydrogen. Undefined for anything else.
 */
export function electronFormFactor(symbol: string): FormFactor | undefined {
  return ELECTRONS.get(symbol === "D" || symbol === "T" ? "H" : symbol);
}

/** f(q) of an atom at rest, Å; q = 1 ⁄ d in Å⁻¹. */
export function scatteringAt({ a, b }: FormFactor, q: number): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * Math.exp((-b[k] * q * q) / 4);
  return sum;
}

function parseLine(line: string): [string, FormFactor] {
  const [symbol, ...numbers] = line.split(" ");
  const values = numbers.map(Number);
  return [symbol, { a: values.slice(0, 5), b: values.slice(5) }];
}
