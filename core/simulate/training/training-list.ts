import { AppError, asAppError } from "#core/errors.ts";
import { RECIPE_NAMES, type RecipeName } from "#core/simulate/recipes/recipes.ts";
import type { Scattering } from "#core/simulate/vrm/scattering.ts";

/** A number drawn evenly between two ends; equal ends are that number. */
export type Range = readonly [low: number, high: number];

/** One line of a list of training maps: a model and what its maps may be like. */
export interface TrainingLine {
  /** Of the list, from 1. */
  readonly line: number;
  /** A file of atoms, as written in the list. */
  readonly model: string;
  /** Start of the names of its maps; the model's name when absent. */
  readonly name?: string;
  /** Maps to make. */
  readonly copies: number;
  readonly seed: number;
  readonly kernel: "vrm" | RecipeName;
  readonly scattering: Scattering;
  /** Å. */
  readonly resolution: Range;
  /** B factors of the file, none, or one drawn for all atoms, Å². */
  readonly bfactor: "file" | "none" | Range;
  /** Added to every B, Å². */
  readonly blur: Range;
  /** Å: the resolution varies smoothly through space between these. */
  readonly local?: Range;
  /** Å: the length over which it varies. */
  readonly localScale: number;
  /** Standard deviation of noise limited to the resolution, in units of the map's. */
  readonly noise: Range;
  /** Density outside the molecule, as part of vitreous ice's. */
  readonly solvent: Range;
  /** Å. */
  readonly spacing: number;
}

/** A list as far as it could be read, and what is wrong with other lines. */
export interface TrainingList {
  readonly lines: readonly TrainingLine[];
  readonly errors: readonly { readonly line: number; readonly message: string }[];
}

const DEFAULTS = {
  copies: 1,
  seed: 1,
  kernel: "vrm",
  scattering: "electron",
  bfactor: "file",
  blur: [0, 0],
  localScale: 20,
  noise: [0, 0],
  solvent: [0, 0],
  spacing: 1, // Å, what networks for maps are usually trained on
} as const;

const MOST_COPIES = 1e6;
const MOST_SEED = 2 ** 32 - 1;

/** How a field is read: from JSON as it is, from CSV as text. Throws `input` with what is expected. */
const FIELDS: Readonly<Record<keyof Omit<TrainingLine, "line">, (value: unknown) => unknown>> = {
  model: text,
  name: text,
  copies: (value) => whole(value, 1, MOST_COPIES),
  seed: (value) => whole(value, 0, MOST_SEED),
  kernel: (value) => oneOf(value, ["vrm", ...RECIPE_NAMES]),
  scattering: (value) => oneOf(value, ["electron", "xray"]),
  resolution: (value) => range(value, 0.5, 60),
  bfactor: (value) => (value === "file" || value === "none" ? value : range(value, -200, 1000)),
  blur: (value) => range(value, -200, 1000),
  local: (value) => range(value, 0.5, 60),
  localScale: (value) => range(value, 1, 1e4)[0],
  noise: (value) => range(value, 0, 100),
  solvent: (value) => range(value, 0, 2),
  spacing: (value) => range(value, 0.1, 20)[0],
};

/**
 * Reads a list of training maps: JSON lines (an object per line, ranges as [low, high]) or CSV (a line of names first,
 * ranges as low..high). Empty lines and those that begin with # are passed over. Lines that cannot be read are reported
 * and left out.
 */
export function parseTrainingList(content: string): TrainingList {
  const rows = content
    .split(/\r\n|\n|\r/)
    .map((row, n) => ({ row: row.trim(), line: n + 1 }))
    .filter(({ row }) => row !== "" && !row.startsWith("#"));
  const isJson = rows[0]?.row.startsWith("{") ?? false;
  const names = isJson
    ? []
    : (rows
        .shift()
        ?.row.split(",")
        .map((name) => name.trim()) ?? []);
  const lines: TrainingLine[] = [];
  const errors: { line: number; message: string }[] = [];
  for (const { row, line } of rows) {
    try {
      lines.push(lineOf(isJson ? jsonFields(row) : csvFields(names, row), line));
    } catch (thrown) {
      errors.push({ line, message: asAppError(thrown).message });
    }
  }
  return { lines, errors };
}

function jsonFields(row: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(row);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Said below.
  }
  throw new AppError("input", 'It is no JSON object such as {"model": "1abc.cif", "resolution": [3, 6]}.');
}

function csvFields(names: readonly string[], row: string): Record<string, unknown> {
  const values = row.split(",").map((value) => value.trim());
  if (values.length > names.length) {
    throw new AppError("input", `It has ${values.length} values, but the first line names ${names.length}.`);
  }
  return Object.fromEntries(values.flatMap((value, n) => (value === "" ? [] : [[names[n], value]])));
}

function lineOf(fields: Readonly<Record<string, unknown>>, line: number): TrainingLine {
  const read: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (!Object.hasOwn(FIELDS, name)) {
      throw new AppError("input", `There is no field "${name}". Fields: ${Object.keys(FIELDS).join(", ")}.`);
    }
    try {
      read[name] = FIELDS[name as keyof typeof FIELDS](value);
    } catch (thrown) {
      throw new AppError("input", `${name}: ${asAppError(thrown).message}`);
    }
  }
  for (const needed of ["model", "resolution"]) {
    if (read[needed] === undefined) throw new AppError("input", `It has no ${needed}.`);
  }
  // Every field was read by its own rule above.
  const whole = { ...DEFAULTS, ...read, line } as unknown as TrainingLine;
  const ofImages = (["bfactor", "blur", "local", "solvent", "scattering"] as const).find(
    (name) => read[name] !== undefined && whole.kernel !== "vrm",
  );
  if (ofImages)
    throw new AppError("input", `${ofImages} goes with kernel vrm only, not with ${whole.kernel}.`);
  return whole;
}

function text(value: unknown): string {
  if (typeof value === "string" && value.trim() !== "") return value.trim();
  throw new AppError("input", "a name is expected.");
}

function oneOf(value: unknown, known: readonly string[]): string {
  const found = known.find((word) => word === value);
  if (found !== undefined) return found;
  throw new AppError("input", `one of ${known.join(", ")} is expected.`);
}

function whole(value: unknown, least: number, most: number): number {
  const number = typeof value === "string" ? Number(value) : value;
  if (typeof number === "number" && Number.isInteger(number) && number >= least && number <= most) {
    return number;
  }
  throw new AppError("input", `a whole number from ${least} to ${most} is expected.`);
}

function range(value: unknown, least: number, most: number): Range {
  const ends = endsOf(value).map((end) => (typeof end === "string" && end !== "" ? Number(end) : end));
  const [low, high = low] = ends;
  if (typeof low === "number" && typeof high === "number" && low >= least && high >= low && high <= most) {
    return [low, high];
  }
  throw new AppError(
    "input",
    `a number or a range [low, high] (in CSV low..high) from ${least} to ${most} is expected.`,
  );
}

function endsOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.length === 2 ? value : [];
  return typeof value === "string" ? value.split("..") : [value];
}
