import { AppError } from "#core/errors.ts";
import { decodeText } from "#core/format/text.ts";

/** One table of a STAR file, as it stands there. */
export interface StarTable {
  /** What follows "data_"; empty in files of RELION 3.0 and before. */
  readonly name: string;
  /** Column names with their underscore, in the order of the file. */
  readonly labels: readonly string[];
  /** One text per row, split only when a column is asked for: tables have hundreds of thousands of rows. */
  readonly rows: readonly string[];
  /** Whether it is a loop; else a list of names and values, which is one row here. */
  readonly isLoop: boolean;
}

/** Words of a row: bare, or within '…' or "…" that end before a blank, with the quotes. */
const WORD = /'(?:[^']|'(?!\s|$))*'(?=\s|$)|"(?:[^"]|"(?!\s|$))*"(?=\s|$)|\S+/g;

/**
 * Reads the tables of a STAR file (Hall 1991, as RELION 3 to 5 write it: one row per line). Comments, anywhere on a
 * line of their own or after names, are left out. Throws `format` when a row has more or fewer words than the table has
 * columns (naming the line), when a text runs over several lines, or when there is no table at all.
 */
export function readStar(bytes: Uint8Array): StarTable[] {
  const text = decodeText(bytes);
  const tables: StarTable[] = [];
  let open: OpenTable | undefined;
  let number = 0;
  for (const line of linesOf(text)) {
    number++;
    const content = line.trim();
    if (content === "" || content.startsWith("#")) continue;
    if (/^data_/i.test(content)) {
      if (open) tables.push(closed(open));
      open = {
        name: (content.split(/\s/, 1)[0] ?? "").slice(5),
        labels: [],
        rows: [],
        values: [],
        isLoop: false,
      };
    } else if (!open) {
      throw new AppError(
        "format",
        `Line ${number} stands before the first table ("data_…"): this is no STAR file.`,
        {
          seen: content.slice(0, 80),
          expected: "data_",
        },
      );
    } else take(open, content, number);
  }
  if (open) tables.push(closed(open));
  if (tables.length > 0) return tables;
  throw new AppError(
    "format",
    'There is no table in this file: a STAR file has lines that begin with "data_".',
  );
}

/** The words of a row, quotes taken off. */
export function wordsOf(row: string): string[] {
  return (row.match(WORD) ?? []).map((word) =>
    /^(['"]).*\1$/s.test(word) && word.length > 1 ? word.slice(1, -1) : word,
  );
}

/** The words of a row as they stand there, quotes and all. */
export function rawWordsOf(row: string): string[] {
  return row.match(WORD) ?? [];
}

/**
 * A word as a STAR file can hold it.
 * @public
 */
export function starWord(value: string): string {
  if (value !== "" && !/[\s'"]/.test(value) && !/^[#_;]/.test(value)) return value;
  return value.includes('"') ? `'${value}'` : `"${value}"`;
}

/** A STAR file of tables. Rows are written as they stand. */
export function writeStar(tables: readonly StarTable[]): string {
  return tables.map(tableText).join("\n");
}

interface OpenTable {
  readonly name: string;
  readonly labels: string[];
  readonly rows: string[];
  /** Values of a list of names, which become one row. */
  readonly values: string[];
  isLoop: boolean;
}

function take(table: OpenTable, content: string, number: number): void {
  if (/^loop_(\s|$)/i.test(content)) {
    if (table.isLoop || table.labels.length > 0) {
      throw new AppError(
        "format",
        `Line ${number} begins a second loop in table "${table.name}"; one is expected.`,
      );
    }
    table.isLoop = true;
    return;
  }
  if (content.startsWith(";")) {
    throw new AppError(
      "format",
      `Line ${number} begins a text of several lines, which RELION's tables do not have.`,
    );
  }
  if (content.startsWith("_") && table.rows.length === 0) {
    takeLabel(table, content, number);
    return;
  }
  if (!table.isLoop) throw misplaced(table, content, number);
  const words = content.match(WORD)?.length ?? 0;
  if (words !== table.labels.length) {
    const message = `Line ${number}: the row has ${words} values, but table "${table.name}" has ${table.labels.length} columns; the file is damaged or cut short.`;
    throw new AppError("format", message, { seen: content.slice(0, 200), expected: table.labels });
  }
  table.rows.push(content);
}

function takeLabel(table: OpenTable, content: string, number: number): void {
  const [label, value] = rawWordsOf(content);
  if (table.isLoop) {
    table.labels.push(label);
    return;
  }
  if (value === undefined) {
    throw new AppError("format", `Line ${number}: "${label}" has no value, and no "loop_" stands before it.`);
  }
  table.labels.push(label);
  table.values.push(value);
}

function closed({ name, labels, rows, values, isLoop }: OpenTable): StarTable {
  return { name, labels, isLoop, rows: isLoop || labels.length === 0 ? rows : [values.join(" ")] };
}

function misplaced(table: OpenTable, content: string, number: number): AppError {
  return new AppError(
    "format",
    `Line ${number}: "${content.slice(0, 40)}" belongs to no column of table "${table.name}" ("loop_" is missing?).`,
  );
}

function tableText({ name, labels, rows, isLoop }: StarTable): string {
  const head = `\n# version 30001\n\ndata_${name}\n\n`;
  if (!isLoop) {
    const words = rawWordsOf(rows[0] ?? "");
    return `${head}${labels.map((label, n) => `${label} ${words[n] ?? '""'}`).join("\n")}\n`;
  }
  return `${head}loop_\n${labels.map((label, n) => `${label} #${n + 1}`).join("\n")}\n${rows.join("\n")}\n`;
}

function* linesOf(text: string): Generator<string> {
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf("\n", from);
    const to = end < 0 ? text.length : end;
    yield text.slice(from, to);
    from = to + 1;
  }
}
