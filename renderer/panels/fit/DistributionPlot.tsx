import { useCallback, useMemo } from "react";
import { type Distribution, distributionOf, placeOf } from "#core/report/distribution.ts";
import type { FitRow } from "#renderer/stores/fit-rows.ts";
import type { FitTable } from "#renderer/stores/fits.ts";
import { type Ink, useCanvas } from "#renderer/ui/use-canvas.ts";

const BINS = 48;
const FOOT = 15; // px for the numbers below

/** Scores of all placements as bars, rank 1 in accent, the one shown in the colour of text. */
export function DistributionPlot({ table, row }: { table: FitTable; row: FitRow }) {
  const scores = useMemo(
    () => table.placements.map(({ placement }) => placement.scores.correlationAboutMean),
    [table.placements],
  );
  const distribution = useMemo(() => distributionOf(scores, BINS), [scores]);
  const best = scores[0] ?? 0;
  const shown = row.rank === 1 ? null : row.scores.correlationAboutMean;
  const draw = useCallback(
    (context: CanvasRenderingContext2D, width: number, height: number, ink: Ink) =>
      drawPlot(context, { width, height }, ink, distribution, best, shown),
    [distribution, best, shown],
  );
  const ref = useCanvas(draw);
  const text = `${scores.length} placements between ${distribution.low} and ${distribution.high}; rank 1 at ${best.toFixed(3)}`;
  return <canvas ref={ref} className="distribution" role="img" aria-label={text} />;
}

function drawPlot(
  context: CanvasRenderingContext2D,
  { width, height }: { width: number; height: number },
  ink: Ink,
  distribution: Distribution,
  best: number,
  shown: number | null,
): void {
  const { counts, low, high } = distribution;
  const pad = 6;
  const wide = width - 2 * pad;
  const ground = height - FOOT;
  const highest = Math.sqrt(Math.max(...counts, 1));
  context.clearRect(0, 0, width, height);
  context.fillStyle = ink("muted");
  counts.forEach((count, n) => {
    const tall = (Math.sqrt(count) / highest) * (ground - 8);
    context.fillRect(pad + (n * wide) / counts.length, ground - tall, wide / counts.length - 1, tall);
  });
  mark(ink("accent"), best);
  if (shown !== null) mark(ink("text"), shown);
  context.fillStyle = ink("text3");
  context.font = "11px system-ui, sans-serif";
  context.textBaseline = "bottom";
  context.fillText(low.toFixed(1), pad, height - 1);
  context.textAlign = "right";
  context.fillText(high.toFixed(1), width - pad, height - 1);
  context.textAlign = "left";

  function mark(color: string, score: number): void {
    const x = Math.min(pad + placeOf(distribution, score) * wide, width - pad - 2);
    context.fillStyle = color;
    context.fillRect(x - 1.5, 5, 3, ground - 5);
  }
}
