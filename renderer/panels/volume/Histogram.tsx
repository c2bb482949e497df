import { type KeyboardEvent, type PointerEvent, useCallback, useRef } from "react";
import {
  barsOf,
  FINE,
  handleAt,
  levelAt,
  pixelOf,
  scaleOf,
} from "#renderer/panels/volume/histogram-scale.ts";
import { density } from "#renderer/stores/format.ts";
import type { Contour } from "#renderer/stores/map-look.ts";
import type { MapEntry } from "#renderer/stores/scene.ts";
import { type Ink, useCanvas } from "#renderer/ui/use-canvas.ts";

/**
 * How often densities occur, on a logarithmic scale, with a handle for every level: the one pointed at is dragged, else
 * the active one jumps to the pointer. Shift drags ten times finer; arrow keys move the active one.
 */
export function Histogram(props: {
  map: MapEntry;
  contours: readonly Contour[];
  active: number;
  onActivate: (n: number) => void;
  onMove: (n: number, level: number) => void;
  onCommit: (n: number, level: number) => void;
}) {
  const { map, contours, active, onActivate, onMove, onCommit } = props;
  const { histogram, min, max, name } = map;
  const level = contours[active]?.level ?? map.level;
  const drag = useRef<{ n: number; pixel: number; level: number; now: number } | null>(null);
  const draw = useCallback(
    (context: CanvasRenderingContext2D, width: number, height: number, ink: Ink) =>
      drawHistogram(context, { width, height }, ink, histogram, contours, active),
    [histogram, contours, active],
  );
  const canvas = useCanvas(draw);
  const scale = () => scaleOf(histogram, canvas.current?.clientWidth ?? 1);
  const within = (value: number) => Math.min(max, Math.max(min, value));
  const press = (event: PointerEvent) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    const pixel = event.nativeEvent.offsetX;
    const levels = contours.map((one) => one.level);
    const n = handleAt(scale(), levels, pixel) ?? active;
    const own = levels[n] ?? level;
    const isOn = handleAt(scale(), [own], pixel) !== null;
    const start = event.shiftKey || isOn ? own : within(levelAt(scale(), pixel));
    drag.current = { n, pixel, level: start, now: start };
    if (n !== active) onActivate(n);
    onMove(n, start);
  };
  const move = (event: PointerEvent) => {
    const held = drag.current;
    if (!held) return;
    const by = (event.nativeEvent.offsetX - held.pixel) * scale().perPixel;
    held.now = within(held.level + (event.shiftKey ? by / FINE : by));
    onMove(held.n, held.now);
  };
  const release = () => {
    if (drag.current) onCommit(drag.current.n, drag.current.now);
    drag.current = null;
  };
  const key = (event: KeyboardEvent) => {
    const direction = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key] ?? 0;
    if (direction === 0) return;
    event.preventDefault();
    onCommit(active, within(level + (direction * (max - min)) / (event.shiftKey ? 2000 : 200)));
  };
  return (
    <canvas
      ref={canvas}
      className="histogram"
      role="slider"
      tabIndex={0}
      aria-label={`Contour level of ${name}`}
      aria-valuemin={min}
      aria-valuemax={max}
      aria-valuenow={level}
      aria-valuetext={density(level)}
      title="Drag a level; hold Shift to drag ten times finer"
      onPointerDown={press}
      onPointerMove={move}
      onPointerUp={release}
      onKeyDown={key}
    />
  );
}

function drawHistogram(
  context: CanvasRenderingContext2D,
  { width, height }: { width: number; height: number },
  ink: Ink,
  histogram: MapEntry["histogram"],
  contours: readonly Contour[],
  active: number,
): void {
  const scale = scaleOf(histogram, width);
  const lowest = Math.min(...contours.map(({ level }) => pixelOf(scale, level)));
  context.clearRect(0, 0, width, height);
  for (const bar of barsOf(histogram, width)) {
    context.fillStyle = bar.x + bar.width / 2 >= lowest ? ink("accent") : ink("muted");
    const tall = bar.height * (height - 14);
    context.fillRect(bar.x, height - tall, Math.max(bar.width - 0.6, 0.8), tall);
  }
  contours.forEach(({ level, color }, n) => {
    const at = pixelOf(scale, level);
    context.fillStyle = ink("amber");
    context.fillRect(at - (n === active ? 1 : 0.5), 0, n === active ? 2 : 1, height);
    context.beginPath();
    context.arc(Math.min(Math.max(at, 6), width - 6), 7, 5, 0, 2 * Math.PI);
    context.fill();
    if (contours.length === 1) return;
    context.fillStyle = color;
    context.beginPath();
    context.arc(Math.min(Math.max(at, 6), width - 6), 7, n === active ? 3 : 4, 0, 2 * Math.PI);
    context.fill();
  });
}
