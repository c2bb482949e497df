import { ArrowDown, ArrowUp } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";
import { useApp, useFits, useResultsView, useSelection, useSettings } from "#renderer/panels/app/context.ts";
import type { Column } from "#renderer/panels/results/columns.ts";
import { useColumns } from "#renderer/panels/results/use-columns.ts";
import { type TableState, useResults } from "#renderer/panels/results/use-results.ts";
import { hexOf, viridis } from "#renderer/scene/colors.ts";
import { type Scale, scaleOf } from "#renderer/stores/color-scale.ts";
import type { FitRow } from "#renderer/stores/fit-rows.ts";
import { hoverRow, NO_FILTER } from "#renderer/stores/results.ts";
import { rowsInFront } from "#renderer/stores/visible-rows.ts";
import { useVisibleRows } from "#renderer/ui/use-visible-rows.ts";
import type { ModelId } from "#workers/protocol.ts";

/** The placements in front; the keyboard works on the one shown. Only the rows that are seen are drawn. */
export function ResultTable() {
  const front = useSelection((state) => state.table);
  const results = useResults();
  const { rows, at, press, choose } = results;
  const { shown: columns } = useColumns();
  const colored = useSettings((state) => state.results.color);
  const proposal = useResultsView((state) => state.proposal);
  const hovered = useResultsView((state) => state.hovered);
  // Of all rows, as the balls are coloured: a filter does not change what a colour means.
  const fits = useFits((state) => state);
  const scale = useMemo(() => scaleOf(rowsInFront(fits, front), colored), [fits, front, colored]);
  const box = useRef<HTMLElement>(null);
  const { first, end, height, reveal } = useVisibleRows(box, rows.length);
  useFocusWhenIdle(box, front);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the row shown is looked for when it changes, not on every scroll
  useEffect(() => reveal(at), [at, rows]);
  const hoveredAt = hovered ? rows.findIndex((row) => isSame(row, hovered)) : -1;
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  useEffect(() => reveal(hoveredAt), [hoveredAt]);
  const isProposed = (row: FitRow) => proposal?.choices.some((one) => isSame(row, one)) ?? false;
  return (
    <section
      className="table-scroll"
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys of the table belong to what scrolls it
      tabIndex={0}
      onKeyDown={press}
      aria-label="Placements"
    >
      <table aria-rowcount={rows.length + 1}>
        <Head columns={columns} colored={colored} results={results} scale={scale} />
        <tbody>
          {first > 0 ? <tr className="space" style={{ height: first * height }} /> : null}
          {rows.slice(first, end).map((row, n) => (
            <Row
              key={`${row.model} ${row.placement}`}
              row={row}
              index={first + n}
              height={height}
              columns={columns}
              bar={{ column: colored, scale }}
              isShown={first + n === at}
              isHovered={first + n === hoveredAt}
              isProposed={isProposed(row)}
              onChoose={choose}
            />
          ))}
          {end < rows.length ? (
            <tr className="space" style={{ height: (rows.length - end) * height }} />
          ) : null}
        </tbody>
      </table>
      {rows.length === 0 ? <NoRows /> : null}
    </section>
  );
}

function isSame(row: FitRow, one: { readonly model: ModelId; readonly placement: number | null }): boolean {
  return row.model === one.model && row.placement === one.placement;
}

function NoRows() {
  const isFiltered = useResultsView((state) => state.filter !== NO_FILTER);
  return (
    <p className="section hint">
      {isFiltered ? "No row passes the filter; widen it or clear it." : "No placement was found."}
    </p>
  );
}

function Head(props: {
  columns: readonly Column[];
  colored: Column["column"];
  results: TableState;
  scale: Scale;
}) {
  const { columns, colored, scale } = props;
  const { sort, sortBy } = props.results;
  return (
    <thead>
      <tr>
        {columns.map(({ column, title, hint, isText, descending }) => {
          const isSorted = sort.column === column;
          const order = sort.descending ? "descending" : "ascending";
          const range = `Colours from ${legend(scale.low)} to ${legend(scale.high)}`;
          return (
            <th
              key={column}
              className={`${isText ? "text" : ""}${column === colored ? " colored" : ""}`}
              aria-sort={isSorted ? order : "none"}
              title={column === colored ? `${hint}. ${range}` : hint}
            >
              <button type="button" onClick={() => sortBy(column, descending)}>
                {title}
                {isSorted ? sort.descending ? <ArrowDown /> : <ArrowUp /> : null}
              </button>
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

function legend(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(3))) : "–";
}

function Row(props: {
  row: FitRow;
  index: number;
  height: number;
  columns: readonly Column[];
  bar: { readonly column: Column["column"]; readonly scale: Scale };
  isShown: boolean;
  isHovered: boolean;
  isProposed: boolean;
  onChoose: (row: FitRow) => void;
}) {
  const { row, index, height, columns, bar, isShown, isHovered, isProposed, onChoose } = props;
  const { results } = useApp().stores;
  return (
    <tr
      className={`${isShown ? "shown" : ""} ${isHovered ? "hovered" : ""} ${row.state}`}
      style={{ height }}
      aria-rowindex={index + 2}
      aria-current={isShown}
      onClick={() => onChoose(row)}
      onPointerEnter={() => hoverRow(results, row)}
      onPointerLeave={() => hoverRow(results, null)}
    >
      {columns.map(({ column, isText, text }) => (
        <td key={column} className={isText ? "text" : isClash(row, column) ? "clash" : ""}>
          {column === bar.column ? <Bar share={bar.scale.at(row)} /> : null}
          {column === "state" ? <State row={row} isShown={isShown} isProposed={isProposed} /> : text(row)}
        </td>
      ))}
    </tr>
  );
}

/** Atoms on top of placed models are a reason against a placement; the placed ones themselves are past that. */
function isClash({ clash, state }: FitRow, column: Column["column"]): boolean {
  return column === "clash" && (clash ?? 0) > 0 && state !== "placed" && state !== "zeroed";
}

function State({ row, isShown, isProposed }: { row: FitRow; isShown: boolean; isProposed: boolean }) {
  const usual = isProposed ? "proposed" : isShown ? "shown" : "new";
  return (
    <span className={`state ${row.state} ${isProposed ? "proposed" : ""}`}>
      {row.state === "new" ? usual : row.state}
    </span>
  );
}

/** As long and as bright as the value is good. */
function Bar({ share }: { share: number }) {
  return (
    <i className="bar">
      <i style={{ width: `${Math.round(9 + 91 * share)}%`, background: hexOf(viridis(share)) }} />
    </i>
  );
}

/** After a fit the arrow keys belong to the table, unless the user is typing somewhere. */
function useFocusWhenIdle(target: React.RefObject<HTMLElement | null>, front: unknown): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: it happens once per table that comes to the front
  useEffect(() => {
    const { activeElement } = document;
    const isBusy =
      activeElement instanceof HTMLInputElement ||
      activeElement instanceof HTMLSelectElement ||
      activeElement?.closest("[role=tab], [role=menu]") != null;
    if (!isBusy) target.current?.focus({ preventScroll: true });
  }, [front]);
}
