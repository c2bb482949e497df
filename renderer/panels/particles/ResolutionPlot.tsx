import { useCallback } from "react";
import type { IterationSummary } from "#core/particles/iteration-summary.ts";
import {
  drawAxes,
  drawLine,
  plotFrame,
  roundTicks,
  tickText,
} from "#renderer/panels/particles/plot-frame.ts";
import { stepOf } from "#renderer/stores/particles.ts";
import { type Ink, useCanvas } from "#renderer/ui/use-canvas.ts";

const LINES = [
  { pick: "resolution05", ink: "text3" },
  { pick: "resolution143", ink: "accent" },
] as const;

/** How the resolution came on, iteration by iteration. */
export function ResolutionPlot(props: {
  all: readonly IterationSummary[];
  shown: IterationSummary;
  planned: number | null;
}) {
  const { all, shown, planned } = props;
  const draw = useCallback(
    (context: CanvasRenderingContext2D, width: number, height: number, ink: Ink) =>
      drawResolutions(context, { width, height }, ink, all, shown, planned),
    [all, shown, planned],
  );
  const ref = useCanvas(draw);
  const steps = all.map(({ resolution143 }) => resolution143.toFixed(2)).join(", ");
  return (
    <canvas ref={ref} role="img" aria-label={`Resolution at FSC 0.143, from the start on: ${steps} Å`} />
  );
}

function drawResolutions(
  context: CanvasRenderingContext2D,
  size: { width: number; height: number },
  ink: Ink,
  all: readonly IterationSummary[],
  shown: IterationSummary,
  planned: number | null,
): void {
  context.clearRect(0, 0, size.width, size.height);
  const values = all.flatMap(({ resolution143, resolution05 }) => [resolution143, resolution05]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max(0.5, 0.12 * (high - low));
  const last = Math.max(1, planned ?? 0, ...all.map(stepOf));
  const frame = plotFrame(size, { from: -0.3, to: last + 0.3 }, { from: low - room, to: high + room });
  const every = Math.ceil(last / 8);
  const patched = all.flatMap((one) => (one.patches === undefined ? [] : stepOf(one)))[0];
  const below = Array.from({ length: last + 1 }, (_, n) => n)
    .filter((n) => n % every === 0)
    .map((at) => ({ at, text: at === 0 ? "start" : at === patched ? "patches" : String(at) }));
  const across = roundTicks(low - room, high + room, 4).map((at) => ({ at, text: tickText(at) }));
  drawAxes(context, frame, ink, { across, below });
  for (const { pick, ink: color } of LINES) {
    const points = all.map((one) => [frame.x(stepOf(one)), frame.y(one[pick])] as const);
    drawLine(context, points, { color: ink(color), width: 2 });
    context.fillStyle = ink(color);
    for (const [n, [x, y]] of points.entries()) {
      context.beginPath();
      context.arc(x, y, all[n] === shown ? 5 : 3, 0, 2 * Math.PI);
      context.fill();
    }
  }
}
