import { useCallback, useMemo } from "react";
import { CLEAR_GAP } from "#core/fit/verdict.ts";
import { type Distribution, distributionOf, placeOf } from "#core/report/distribution.ts";
import type { FitRow } from "#renderer/stores/fit-rows.ts";
import type { FitTable } from "#renderer/stores/fits.ts";
import { type Ink, useCanvas } from "#renderer/ui/use-canvas.ts";

const BINS = 48;
const HEAD = 16; // px for the names of the marks
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
    const tall = (Math.sqrt(count) / highest) * (ground - HEAD - 3);
    context.fillRect(pad + (n * wide) / counts.length, ground - tall, wide / counts.length - 1, tall);
  });
  const shade = pad + placeOf(distribution, best - CLEAR_GAP) * wide;
  context.globalAlpha = 0.22;
  context.fillStyle = ink("amber");
  context.fillRect(shade, HEAD, pad + placeOf(distribution, best) * wide - shade, ground - HEAD);
  context.globalAlpha = 1;
  mark(ink("accent"), best);
  if (shown !== null) mark(ink("text"), shown);
  context.fillStyle = ink("text3");
  context.font = "11px system-ui, sans-serif";
  context.textBaseline = "bottom";
  context.fillText(low.toFixed(1), pad, height - 1);
  context.textAlign = "right";
  context.fillText(high.toFixed(1), width - pad, height - 1);
  context.textAlign = "center";
  context.fillText("correlation about the mean", width / 2, height - 1);
  label(ink("accent"), best, `rank 1: ${best.toFixed(3)}`);
  if (shown !== null && Math.abs(placeOf(distribution, shown) - placeOf(distribution, best)) * wide > 110) {
    label(ink("text"), shown, shown.toFixed(3));
  }

  function label(color: string, score: number, text: string): void {
    const x = pad + placeOf(distribution, score) * wide;
    context.fillStyle = color;
    context.textAlign = x > width - 60 ? "right" : x < 60 ? "left" : "center";
    context.fillText(
      text,
      context.textAlign === "right" ? width - pad : context.textAlign === "left" ? pad : x,
      13,
    );
  }

  function mark(color: string, score: number): void {
    const x = Math.min(pad + placeOf(distribution, score) * wide, width - pad - 2);
    context.fillStyle = color;
    context.fillRect(x - 1.5, HEAD, 3, ground - HEAD);
  }
}
