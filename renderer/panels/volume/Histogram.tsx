import { type KeyboardEvent, type PointerEvent, useCallback, useRef } from "react";
import { barsOf, FINE, levelAt, pixelOf, scaleOf } from "#renderer/panels/volume/histogram-scale.ts";
import { density } from "#renderer/stores/format.ts";
import type { MapEntry } from "#renderer/stores/scene.ts";
import { type Ink, useCanvas } from "#renderer/ui/use-canvas.ts";

/** How often densities occur, on a logarithmic scale, with the level as a handle to drag; Shift drags ten times finer. */
export function Histogram(props: {
  map: MapEntry;
  onMove: (level: number) => void;
  onCommit: (level: number) => void;
}) {
  const { map, onMove, onCommit } = props;
  const { histogram, level, min, max, name } = map;
  const drag = useRef<{ pixel: number; level: number } | null>(null);
  const draw = useCallback(
    (context: CanvasRenderingContext2D, width: number, height: number, ink: Ink) =>
      drawHistogram(context, width, height, ink, histogram, level),
    [histogram, level],
  );
  const canvas = useCanvas(draw);
  const scale = () => scaleOf(histogram, canvas.current?.clientWidth ?? 1);
  const within = (value: number) => Math.min(max, Math.max(min, value));
  const press = (event: PointerEvent) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    const pixel = event.nativeEvent.offsetX;
    const start = event.shiftKey ? level : within(levelAt(scale(), pixel));
    drag.current = { pixel, level: start };
    onMove(start);
  };
  const move = (event: PointerEvent) => {
    if (!drag.current) return;
    const by = (event.nativeEvent.offsetX - drag.current.pixel) * scale().perPixel;
    onMove(within(drag.current.level + (event.shiftKey ? by / FINE : by)));
  };
  const release = () => {
    if (drag.current) onCommit(level);
    drag.current = null;
  };
  const key = (event: KeyboardEvent) => {
    const direction = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key] ?? 0;
    if (direction === 0) return;
    event.preventDefault();
    onCommit(within(level + (direction * (max - min)) / (event.shiftKey ? 2000 : 200)));
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
      title="Drag the level; hold Shift to drag ten times finer"
      onPointerDown={press}
      onPointerMove={move}
      onPointerUp={release}
      onKeyDown={key}
    />
  );
}

function drawHistogram(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  ink: Ink,
  histogram: MapEntry["histogram"],
  level: number,
): void {
  const at = pixelOf(scaleOf(histogram, width), level);
  context.clearRect(0, 0, width, height);
  for (const bar of barsOf(histogram, width)) {
    context.fillStyle = bar.x + bar.width / 2 >= at ? ink("accent") : ink("muted");
    const tall = bar.height * (height - 14);
    context.fillRect(bar.x, height - tall, Math.max(bar.width - 0.6, 0.8), tall);
  }
  context.fillStyle = ink("amber");
  context.fillRect(at - 0.75, 0, 1.5, height);
  context.beginPath();
  context.arc(Math.min(Math.max(at, 5), width - 5), 6, 4.5, 0, 2 * Math.PI);
  context.fill();
}
