import type { ValidationDocument } from "#core/report/validation-document.ts";

const COLUMNS = [
  "chain",
  "number",
  "insertionCode",
  "name",
  "atoms",
  "q",
  "cc",
  "ccMain",
  "ccSide",
  "ccLocal",
  "resolution",
  "density",
  "bFactor",
  "poor",
] as const;

/** One line per residue under a header of names, as in the JSON; what could not be measured is left empty (RFC 4180). */
export function validationCsv({ residues }: Pick<ValidationDocument, "residues">): string {
  const lines = residues.map((residue) => COLUMNS.map((column) => csvCell(residue[column])).join(","));
  return `${[COLUMNS.join(","), ...lines].join("\r\n")}\r\n`;
}

/** A value as a cell of RFC 4180: six digits, empty where there is none. */
export function csvCell(value: string | number | boolean | undefined): string {
  if (value === undefined || Number.isNaN(value)) return "";
  if (typeof value === "number") return String(Number(value.toPrecision(6)));
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
