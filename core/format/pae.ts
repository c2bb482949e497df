import { AppError } from "#core/errors.ts";
import { decodeText } from "#core/format/text.ts";

/** Predicted aligned errors between the residues of a predicted model. */
export interface PredictedErrors {
  /** Residues. */
  readonly count: number;
  /** Å, row by row (count × count): row a, column b is the error at b when the models are superposed on a. */
  readonly errors: Float32Array;
}

/**
 * Reads predicted aligned errors as AlphaFold writes them, as JSON of one object or a list of one: `predicted_aligned_error`
 * (`pae` in AlphaFold 3 and ColabFold) as a list of rows, or, until 2022, `residue1`, `residue2` and `distance` as lists with
 * an entry for each pair. `name` is for messages. Throws `format`.
 */
export function readPae(name: string, bytes: Uint8Array): PredictedErrors {
  const content = parsed(name, bytes);
  const first: unknown = Array.isArray(content) ? content[0] : content;
  if (typeof first !== "object" || first === null) throw notPae(name, "no object");
  const fields = first as Readonly<Record<string, unknown>>;
  const rows = fields["predicted_aligned_error"] ?? fields["pae"];
  if (Array.isArray(rows)) return fromRows(name, rows);
  const { residue1, residue2, distance } = fields;
  if (isNumbers(residue1) && isNumbers(residue2) && isNumbers(distance)) {
    return fromPairs(name, residue1, residue2, distance);
  }
  throw notPae(name, `the fields ${Object.keys(fields).slice(0, 8).join(", ") || "none"}`);
}

function parsed(name: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decodeText(bytes));
  } catch (thrown) {
    throw new AppError("format", `${name} is not JSON; a file of predicted aligned errors is expected.`, {
      cause: String(thrown),
    });
  }
}

function fromRows(name: string, rows: readonly unknown[]): PredictedErrors {
  const count = rows.length;
  const errors = new Float32Array(count * count);
  for (const [n, row] of rows.entries()) {
    if (!isNumbers(row) || row.length !== count) throw notSquare(name, count);
    errors.set(row, n * count);
  }
  return checked(name, { count, errors });
}

function fromPairs(
  name: string,
  residue1: readonly number[],
  residue2: readonly number[],
  distance: readonly number[],
): PredictedErrors {
  const count = residue1.reduce((most, residue) => Math.max(most, residue), 0);
  const isWhole = [residue1, residue2, distance].every(({ length }) => length === count * count);
  if (!isWhole) throw notSquare(name, count);
  const errors = new Float32Array(count * count).fill(Number.NaN);
  for (const [n, error] of distance.entries()) errors[(residue1[n] - 1) * count + residue2[n] - 1] = error;
  return checked(name, { count, errors });
}

function checked(name: string, read: PredictedErrors): PredictedErrors {
  if (read.count === 0 || !read.errors.every((error) => error >= 0)) throw notSquare(name, read.count);
  return read;
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((one) => typeof one === "number");
}

function notPae(name: string, seen: string): AppError {
  return new AppError(
    "format",
    `${name} holds no predicted aligned errors; give the file that AlphaFold calls predicted_aligned_error.`,
    { seen, expected: "predicted_aligned_error, pae, or residue1, residue2 and distance" },
  );
}

function notSquare(name: string, count: number): AppError {
  return new AppError(
    "format",
    `The predicted aligned errors in ${name} are not complete: one of at least 0 Å is needed for each pair of residues. Fetch the file again.`,
    { residues: count },
  );
}
