import { AppError } from "#core/errors.ts";
import { type StarTable, wordsOf } from "#core/format/star.ts";
import { decodeNumber } from "#core/format/text.ts";

/** Columns of a table asked for by name, each filled in one pass over the rows; what is not there is left out. */
export interface StarColumns {
  readonly count: number;
  has(label: string): boolean;
  /** Numbers of a column. Throws `format` when it is not there. */
  numbers(label: string): Float64Array;
  /** Texts of a column. Throws `format` when it is not there. */
  texts(label: string): readonly string[];
}

/**
 * Splits every row once and takes the columns named (with their underscore). Throws `format`, naming row and column,
 * for a number that is none.
 */
export function columnsOf(
  table: StarTable,
  wanted: { numbers: readonly string[]; texts: readonly string[] },
): StarColumns {
  const count = table.rows.length;
  const place = new Map(table.labels.map((label, n) => [label, n]));
  const numbers = new Map(present(wanted.numbers, place).map((label) => [label, new Float64Array(count)]));
  const texts = new Map(present(wanted.texts, place).map((label) => [label, new Array<string>(count)]));
  for (let row = 0; row < count; row++) {
    const words = wordsOf(table.rows[row]);
    for (const [label, column] of numbers) column[row] = numberIn(words[place.get(label) ?? 0], label, row);
    for (const [label, column] of texts) column[row] = words[place.get(label) ?? 0];
  }
  const missing = (label: string) =>
    new AppError("format", `The table "${table.name}" has no column ${label}.`, { seen: table.labels });
  return {
    count,
    has: (label) => numbers.has(label) || texts.has(label),
    numbers(label) {
      const column = numbers.get(label);
      if (!column) throw missing(label);
      return column;
    },
    texts(label) {
      const column = texts.get(label);
      if (!column) throw missing(label);
      return column;
    },
  };
}

function present(labels: readonly string[], place: ReadonlyMap<string, number>): string[] {
  return labels.filter((label) => place.has(label));
}

function numberIn(word: string, label: string, row: number): number {
  const value = decodeNumber(word);
  if (Number.isFinite(value)) return value;
  throw new AppError("format", `Row ${row + 1}: ${label} should be a number but is "${word}".`, {
    row,
    label,
  });
}
