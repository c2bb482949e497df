import { useCallback } from "react";
import type { Directions } from "#core/particles/directions.ts";
import { viridisHex } from "#core/report/palettes.ts";
import { cellOutline, placeOnSphere } from "#core/report/sphere-map.ts";
import { PLOT_FONT } from "#renderer/panels/particles/plot-frame.ts";
import { grouped } from "#renderer/stores/format.ts";
import { type Ink, useCanvas } from "#renderer/ui/use-canvas.ts";

/** Room for words above and below the map, and for the legend on the right, px. */
const HEAD = 15;
const FOOT = 15;
const LEGEND = 44;

/** Where particles are seen from, on a map of the sphere that keeps areas: even views fill it evenly. */
export function DirectionPlot({ directions }: { directions: Directions }) {
  const draw = useCallback(
    (context: CanvasRenderingContext2D, width: number, height: number, ink: Ink) =>
      drawDirections(context, { width, height }, ink, directions),
    [directions],
  );
  const ref = useCanvas(draw);
  const { counts } = directions;
  const empty = counts.filter((count) => count === 0).length;
  const text = `Directions of view: up to ${Math.max(...counts)} particles in one of ${counts.length} cells, ${empty} cells empty`;
  return <canvas ref={ref} role="img" aria-label={text} />;
}

function drawDirections(
  context: CanvasRenderingContext2D,
  { width, height }: { width: number; height: number },
  ink: Ink,
  directions: Directions,
): void {
  context.clearRect(0, 0, width, height);
  const unit = Math.min((width - LEGEND - 8) / 4, (height - HEAD - FOOT) / 2);
  const [x0, y0] = [(width - LEGEND) / 2, HEAD + (height - HEAD - FOOT) / 2];
  const { counts } = directions;
  const most = Math.max(1, ...counts);
  const path = (points: readonly (readonly [number, number])[]) => {
    context.beginPath();
    for (const [x, y] of points) context.lineTo(x0 + unit * x, y0 - unit * y);
    context.closePath();
  };
  for (const [cell, count] of counts.entries()) {
    path(cellOutline(directions, cell));
    context.fillStyle = viridisHex(count / most);
    // A thin line of the same colour hides the seams between cells.
    context.strokeStyle = context.fillStyle;
    context.lineWidth = 0.6;
    context.fill();
    context.stroke();
  }
  path(
    Array.from(
      { length: 72 },
      (_, n) => [2 * Math.cos((n * Math.PI) / 36), Math.sin((n * Math.PI) / 36)] as const,
    ),
  );
  context.strokeStyle = ink("text3");
  context.lineWidth = 1;
  context.stroke();
  drawWords(context, ink, { x0, y0, unit });
  drawLegend(context, ink, { x: width - LEGEND + 6, top: HEAD, bottom: height - FOOT }, counts, most);
}

function drawWords(
  context: CanvasRenderingContext2D,
  ink: Ink,
  { x0, y0, unit }: { x0: number; y0: number; unit: number },
): void {
  context.font = PLOT_FONT;
  context.fillStyle = ink("text3");
  context.textAlign = "center";
  context.textBaseline = "bottom";
  const [, top] = placeOnSphere(0, 0);
  context.fillText("tilt 0°", x0, y0 - unit * top - 2);
  context.textBaseline = "top";
  context.fillText("tilt 180°", x0, y0 + unit + 3);
}

function drawLegend(
  context: CanvasRenderingContext2D,
  ink: Ink,
  { x, top, bottom }: { x: number; top: number; bottom: number },
  counts: readonly number[],
  most: number,
): void {
  const high = bottom - top;
  for (let n = 0; n < high; n++) {
    context.fillStyle = viridisHex(1 - n / high);
    context.fillRect(x, top + n, 8, 1.5);
  }
  context.font = PLOT_FONT;
  context.fillStyle = ink("text3");
  context.textAlign = "left";
  context.textBaseline = "middle";
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  context.fillText(grouped(most), x + 12, top + 5);
  context.fillText("0", x + 12, bottom - 4);
  const even = bottom - (mean / most) * high;
  if (even > top + 18 && even < bottom - 16) context.fillText("even", x + 12, even);
}
