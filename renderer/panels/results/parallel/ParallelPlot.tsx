import { useCallback } from "react";
import { titleOf } from "#renderer/panels/results/columns.ts";
import { AxisLabels } from "#renderer/panels/results/parallel/AxisLabels.tsx";
import { drawLines, drawMarks } from "#renderer/panels/results/parallel/draw-lines.ts";
import { type ParallelState, useParallel } from "#renderer/panels/results/parallel/use-parallel.ts";
import { grouped } from "#renderer/stores/format.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { type Ink, useCanvas } from "#renderer/ui/use-canvas.ts";
import "#renderer/panels/results/parallel/parallel.css";

/** Room that the name of an axis takes, rem. */
const AXIS = 5.4;

/**
 * Placements as lines over the columns of the table: what is good on one and bad on another is seen at once. A drag along an
 * axis keeps the rows within a range; a click on a line shows the placement.
 */
export function ParallelPlot() {
  const state = useParallel();
  const { lines, passes, shares, ranges, shown, hovered } = state;
  const base = useCanvas(
    useCallback(
      (context: CanvasRenderingContext2D, width: number, height: number, ink: Ink) =>
        drawLines(context, { width, height }, ink, { lines, passes, shares }),
      [lines, passes, shares],
    ),
  );
  const marks = useCanvas(
    useCallback(
      (context: CanvasRenderingContext2D, width: number, height: number, ink: Ink) =>
        drawMarks(context, { width, height }, ink, { lines, ranges, shown, hovered }),
      [lines, ranges, shown, hovered],
    ),
  );
  return (
    <section className="parallel" aria-label="Parallel plot">
      <div className="parallel-scroll">
        <div
          className="parallel-plot"
          style={{ minWidth: `${AXIS * lines.axes.length}rem` }}
          {...state.pointer}
        >
          <canvas ref={base} role="img" aria-label={inWords(state)} />
          <canvas ref={marks} role="img" aria-label="The ranges, and the placement shown" />
          <AxisLabels state={state} />
        </div>
      </div>
      <Foot state={state} />
    </section>
  );
}

function Foot({ state }: { state: ParallelState }) {
  const { lines, passing, ranges, colored, hovered, clear } = state;
  const row = lines.rows[hovered];
  const isNarrow = Object.keys(ranges).length > 0;
  return (
    <div className="parallel-foot hint">
      <span>
        {row
          ? `${row.name}, rank ${row.rank}`
          : `Colour: ${titleOf(colored)}. Drag along an axis to keep the rows in a range, click it to take that away.`}
      </span>
      <span role="status">
        {grouped(passing)} of {grouped(lines.rows.length)} rows
      </span>
      {isNarrow ? (
        <Button kind="quiet" onClick={clear}>
          Clear ranges
        </Button>
      ) : null}
    </div>
  );
}

function inWords({ lines, passing, columns, colored }: ParallelState): string {
  const axes = columns.map(({ title }) => title).join(", ");
  return `${passing} of ${lines.rows.length} placements as lines over ${axes}; coloured by ${titleOf(colored)}`;
}
