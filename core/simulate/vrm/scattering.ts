import { ELECTRON_TABLE } from "#core/simulate/vrm/electron-table.ts";
import { XRAY_TABLE } from "#core/simulate/vrm/xray-table.ts";

/**
 * Scattering of one atom at rest: f(q) = Σ a exp(−b q² ⁄ 4), q = 1 ⁄ d in Å⁻¹; a in Å (electrons as projectiles) or in
 * electrons (X-rays), b in Å². A constant is a term with b = 0: a delta function in space, which only a displacement or
 * a limit of resolution gives a width.
 */
export interface FormFactor {
  readonly a: readonly number[];
  readonly b: readonly number[];
}

/** What is scattered: electrons, as in cryo-EM, or X-rays. */
export type Scattering = "electron" | "xray";

const TABLES: Readonly<Record<Scattering, ReadonlyMap<string, FormFactor>>> = {
  electron: new Map(ELECTRON_TABLE.trim().split("\n").map(parseLine)),
  xray: new Map(XRAY_TABLE.trim().split("\n").map(parseLine)),
};

/** What an atom of unknown element scatters as: most atoms of a model are carbon. */
export const UNKNOWN_SCATTERS_AS = "C";

/**
 * Scattering of an atom by its label: the symbol in capitals, with its charge where it has one ("FE3+", "CL1-").
 * Electrons: neutral atoms H to Cf (International Tables C, 4.3.2.2); charges are left out, since the table has no ions.
 * X-rays: the ion where Waasmaier & Kirfel have it, else the neutral atom. Deuterium "D" and tritium "T" scatter as
 * hydrogen. Undefined for an element that the table does not know.
 */
export function formFactor(scattering: Scattering, label: string): FormFactor | undefined {
  const table = TABLES[scattering];
  return table.get(label) ?? table.get(neutral(label));
}

/** The same, of carbon for an element that the table does not know. */
export function formFactorOrCarbon(scattering: Scattering, label: string): FormFactor {
  const factor = formFactor(scattering, label) ?? formFactor(scattering, UNKNOWN_SCATTERS_AS);
  if (!factor) throw new TypeError("The scattering table has no carbon.");
  return factor;
}

/**
 * Electron scattering of a neutral atom by its symbol.
 * @public
 */
export function electronFormFactor(symbol: string): FormFactor | undefined {
  return formFactor("electron", symbol);
}

/** Whether the X-ray table has just this ion. */
export function hasIon(label: string): boolean {
  return TABLES.xray.has(label);
}

/** The label of an element with a formal charge: "FE" and 3 make "FE3+". */
export function labelOf(symbol: string, charge: number): string {
  if (charge === 0) return symbol;
  return `${symbol}${Math.abs(charge)}${charge > 0 ? "+" : "-"}`;
}

/** f(q) of an atom at rest, in the unit of its a; q = 1 ⁄ d in Å⁻¹. */
export function scatteringAt({ a, b }: FormFactor, q: number): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * Math.exp((-b[k] * q * q) / 4);
  return sum;
}

function neutral(label: string): string {
  const symbol = label.replace(/\d+[+-]$/, "");
  return symbol === "D" || symbol === "T" ? "H" : symbol;
}

/** Five a, five b and perhaps a constant. */
function parseLine(line: string): [string, FormFactor] {
  const [symbol, ...numbers] = line.split(" ");
  const values = numbers.map(Number);
  const [constant] = values.slice(10);
  const a = values.slice(0, 5);
  const b = values.slice(5, 10);
  return [symbol, constant ? { a: [...a, constant], b: [...b, 0] } : { a, b }];
}
