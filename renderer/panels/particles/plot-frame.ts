import type { Ink } from "#renderer/ui/use-canvas.ts";

/** Where the values of a plot lie on its canvas, px. */
export interface PlotFrame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  x(value: number): number;
  y(value: number): number;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** A mark on an axis, and what is written there. */
export interface Tick {
  readonly at: number;
  readonly text: string;
}

/** Room for the numbers left of a plot and below it, px. */
const MARGIN = { left: 30, right: 8, top: 8, bottom: 17 };
export const PLOT_FONT = "11px system-ui, sans-serif";

/** A frame in a rectangle of a canvas, all of it when left out. */
export function plotFrame(
  size: { readonly left?: number; readonly top?: number; readonly width: number; readonly height: number },
  along: Range,
  up: Range,
): PlotFrame {
  const left = (size.left ?? 0) + MARGIN.left;
  const right = (size.left ?? 0) + size.width - MARGIN.right;
  const top = (size.top ?? 0) + MARGIN.top;
  const bottom = (size.top ?? 0) + size.height - MARGIN.bottom;
  const share = (value: number, { from, to }: Range) => (value - from) / (to - from || 1);
  return {
    ...{ left, right, top, bottom },
    x: (value) => left + share(value, along) * (right - left),
    y: (value) => bottom - share(value, up) * (bottom - top),
  };
}

/** Lines across with their numbers on the left, and numbers below. */
export function drawAxes(
  context: CanvasRenderingContext2D,
  frame: PlotFrame,
  ink: Ink,
  { across, below }: { readonly across: readonly Tick[]; readonly below: readonly Tick[] },
): void {
  context.font = PLOT_FONT;
  context.lineWidth = 1;
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (const { at, text } of across) {
    const y = Math.round(frame.y(at)) + 0.5;
    context.strokeStyle = ink("line");
    context.beginPath();
    context.moveTo(frame.left, y);
    context.lineTo(frame.right, y);
    context.stroke();
    context.fillStyle = ink("text3");
    context.fillText(text, frame.left - 5, y);
  }
  context.textBaseline = "bottom";
  context.textAlign = "center";
  for (const { at, text } of below) context.fillText(text, frame.x(at), frame.bottom + MARGIN.bottom - 1);
}

/** A line through points, px. */
export function drawLine(
  context: CanvasRenderingContext2D,
  points: readonly (readonly [number, number])[],
  look: {
    readonly color: string;
    readonly width?: number;
    readonly dash?: readonly number[];
    readonly alpha?: number;
  },
): void {
  context.save();
  context.strokeStyle = look.color;
  context.lineWidth = look.width ?? 1.5;
  context.lineJoin = "round";
  context.globalAlpha = look.alpha ?? 1;
  context.setLineDash([...(look.dash ?? [])]);
  context.beginPath();
  for (const [x, y] of points) context.lineTo(x, y);
  context.stroke();
  context.restore();
}

/** Round values from about `from` to `to`, few enough to be read. */
export function roundTicks(from: number, to: number, most: number): number[] {
  const rough = (to - from) / most || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * power).find((one) => one >= rough) ?? 10 * power;
  const ticks: number[] = [];
  for (let n = Math.ceil(from / step - 1e-9); n * step <= to + 1e-9 * step; n++) ticks.push(n * step);
  return ticks;
}

/** A number as an axis writes it: "0.5", "12". */
export function tickText(value: number): string {
  return String(Number(value.toPrecision(3)));
}
