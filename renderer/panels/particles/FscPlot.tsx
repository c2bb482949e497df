import { useCallback } from "react";
import type { IterationSummary } from "#core/particles/iteration-summary.ts";
import { drawAxes, drawLine, type PlotFrame, plotFrame } from "#renderer/panels/particles/plot-frame.ts";
import { type Ink, useCanvas } from "#renderer/ui/use-canvas.ts";

/** Where resolutions end by the usual rule. */
const LIMIT = 0.143;
/** Resolutions that are written where there is room, Å. */
const TICKS = [40, 20, 10, 7, 5, 4, 3, 2.5, 2, 1.5, 1];
const TICK_GAP = 30; // px

const CURVES = [
  { pick: "unmasked", ink: "amber", dash: [5, 3] },
  { pick: "fsc", ink: "text3", dash: [] },
  { pick: "corrected", ink: "accent", dash: [] },
] as const;

/** The FSC of the half maps of an iteration, and thinly those of the others. */
export function FscPlot({ all, shown }: { all: readonly IterationSummary[]; shown: IterationSummary }) {
  const draw = useCallback(
    (context: CanvasRenderingContext2D, width: number, height: number, ink: Ink) =>
      drawFsc(context, { width, height }, ink, all, shown),
    [all, shown],
  );
  const ref = useCanvas(draw);
  const text = `FSC of the half maps: 0.143 at ${shown.resolution143.toFixed(2)} Å, 0.5 at ${shown.resolution05.toFixed(2)} Å`;
  return <canvas ref={ref} role="img" aria-label={text} />;
}

function drawFsc(
  context: CanvasRenderingContext2D,
  size: { width: number; height: number },
  ink: Ink,
  all: readonly IterationSummary[],
  shown: IterationSummary,
): void {
  context.clearRect(0, 0, size.width, size.height);
  const finest = shown.shells.at(-1)?.resolution ?? 1;
  const frame = plotFrame(size, { from: 0, to: 1 / finest }, { from: 0, to: 1 });
  const below = ticksFor(frame, finest).map((d, n) => ({ at: 1 / d, text: n === 0 ? `${d} Å` : String(d) }));
  const across = [0, LIMIT, 0.5, 1].map((at) => ({ at, text: at === LIMIT ? ".143" : String(at) }));
  drawAxes(context, frame, ink, { across, below });
  const points = (one: IterationSummary, pick: (typeof CURVES)[number]["pick"]) =>
    one.shells.map(
      (shell) => [frame.x(1 / shell.resolution), frame.y(Math.min(1, Math.max(0, shell[pick])))] as const,
    );
  for (const one of all) {
    if (one !== shown)
      drawLine(context, points(one, "corrected"), { color: ink("accent"), width: 1, alpha: 0.35 });
  }
  const mark = frame.x(1 / shown.resolution143);
  drawLine(
    context,
    [
      [mark, frame.top],
      [mark, frame.bottom],
    ],
    { color: ink("text3"), width: 1, dash: [2, 3] },
  );
  for (const { pick, ink: color, dash } of CURVES) {
    drawLine(context, points(shown, pick), {
      color: ink(color),
      dash,
      width: pick === "corrected" ? 2 : 1.5,
    });
  }
}

function ticksFor(frame: PlotFrame, finest: number): number[] {
  const chosen: number[] = [];
  for (const d of TICKS) {
    const last = chosen.at(-1);
    const isClose = last !== undefined && frame.x(1 / d) - frame.x(1 / last) < TICK_GAP;
    if (d >= finest && !isClose && frame.x(1 / d) < frame.right - 4) chosen.push(d);
  }
  return chosen;
}
