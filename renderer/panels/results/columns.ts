import type { FitRow, SortColumn } from "#renderer/stores/fit-rows.ts";
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
}

export const COLUMNS: readonly Column[] = [
  { column: "rank", title: "Rank", hint: "1 is best", isText: true, descending: false, text: rankText },
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
  {
    column: "correlation",
    title: "Correlation",
    hint: "Of the map with the model's own map; Why in the fit panel tells of which kind",
    descending: true,
    text: ({ scores }) => fixed(scores.correlation, 3),
  },
  {
    column: "correlationAboutMean",
    title: "About mean",
    hint: "The same with the means removed; this ranks",
    descending: true,
    text: ({ scores }) => fixed(scores.correlationAboutMean, 3),
  },
  {
    column: "overlap",
    title: "Overlap",
    hint: "Sum of map times model map",
    descending: true,
    text: ({ scores }) => density(scores.overlap),
  },
  {
    column: "averageDensity",
    title: "Density",
    hint: "Mean density at the fitted atoms, map units",
    descending: true,
    text: ({ scores }) => density(scores.averageDensity),
  },
  {
    column: "inside",
    title: "Inside",
    hint: "Share of the atoms at or above the contour level",
    descending: true,
    text: ({ scores }) => percent(scores.inside),
  },
  {
    column: "hits",
    title: "Hits",
    hint: "Starts that ended here",
    descending: true,
    text: ({ hits }) => grouped(hits),
  },
  {
    column: "z",
    title: "z",
    hint: "Standard deviations above the wrong placements",
    descending: true,
    text: ({ z }) => fixed(z, 1),
  },
  {
    column: "clash",
    title: "Clash",
    hint: "Atoms within 2 Å of placed models",
    descending: false,
    text: ({ clash }) => (clash === null ? "–" : grouped(clash)),
  },
  {
    column: "shift",
    title: "Shift Å",
    hint: "Way of the model's centre",
    descending: false,
    text: ({ shift }) => fixed(shift, 2),
  },
  {
    column: "turn",
    title: "Turn °",
    hint: "Angle turned",
    descending: false,
    text: ({ turn }) => fixed(turn, 1),
  },
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
