import { type KeyboardEvent, type PointerEvent, useMemo, useRef } from "react";
import { useApp, useFits, useResultsView, useSelection, useSettings } from "#renderer/panels/app/context.ts";
import { type Column, isNumeric } from "#renderer/panels/results/columns.ts";
import { areaOf } from "#renderer/panels/results/parallel/plot-area.ts";
import { useColumns } from "#renderer/panels/results/use-columns.ts";
import { useResults } from "#renderer/panels/results/use-results.ts";
import { scaleOf } from "#renderer/stores/color-scale.ts";
import type { FitRow, NumberColumn } from "#renderer/stores/fit-rows.ts";
import {
  axisAt,
  draggedRange,
  lineAt,
  nudgedRange,
  type PlotAxis,
  type PlotLines,
  plotLines,
} from "#renderer/stores/parallel-plot.ts";
import { hoverRow, type RowFilter, withFilter, withRange } from "#renderer/stores/results.ts";
import { rowsInFront } from "#renderer/stores/visible-rows.ts";
import { windowUnit } from "#renderer/ui/unit.ts";

/** How near the pointer must come to an axis to drag along it, and to a line to mean it, px. */
const AXIS_REACH = 9;
const LINE_REACH = 8;
/** Shares of an axis by which a key moves an end of a range. */
const STEP = 0.02;
const FINE_STEP = 0.002;

/** What the plot shows. */
export interface ParallelState {
  readonly lines: PlotLines;
  /** The columns of its axes. */
  readonly columns: readonly (Column & { readonly write: (value: number) => string })[];
  /** Of each row, whether the filter lets it through, and its colour on the scale, 0…1. */
  readonly passes: readonly boolean[];
  readonly shares: readonly number[];
  readonly passing: number;
  readonly ranges: RowFilter["ranges"];
  readonly colored: NumberColumn;
  /** Of the rows; −1 = none. */
  readonly shown: number;
  readonly hovered: number;
  readonly colorBy: (column: NumberColumn) => void;
  readonly clear: () => void;
  readonly clearAxis: (axis: PlotAxis) => void;
  readonly nudge: (axis: PlotAxis, end: "top" | "foot", event: KeyboardEvent) => void;
  readonly pointer: {
    readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerLeave: () => void;
  };
}

/** The rows in front as lines over the columns that the table shows, and what pointer and keys do to them. */
export function useParallel(): ParallelState {
  const { settings, results } = useApp().stores;
  const front = useSelection((state) => state.table);
  const pose = useSelection((state) => state.pose);
  const fits = useFits((state) => state);
  const filter = useResultsView((state) => state.filter);
  const hovered = useResultsView((state) => state.hovered);
  const colored = useSettings((state) => state.results.color);
  const { rows: visible, choose } = useResults();
  const { shown } = useColumns();
  const numeric = shown.filter(isNumeric);
  const wanted = numeric.map(({ column }) => column).join(" ");
  const all = useMemo(() => rowsInFront(fits, front), [fits, front]);
  const lines = useMemo(() => plotLines(all, wanted.split(" ") as NumberColumn[]), [all, wanted]);
  const shares = useMemo(() => all.map(scaleOf(all, colored).at), [all, colored]);
  const passes = useMemo(() => {
    const seen = new Set(visible);
    return all.map((row) => seen.has(row));
  }, [all, visible]);
  const setRange = (axis: PlotAxis, range: readonly [number, number] | null) =>
    results.setState(({ filter: now }) => ({ filter: withRange(now, axis.column, range) }));
  const pointer = usePlotPointer({ lines, passes, setRange, choose });
  return {
    lines,
    columns: lines.axes.flatMap(({ column }) => numeric.filter((one) => one.column === column)),
    passes,
    shares,
    passing: visible.length,
    ranges: filter.ranges,
    colored,
    shown: all.findIndex((row) => row.model === pose?.model && row.placement === pose.placement),
    hovered: all.findIndex((row) => row.model === hovered?.model && row.placement === hovered.placement),
    colorBy: (column) => settings.setState(({ results: now }) => ({ results: { ...now, color: column } })),
    clear: () => results.setState({ filter: withFilter(filter, { ranges: {} }) }),
    clearAxis: (axis) => setRange(axis, null),
    nudge: (axis, end, event) => {
      const direction = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 }[event.key] ?? 0;
      const isClear = event.key === "Escape" || event.key === "Delete";
      if (direction === 0 && !isClear) return;
      event.preventDefault();
      event.stopPropagation();
      const by = direction * (event.shiftKey ? FINE_STEP : STEP);
      setRange(axis, isClear ? null : nudgedRange(axis, filter.ranges[axis.column], end, by));
    },
    pointer,
  };
}

/** A drag along an axis makes a range, a click on it takes the range away; elsewhere the nearest line is meant. */
function usePlotPointer({
  lines,
  passes,
  setRange,
  choose,
}: {
  lines: PlotLines;
  passes: readonly boolean[];
  setRange: (axis: PlotAxis, range: readonly [number, number] | null) => void;
  choose: (row: FitRow) => void;
}): ParallelState["pointer"] {
  const { results } = useApp().stores;
  const drag = useRef<{ axis: PlotAxis; y: number } | null>(null);
  const at = ({ currentTarget, clientX, clientY }: PointerEvent<HTMLElement>) => {
    const unit = windowUnit();
    const { left, top } = currentTarget.getBoundingClientRect();
    const { clientWidth, clientHeight } = currentTarget;
    const area = areaOf(clientWidth / unit, clientHeight / unit);
    const [x, y] = [(clientX - left) / unit, (clientY - top) / unit];
    const axis = lines.axes[axisAt(area, lines.axes.length, x, AXIS_REACH)];
    const counts = (n: number) => passes[n] === true;
    return { area, y, axis, row: lines.rows[lineAt(lines, area, { x, y }, { reach: LINE_REACH, counts })] };
  };
  return {
    onPointerDown: (event) => {
      const { axis, y } = at(event);
      // Names and handles over the plot have their own work.
      if (!axis || event.button !== 0 || event.target !== event.currentTarget) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = { axis, y };
    },
    onPointerMove: (event) => {
      const { area, axis, row, y } = at(event);
      const held = drag.current;
      event.currentTarget.style.cursor = held || axis ? "ns-resize" : row ? "pointer" : "default";
      hoverRow(results, held || axis ? null : (row ?? null));
      const range = held && draggedRange(held.axis, area, held.y, y);
      if (held && range) setRange(held.axis, range);
    },
    onPointerUp: (event) => {
      const { area, axis, row, y } = at(event);
      const held = drag.current;
      drag.current = null;
      if (held) setRange(held.axis, draggedRange(held.axis, area, held.y, y));
      else if (row && !axis && event.button === 0 && event.target === event.currentTarget) choose(row);
    },
    onPointerLeave: () => hoverRow(results, null),
  };
}
