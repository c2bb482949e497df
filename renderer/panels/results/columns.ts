import { type FitRow, type NumberColumn, numberOf, type SortColumn } from "#renderer/stores/fit-rows.ts";
import { density, fixed, grouped, percent } from "#renderer/stores/format.ts";

/** A column of the table: its title with its unit, what it means, how a row fills it. */
export interface Column {
  readonly column: SortColumn;
  readonly title: string;
  readonly hint: string;
  readonly isText?: boolean;
  /** Whether the first click on the title puts large values first. */
  readonly descending: boolean;
  readonly text: (row: FitRow) => string;
  /** Columns of numbers: how they write one, and the unit where the title does not name it. */
  readonly write?: (value: number) => string;
  readonly unit?: string;
}

/** A column of numbers. */
function numbers(
  column: NumberColumn,
  about: Pick<Column, "title" | "hint" | "descending" | "unit">,
  write: (value: number) => string,
): Column {
  return { column, ...about, write, text: (row) => write(numberOf(row, column)) };
}

export const COLUMNS: readonly Column[] = [
  {
    ...numbers("rank", { title: "Rank", hint: "1 is best", descending: false }, String),
    isText: true,
    text: rankText,
  },
  {
    column: "name",
    title: "Model",
    hint: "What was fitted",
    isText: true,
    descending: false,
    text: ({ name }) => name,
  },
  {
    column: "state",
    title: "State",
    hint: "What became of it",
    isText: true,
    descending: false,
    text: ({ state }) => state,
  },
  numbers(
    "correlation",
    {
      title: "Correlation",
      hint: "Of the map with the model's own map; Why in the fit panel tells of which kind",
      descending: true,
    },
    (value) => fixed(value, 3),
  ),
  numbers(
    "correlationAboutMean",
    { title: "About mean", hint: "The same with the means removed; this ranks", descending: true },
    (value) => fixed(value, 3),
  ),
  numbers("overlap", { title: "Overlap", hint: "Sum of map times model map", descending: true }, density),
  numbers(
    "averageDensity",
    {
      title: "Density",
      hint: "Mean density at the fitted atoms, map units",
      descending: true,
      unit: "map units",
    },
    density,
  ),
  numbers(
    "inside",
    { title: "Inside", hint: "Share of the atoms at or above the contour level", descending: true },
    percent,
  ),
  numbers("hits", { title: "Hits", hint: "Starts that ended here", descending: true }, (value) =>
    grouped(Math.round(value)),
  ),
  numbers(
    "z",
    { title: "z", hint: "Standard deviations above the wrong placements", descending: true, unit: "sd" },
    (value) => fixed(value, 1),
  ),
  numbers(
    "clash",
    {
      title: "Clash",
      hint: "Atoms within 2 Å of placed models",
      descending: false,
      unit: "atoms",
    },
    (value) => (Number.isNaN(value) ? "–" : grouped(Math.round(value))),
  ),
  numbers("shift", { title: "Shift Å", hint: "Way of the model's centre", descending: false }, (value) =>
    fixed(value, 2),
  ),
  numbers("turn", { title: "Turn °", hint: "Angle turned", descending: false }, (value) => fixed(value, 1)),
  {
    column: "note",
    title: "Note",
    hint: "What you wrote about it, in the Fit panel",
    isText: true,
    descending: false,
    text: ({ note }) => note,
  },
];

/** Other sites that are as good as rank 1 are marked. */
function rankText({ rank, equivalent }: FitRow): string {
  return rank > 1 && equivalent ? `${rank} ≈ 1` : String(rank);
}

/** The title of a column within a sentence: "correlation". */
export function titleOf(wanted: SortColumn): string {
  const title = COLUMNS.find(({ column }) => column === wanted)?.title ?? wanted;
  return title.charAt(0).toLowerCase() + title.slice(1);
}

/** Whether a column holds numbers. */
export function isNumeric(column: Column): column is Column & {
  readonly column: NumberColumn;
  readonly write: NonNullable<Column["write"]>;
} {
  return column.write !== undefined;
}
