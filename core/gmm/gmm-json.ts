import { AppError } from "#core/errors.ts";
import { createGaussians, createShapedGaussians, type Gaussians } from "#core/gmm/gaussians.ts";

/** What a file of Gaussians says about itself beside them. */
export interface GaussianNotes {
  /** The map or model they were made from. */
  readonly source?: string;
  /** Å. */
  readonly resolution?: number;
}

const FORMAT = "mapwright-gaussians";

const COLUMNS = ["x", "y", "z", "amplitude", "sigma"];
const SHAPE = ["xx", "yy", "zz", "xy", "xz", "yz"];

/**
 * Gaussians as JSON: one row [x, y, z, amplitude, sigma] each, Å and map units × Å³, in the map's frame, and behind it the
 * covariance (Å²) where any is longer than wide. Numbers keep seven digits.
 */
export function writeGaussianJson(
  { count, xyz, amplitude, sigma, covariance }: Gaussians,
  notes: GaussianNotes = {},
): string {
  const short = (value: number) => String(Number(value.toPrecision(7)));
  const rows = Array.from({ length: count }, (_, n) => {
    const shape = covariance?.subarray(6 * n, 6 * n + 6) ?? [];
    const row = [xyz[3 * n], xyz[3 * n + 1], xyz[3 * n + 2], amplitude[n], sigma[n], ...shape];
    return `    [${row.map(short).join(", ")}]`;
  });
  const head = JSON.stringify(
    { format: FORMAT, columns: covariance ? [...COLUMNS, ...SHAPE] : COLUMNS, unit: "Å", ...notes },
    null,
    2,
  );
  return `${head.slice(0, -2)},\n  "gaussians": [\n${rows.join(",\n")}\n  ]\n}\n`;
}

/** Reads what `writeGaussianJson` wrote. Throws `format` for anything else. */
export function readGaussianJson(text: string): { readonly model: Gaussians; readonly notes: GaussianNotes } {
  const { gaussians, source, resolution } = parsed(text);
  return {
    model: gaussiansOf(numbersOf(gaussians)),
    notes: {
      ...(typeof source === "string" && { source }),
      ...(typeof resolution === "number" && { resolution }),
    },
  };
}

/** Rows of numbers, all of a length that is known. */
function numbersOf(rows: unknown): number[][] {
  if (!Array.isArray(rows) || rows.length === 0) throw notGaussians("it holds no list of Gaussians");
  const isShaped = Array.isArray(rows[0]) && rows[0].length > COLUMNS.length;
  const width = COLUMNS.length + (isShaped ? SHAPE.length : 0);
  for (const [n, row] of rows.entries()) {
    if (!Array.isArray(row) || row.length !== width || !row.every((value) => typeof value === "number")) {
      throw notGaussians(`Gaussian ${n + 1} is not ${isShaped ? "eleven" : "five"} numbers`);
    }
  }
  return rows;
}

function gaussiansOf(rows: readonly number[][]): Gaussians {
  const column = (first: number, count: number) =>
    Float64Array.from(rows.flatMap((row) => row.slice(first, first + count)));
  const [xyz, amplitude] = [column(0, 3), column(3, 1)];
  return rows[0].length > COLUMNS.length
    ? createShapedGaussians(xyz, amplitude, column(COLUMNS.length, SHAPE.length))
    : createGaussians(xyz, amplitude, column(4, 1));
}

function parsed(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw notGaussians("it is no JSON");
  }
  if (typeof value === "object" && value !== null) return { ...value };
  throw notGaussians("it holds no object");
}

function notGaussians(why: string): AppError {
  return new AppError("format", `This is no file of Gaussians: ${why}.`);
}
