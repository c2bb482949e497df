import type { Column } from "#renderer/panels/results/columns.ts";
import { placeOn } from "#renderer/panels/results/parallel/plot-area.ts";
import type { ParallelState } from "#renderer/panels/results/parallel/use-parallel.ts";
import { heightOf, type PlotAxis, rangeEnds } from "#renderer/stores/parallel-plot.ts";

type Written = ParallelState["columns"][number];

/** Names, ends and ranges of the axes. A name colours the lines by its column; the ends of a range are moved by arrow keys. */
export function AxisLabels({ state }: { state: ParallelState }) {
  const { lines, columns, ranges, colored, colorBy, nudge } = state;
  return lines.axes.map((axis, n) => {
    const column = columns[n];
    if (!column) return null;
    const at = (height: number) => placeOn(n, lines.axes.length, height);
    const name = nameOf(column);
    return (
      <div key={axis.column} className="plot-axis">
        <button
          type="button"
          className="plot-name"
          style={{ left: at(1).left }}
          aria-pressed={axis.column === colored}
          title={`${column.hint}. Click to colour the lines by it`}
          onClick={() => colorBy(axis.column)}
        >
          {column.title}
        </button>
        {column.unit ? (
          <span className="plot-unit" style={{ left: at(1).left }}>
            {column.unit}
          </span>
        ) : null}
        <span className="plot-value plot-most" style={{ left: at(1).left }}>
          {column.write(axis.top)}
        </span>
        <span className="plot-value plot-least" style={{ left: at(1).left }}>
          {column.write(axis.foot)}
        </span>
        {(["top", "foot"] as const).map((end) => (
          <RangeEnd
            key={end}
            axis={axis}
            end={end}
            name={name}
            column={column}
            range={ranges[axis.column]}
            placeAt={at}
            onKey={(event) => nudge(axis, end, event)}
          />
        ))}
      </div>
    );
  });
}

function RangeEnd(props: {
  axis: PlotAxis;
  end: "top" | "foot";
  name: string;
  column: Written;
  range: readonly [number, number] | undefined;
  placeAt: (height: number) => { left: string; top: string };
  onKey: (event: React.KeyboardEvent) => void;
}) {
  const { axis, end, name, column, range, placeAt, onKey } = props;
  const value = rangeEnds(axis, range)[end];
  const height = Math.min(1, Math.max(0, heightOf(axis, value)));
  const isMoved = value !== axis[end];
  const isMost = (end === "top") === axis.foot <= axis.top;
  return (
    <div
      className={`plot-handle${isMoved ? " moved" : ""}`}
      style={placeAt(height)}
      role="slider"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={`${isMost ? "Largest" : "Least"} ${name}`}
      aria-valuemin={Math.min(axis.foot, axis.top)}
      aria-valuemax={Math.max(axis.foot, axis.top)}
      aria-valuenow={value}
      aria-valuetext={column.write(value)}
      onKeyDown={onKey}
    >
      {isMoved ? <span>{column.write(value)}</span> : null}
    </div>
  );
}

function nameOf({ title, unit }: Column): string {
  return unit ? `${title}, ${unit}` : title;
}
