import { colorOfShare, lineColors } from "#renderer/panels/results/parallel/line-colors.ts";
import { areaOf } from "#renderer/panels/results/parallel/plot-area.ts";
import { axisX, heightOf, heightY, type PlotArea, type PlotLines } from "#renderer/stores/parallel-plot.ts";
import type { RowFilter } from "#renderer/stores/results.ts";
import type { Ink } from "#renderer/ui/use-canvas.ts";

interface Size {
  readonly width: number;
  readonly height: number;
}

/** All lines and the axes: the best on top, what the filter leaves out as a shade behind. */
export function drawLines(
  context: CanvasRenderingContext2D,
  { width, height }: Size,
  ink: Ink,
  what: {
    readonly lines: PlotLines;
    readonly passes: readonly boolean[];
    readonly shares: readonly number[];
  },
): void {
  const { lines, passes, shares } = what;
  const area = areaOf(width, height);
  const colors = lineColors(ink("bg1"), ink("text"));
  context.clearRect(0, 0, width, height);
  const order = shares.map((_, n) => n).sort((a, b) => (shares[a] ?? 0) - (shares[b] ?? 0));
  const inside = order.filter((n) => passes[n]);
  const outside = order.filter((n) => !passes[n]);
  context.lineJoin = "round";
  context.lineWidth = 1;
  context.globalAlpha = opacityOf(outside.length);
  context.strokeStyle = ink("line");
  for (const n of outside) strokeRow(context, lines, area, n);
  context.lineWidth = 1.4;
  context.globalAlpha = opacityOf(inside.length);
  for (const n of inside) {
    context.strokeStyle = colorOfShare(colors, shares[n] ?? 0);
    strokeRow(context, lines, area, n);
  }
  context.globalAlpha = 1;
  context.fillStyle = ink("text3");
  for (let k = 0; k < lines.axes.length; k++) {
    context.fillRect(
      Math.round(axisX(area, k, lines.axes.length)) - 0.5,
      area.top,
      1,
      area.bottom - area.top,
    );
  }
}

/** Many lines shine through each other. */
function opacityOf(count: number): number {
  return Math.min(0.9, Math.max(0.22, 9 / Math.sqrt(count + 1)));
}

/** What is over the lines: the ranges, the line of the placement shown, and the one that is pointed at. */
export function drawMarks(
  context: CanvasRenderingContext2D,
  { width, height }: Size,
  ink: Ink,
  what: {
    readonly lines: PlotLines;
    readonly ranges: RowFilter["ranges"];
    readonly shown: number;
    readonly hovered: number;
  },
): void {
  const { lines, ranges, shown, hovered } = what;
  const area = areaOf(width, height);
  context.clearRect(0, 0, width, height);
  for (const [k, axis] of lines.axes.entries()) {
    const range = ranges[axis.column];
    if (!range) continue;
    const [a, b] = range.map((value) => heightY(area, Math.min(1, Math.max(0, heightOf(axis, value)))));
    if (a === undefined || b === undefined) continue;
    const x = axisX(area, k, lines.axes.length) - 6;
    context.globalAlpha = 0.3;
    context.fillStyle = ink("accent");
    context.fillRect(x, Math.min(a, b), 12, Math.max(1, Math.abs(a - b)));
    context.globalAlpha = 1;
  }
  context.lineJoin = "round";
  for (const [n, color] of [
    [shown, ink("accent")],
    [hovered, ink("text")],
  ] as const) {
    if (n < 0) continue;
    context.strokeStyle = ink("bg1");
    context.lineWidth = 5;
    strokeRow(context, lines, area, n);
    context.strokeStyle = color;
    context.lineWidth = 2.4;
    strokeRow(context, lines, area, n);
  }
}

/** A row without a value on an axis has a gap there. */
function strokeRow(context: CanvasRenderingContext2D, lines: PlotLines, area: PlotArea, row: number): void {
  const count = lines.axes.length;
  let isDown = false;
  context.beginPath();
  for (let k = 0; k < count; k++) {
    const y = heightY(area, lines.heights[row * count + k] ?? Number.NaN);
    if (Number.isNaN(y)) {
      isDown = false;
      continue;
    }
    const x = axisX(area, k, count);
    if (isDown) context.lineTo(x, y);
    else context.moveTo(x, y);
    isDown = true;
  }
  context.stroke();
}
