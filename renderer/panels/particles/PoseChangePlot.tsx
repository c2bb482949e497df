import { useCallback } from "react";
import type { IterationSummary } from "#core/particles/iteration-summary.ts";
import type { Tally } from "#core/particles/tally.ts";
import { PLOT_FONT } from "#renderer/panels/particles/plot-frame.ts";
import { type Ink, useCanvas } from "#renderer/ui/use-canvas.ts";

const PARTS = [
  { pick: "turned", name: "turned, °" },
  { pick: "shifted", name: "shifted, Å" },
] as const;
const HEAD = 15; // px for the name
const RING = 3; // px above it, where Å has its ring
const FOOT = 15; // px for the numbers
const GAP = 14; // px between the two

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How far particles moved: their mean in every iteration, and below how it is spread in the one that is shown. */
export function PoseChangePlot({
  all,
  shown,
}: {
  all: readonly IterationSummary[];
  shown: IterationSummary;
}) {
  const draw = useCallback(
    (context: CanvasRenderingContext2D, width: number, height: number, ink: Ink) => {
      context.clearRect(0, 0, width, height);
      const half = (width - GAP) / 2;
      for (const [n, { pick, name }] of PARTS.entries()) {
        const box = { x: n * (half + GAP), y: 0, width: half, height: height / 2 };
        drawMeans(context, box, ink, { all, shown, pick, name });
        drawSpread(context, { ...box, y: height / 2 }, ink, shown.moved?.[pick]);
      }
    },
    [all, shown],
  );
  const ref = useCanvas(draw);
  const means = all
    .flatMap(({ moved }) =>
      moved ? [`${moved.turned.mean.toFixed(2)}° and ${moved.shifted.mean.toFixed(2)} Å`] : [],
    )
    .join(", ");
  return (
    <canvas ref={ref} role="img" aria-label={`Mean pose changes of the iterations: ${means || "none yet"}`} />
  );
}

function drawMeans(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: Box,
  ink: Ink,
  what: {
    all: readonly IterationSummary[];
    shown: IterationSummary;
    pick: "turned" | "shifted";
    name: string;
  },
): void {
  const moved = what.all.flatMap((one) => (one.moved ? [{ one, mean: one.moved[what.pick].mean }] : []));
  write(context, ink("text2"), what.name, x, y + RING, "left");
  const ground = y + height - FOOT;
  const most = Math.max(...moved.map(({ mean }) => mean), 1e-6);
  const step = width / Math.max(3, moved.length);
  for (const [n, { one, mean }] of moved.entries()) {
    const tall = (mean / most) * (ground - y - 2 * HEAD - RING);
    const left = x + n * step;
    context.fillStyle = ink(one === what.shown ? "accent" : "muted");
    context.fillRect(left, ground - tall, step - 4, tall);
    const middle = left + (step - 4) / 2;
    if (step >= 26) write(context, ink("text2"), mean.toFixed(2), middle, ground - tall - 13, "center");
    write(context, ink("text3"), String(one.iteration), middle, ground + 3, "center");
  }
}

function drawSpread(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: Box,
  ink: Ink,
  spread: Tally | undefined,
): void {
  if (!spread) return;
  const ground = y + height - FOOT;
  const most = Math.max(...spread.counts, 1);
  const step = width / spread.counts.length;
  context.fillStyle = ink("accent");
  for (const [n, count] of spread.counts.entries()) {
    const tall = (count / most) * (ground - y - 4);
    context.fillRect(x + n * step, ground - tall, Math.max(1, step - 1), tall);
  }
  write(context, ink("text3"), "0", x, ground + 3, "left");
  write(context, ink("text3"), spread.to.toPrecision(2), x + width, ground + 3, "right");
}

function write(
  context: CanvasRenderingContext2D,
  color: string,
  text: string,
  x: number,
  y: number,
  align: CanvasTextAlign,
): void {
  context.font = PLOT_FONT;
  context.fillStyle = color;
  context.textAlign = align;
  context.textBaseline = "top";
  context.fillText(text, x, y);
}
