import { ArrowDown, ArrowUp } from "lucide-react";
import { useEffect, useRef } from "react";
import { useSelection } from "#renderer/panels/app/context.ts";
import { COLUMNS, type Column } from "#renderer/panels/results/columns.ts";
import { type ResultsState, useResults } from "#renderer/panels/results/use-results.ts";
import type { FitRow } from "#renderer/stores/fit-rows.ts";

/** The placements in front; the keyboard works on the one shown. */
export function ResultTable() {
  const front = useSelection((state) => state.table);
  const results = useResults();
  const { rows, shown, press, choose } = results;
  const columns = columnsFor(rows, front === "all");
  const body = useRef<HTMLElement>(null);
  const best = Math.max(...rows.map(({ scores }) => scores.correlation), 1e-9);
  useFocusWhenIdle(body, front);
  return (
    <section
      className="table-scroll"
      ref={body}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys of the table belong to what scrolls it
      tabIndex={0}
      onKeyDown={press}
      aria-label="Placements"
    >
      <table>
        <Head columns={columns} results={results} />
        <tbody>
          {rows.map((row) => (
            <Row
              key={`${row.model} ${row.placement}`}
              row={row}
              columns={columns}
              best={best}
              isShown={row === shown}
              onChoose={choose}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Without the model's name in its own table, and without columns that would be empty in every row. */
function columnsFor(rows: readonly FitRow[], isAll: boolean): readonly Column[] {
  const isUseful: Partial<Record<Column["column"], boolean>> = {
    name: isAll,
    z: rows.some(({ z }) => !Number.isNaN(z)),
    clash: rows.some(({ clash }) => clash !== null),
  };
  return COLUMNS.filter(({ column }) => isUseful[column] ?? true);
}

function Head({ columns, results: { sort, sortBy } }: { columns: readonly Column[]; results: ResultsState }) {
  return (
    <thead>
      <tr>
        {columns.map(({ column, title, hint, isText, descending }) => {
          const isSorted = sort.column === column;
          const order = sort.descending ? "descending" : "ascending";
          return (
            <th
              key={column}
              className={isText ? "text" : ""}
              aria-sort={isSorted ? order : "none"}
              title={hint}
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

function Row(props: {
  row: FitRow;
  columns: readonly Column[];
  best: number;
  isShown: boolean;
  onChoose: (row: FitRow) => void;
}) {
  const { row, columns, best, isShown, onChoose } = props;
  const element = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (isShown) element.current?.scrollIntoView({ block: "nearest" });
  }, [isShown]);
  return (
    <tr
      ref={element}
      className={`${isShown ? "shown" : ""} ${row.state}`}
      aria-current={isShown}
      onClick={() => onChoose(row)}
    >
      {columns.map(({ column, isText, text }) => (
        <td key={column} className={isText ? "text" : isClash(row, column) ? "clash" : ""}>
          {column === "correlation" ? <Bar share={row.scores.correlation / best} /> : null}
          {column === "state" ? <State row={row} isShown={isShown} /> : text(row)}
        </td>
      ))}
    </tr>
  );
}

/** Atoms on top of placed models are a reason against a placement; the placed ones themselves are past that. */
function isClash({ clash, state }: FitRow, column: Column["column"]): boolean {
  return column === "clash" && (clash ?? 0) > 0 && state !== "placed" && state !== "zeroed";
}

function State({ row, isShown }: { row: FitRow; isShown: boolean }) {
  return <span className={`state ${row.state}`}>{isShown && row.state === "new" ? "shown" : row.state}</span>;
}

function Bar({ share }: { share: number }) {
  return <i className="bar" style={{ width: `${Math.round(44 * Math.min(1, Math.max(0, share)))}px` }} />;
}

/** After a fit the arrow keys belong to the table, unless the user is typing somewhere. */
function useFocusWhenIdle(target: React.RefObject<HTMLElement | null>, front: unknown): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: it happens once per table that comes to the front
  useEffect(() => {
    const { activeElement } = document;
    const isTyping = activeElement instanceof HTMLInputElement || activeElement instanceof HTMLSelectElement;
    if (!isTyping) target.current?.focus({ preventScroll: true });
  }, [front]);
}
