import { type KeyboardEvent, useMemo, useState } from "react";
import { place, reject, showCluster, showPlacement } from "#renderer/commands/poses.ts";
import { zeroAndContinue } from "#renderer/commands/zero.ts";
import { useApp, useFits, useRun, useSelection } from "#renderer/panels/app/context.ts";
import { type FitRow, type SortColumn, sortRows } from "#renderer/stores/fit-rows.ts";
import { rowsInFront } from "#renderer/stores/visible-rows.ts";

export interface ResultsState {
  readonly rows: readonly FitRow[];
  readonly shown: FitRow | undefined;
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

/** The rows in front, in the order chosen, and what keys and clicks do to them. */
export function useResults(): ResultsState {
  const app = useApp();
  const run = useRun();
  const front = useSelection((state) => state.table);
  const pose = useSelection((state) => state.pose);
  const fits = useFits((state) => state);
  const [sort, setSort] = useState<ResultsState["sort"]>({
    column: front === "all" ? "correlationAboutMean" : "rank",
    descending: front === "all",
  });
  const rows = useMemo(
    () => sortRows(rowsInFront(fits, front), sort.column, sort.descending),
    [fits, front, sort.column, sort.descending],
  );
  const at = rows.findIndex(({ model, placement }) => model === pose?.model && placement === pose.placement);
  const shown = rows[at];
  const zero = () => app.stores.settings.getState().zero;
  const step = (by: number) => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
    if (row) run(() => showPlacement(app, row.model, row.placement));
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
  return {
    rows,
    shown,
    sort,
    sortBy: (column, descending) =>
      setSort(column === sort.column ? { column, descending: !sort.descending } : { column, descending }),
    choose: (row) => run(() => showCluster(app, row.model, row.placement)),
    press: (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
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
