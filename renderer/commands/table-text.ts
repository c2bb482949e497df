import { cellOf, type FitRow, type SortColumn } from "#renderer/stores/fit-rows.ts";

/** The columns of an exported table, with units, and how many digits mean something. */
const COLUMNS: readonly { readonly column: SortColumn; readonly title: string; readonly digits?: number }[] =
  [
    { column: "rank", title: "rank" },
    { column: "name", title: "model" },
    { column: "state", title: "state" },
    { column: "hits", title: "hits" },
    { column: "correlation", title: "correlation", digits: 4 },
    { column: "correlationAboutMean", title: "correlation_about_mean", digits: 4 },
    { column: "overlap", title: "overlap", digits: 4 },
    { column: "averageDensity", title: "mean_density", digits: 5 },
    { column: "inside", title: "inside", digits: 4 },
    { column: "z", title: "z", digits: 2 },
    { column: "clash", title: "clash_atoms" },
    { column: "shift", title: "shift_angstrom", digits: 3 },
    { column: "turn", title: "turn_degrees", digits: 3 },
    { column: "note", title: "note" },
  ];

const MOTION = ["qx", "qy", "qz", "qw", "x_angstrom", "y_angstrom", "z_angstrom"];

/** Rows as lines of text: a header, then one line per row, with the motion that moves the file's coordinates. */
export function tableText(rows: readonly FitRow[], separator: "," | "\t"): string {
  const header = [...COLUMNS.map(({ title }) => title), ...MOTION];
  const lines = rows.map((row) => [
    ...COLUMNS.map(({ column, digits }) => cell(row, column, digits)),
    ...row.motion.rotation.map((q) => q.toFixed(6)),
    ...row.motion.shift.map((x) => x.toFixed(4)),
  ]);
  const text = (cells: readonly string[]) => cells.map((value) => quoted(value, separator)).join(separator);
  return `${[header, ...lines].map(text).join("\n")}\n`;
}

function cell(row: FitRow, column: SortColumn, digits?: number): string {
  if (column === "clash" && row.clash === null) return "";
  const value = cellOf(row, column);
  if (typeof value === "string") return value;
  if (Number.isNaN(value)) return "";
  return digits === undefined ? String(value) : value.toFixed(digits);
}

function quoted(value: string, separator: string): string {
  return value.includes(separator) || /["\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
