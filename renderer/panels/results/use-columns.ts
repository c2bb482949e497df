import { useApp, useFits, useSelection, useSettings } from "#renderer/panels/app/context.ts";
import { COLUMNS, type Column } from "#renderer/panels/results/columns.ts";
import { rowsInFront } from "#renderer/stores/visible-rows.ts";

/** Columns that few ask for. */
const RARE: ReadonlySet<Column["column"]> = new Set(["overlap"]);

export interface ColumnsState {
  readonly all: readonly Column[];
  readonly shown: readonly Column[];
  readonly isShown: (column: Column) => boolean;
  readonly toggle: (column: Column) => void;
  /** Back to the columns that tell something. */
  readonly reset: () => void;
}

/** The columns of the table: those the user chose, else those that would not be empty in every row. */
export function useColumns(): ColumnsState {
  const { settings } = useApp().stores;
  const chosen = useSettings((state) => state.results.columns);
  const front = useSelection((state) => state.table);
  const has = useFits((state) => {
    const rows = rowsInFront(state, front);
    const some = [rows.some(({ z }) => !Number.isNaN(z)), rows.some(({ clash }) => clash !== null)];
    return [...some, rows.some(({ note }) => note !== "")].map(Number).join("");
  });
  const [z, clash, note] = [...has].map((flag) => flag === "1");
  const isUseful: Partial<Record<Column["column"], boolean>> = {
    name: front === "all",
    z: z === true,
    clash: clash === true,
    note: note === true,
  };
  const isShown = ({ column }: Column) =>
    chosen ? chosen.includes(column) : (isUseful[column] ?? !RARE.has(column));
  const shown = COLUMNS.filter(isShown);
  const set = (columns: readonly Column["column"][] | null) =>
    settings.setState(({ results }) => ({ results: { ...results, columns } }));
  return {
    all: COLUMNS,
    shown: shown.length > 0 ? shown : COLUMNS.slice(0, 1),
    isShown,
    toggle: (column) =>
      set(COLUMNS.filter((other) => isShown(other) !== (other === column)).map(({ column: name }) => name)),
    reset: () => set(null),
  };
}
