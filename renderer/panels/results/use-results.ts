import { type KeyboardEvent, useMemo } from "react";
import { leavePath } from "#renderer/commands/judge/path.ts";
import { place, reject, showCluster, showPlacement } from "#renderer/commands/poses.ts";
import { zeroAndContinue } from "#renderer/commands/zero.ts";
import { useApp, useFits, useResultsView, useRun, useSelection } from "#renderer/panels/app/context.ts";
import type { FitRow, SortColumn } from "#renderer/stores/fit-rows.ts";
import { usualSort, visibleRows } from "#renderer/stores/visible-rows.ts";

export interface TableState {
  readonly rows: readonly FitRow[];
  /** Which of them is shown; −1 when none is. */
  readonly at: number;
  readonly sort: { readonly column: SortColumn; readonly descending: boolean };
  readonly sortBy: (column: SortColumn, descending: boolean) => void;
  readonly choose: (row: FitRow) => void;
  readonly press: (event: KeyboardEvent) => void;
}

/** Rows by which a key moves on. */
const MOVES: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** The rows in front that pass the filter, in the order chosen, and what keys and clicks do to them. */
export function useResults(): TableState {
  const app = useApp();
  const run = useRun();
  const front = useSelection((state) => state.table);
  const pose = useSelection((state) => state.pose);
  const fits = useFits((state) => state);
  const chosen = useResultsView((state) => state.sort);
  const filter = useResultsView((state) => state.filter);
  const sort = chosen ?? usualSort(front);
  const rows = useMemo(
    () => visibleRows(fits, front, { sort: chosen, filter }),
    [fits, front, chosen, filter],
  );
  const at = rows.findIndex(({ model, placement }) => model === pose?.model && placement === pose.placement);
  const shown = rows[at];
  const zero = () => app.stores.settings.getState().zero;
  const step = (by: number) => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
    if (!row) return;
    run(() => {
      leavePath(app);
      showPlacement(app, row.model, row.placement);
    });
  };
  const act = (key: string, row: FitRow): (() => void | Promise<void>) | undefined => {
    if (key === "Enter") return () => void place(app, row.model, row.placement);
    if (key === "z") return () => zeroAndContinue(app, row.model, row.placement, zero());
    if (key !== "x") return undefined;
    return () => {
      reject(app, row.model, row.placement);
      if (row.state !== "rejected") step(1);
    };
  };
  const sortBy = (column: SortColumn, descending: boolean) =>
    app.stores.results.setState({
      sort: { column, descending: column === sort.column ? !sort.descending : descending },
    });
  return {
    rows,
    at,
    sort,
    sortBy,
    choose: (row) =>
      run(() => {
        leavePath(app);
        showCluster(app, row.model, row.placement);
      }),
    press: (event) => {
      const isButton = event.target instanceof HTMLButtonElement && event.key === "Enter";
      if (event.ctrlKey || event.metaKey || event.altKey || isButton) return;
      const by = MOVES[event.key];
      const action = shown && act(event.key.length === 1 ? event.key.toLowerCase() : event.key, shown);
      if (by !== undefined) step(by);
      else if (action) run(action);
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}
