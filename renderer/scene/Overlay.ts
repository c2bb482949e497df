import { type PerspectiveCamera, Vector3 } from "three";
import type { Vec3 } from "#core/math/vec3.ts";
import type { Area } from "#renderer/scene/areas.ts";
import { type CropBox, EDGES } from "#renderer/scene/crop-handles.ts";
import { type Placed, uncovered } from "#renderer/scene/declutter.ts";
import type { Box } from "#renderer/scene/inside.ts";

/** Words at a point of the scene, Å. */
export interface Label {
  readonly text: string;
  readonly xyz: Vec3;
  /** Higher ones are kept where labels would cover each other. */
  readonly weight: number;
}

/** Colours of what is written over the scene, and how much larger than on the page. */
export interface Ink {
  readonly text: string;
  readonly halo: string;
  readonly quiet: string;
  readonly accent: string;
  readonly scale: number;
}

const SIZE = 12; // pixels of the page
/** The scale bar: from the right border, above the lower one, and its thickness, pixels of the page. */
const BAR = { margin: 16, above: 40, thick: 4 };
/** Side of a handle, and how near to its middle a pointer takes hold of it, pixels of the page. */
const HANDLE = 10;
export const HANDLE_REACH = 11;
/** Red, green and blue for x, y and z, as everywhere. */
const AXIS_INK = ["#e5604d", "#54b86a", "#5a8df0"] as const;
const FONT = "system-ui, 'Segoe UI', 'Helvetica Neue', 'DejaVu Sans', sans-serif";

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Writes labels and captions on a canvas over the scene, sharp at every pixel ratio. */
export class Overlay {
  private readonly canvas = document.createElement("canvas");
  private readonly context = this.canvas.getContext("2d");
  private readonly box = document.createElement("div");

  constructor(below: HTMLCanvasElement) {
    this.canvas.style.pointerEvents = "none";
    this.canvas.setAttribute("aria-hidden", "true");
    this.box.className = "selection-box";
    this.box.hidden = true;
    below.after(this.canvas, this.box);
  }

  resize(width: number, height: number): void {
    const ratio = window.devicePixelRatio;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    this.context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  /** A rectangle in pixels of the page; null takes it away. */
  showBox(box: Box | null): void {
    this.box.hidden = box === null;
    if (!box) return;
    this.box.style.left = `${box.left}px`;
    this.box.style.top = `${box.top}px`;
    this.box.style.width = `${box.right - box.left}px`;
    this.box.style.height = `${box.bottom - box.top}px`;
  }

  clear(): void {
    this.context?.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  /** Labels as the eye sees their points in an area; onto another canvas where one is given. */
  write(on: Context | null, labels: readonly Label[], eye: PerspectiveCamera, area: Area, ink: Ink): void {
    const context = on ?? this.context;
    if (!context || labels.length === 0) return;
    context.save();
    context.beginPath();
    context.rect(area.x, area.y, area.width, area.height);
    context.clip();
    context.font = `500 ${SIZE * ink.scale}px ${FONT}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = 3 * ink.scale;
    for (const { text, x, y } of uncovered(seen(labels, eye, area, ink.scale))) {
      context.strokeStyle = ink.halo;
      context.strokeText(text, x, y);
      context.fillStyle = ink.text;
      context.fillText(text, x, y);
    }
    context.restore();
  }

  /** A box to crop with, and its handles: those of one axis in one colour. */
  crop({ corners, handles }: CropBox, eye: PerspectiveCamera, area: Area, ink: Ink): void {
    const { context } = this;
    if (!context) return;
    context.save();
    context.beginPath();
    context.rect(area.x, area.y, area.width, area.height);
    context.clip();
    context.strokeStyle = ink.quiet;
    context.lineWidth = 1;
    const seen = corners.map((corner) => onScreen(corner, eye, area));
    for (const [a, b] of EDGES) {
      const [from, to] = [seen[a], seen[b]];
      if (!from || !to) continue;
      context.beginPath();
      context.moveTo(from.x, from.y);
      context.lineTo(to.x, to.y);
      context.stroke();
    }
    for (const { axis, xyz } of handles) {
      const at = onScreen(xyz, eye, area);
      if (!at) continue;
      context.fillStyle = AXIS_INK[axis];
      context.strokeStyle = ink.halo;
      context.lineWidth = 2;
      context.beginPath();
      const size = HANDLE * ink.scale;
      context.rect(at.x - size / 2, at.y - size / 2, size, size);
      context.stroke();
      context.fill();
    }
    context.restore();
  }

  /** Dashed lines between points, each with its text at the middle; onto another canvas where one is given. */
  lines(
    on: Context | null,
    lines: readonly { readonly from: Vec3; readonly to: Vec3; readonly text: string }[],
    eye: PerspectiveCamera,
    area: Area,
    ink: Ink,
  ): void {
    const context = on ?? this.context;
    if (!context) return;
    context.save();
    context.beginPath();
    context.rect(area.x, area.y, area.width, area.height);
    context.clip();
    context.setLineDash([5 * ink.scale, 4 * ink.scale]);
    for (const { from, to } of lines) {
      const [a, b] = [onScreen(from, eye, area), onScreen(to, eye, area)];
      if (!a || !b) continue;
      for (const [style, width] of [
        [ink.halo, 3.5],
        [ink.accent, 1.6],
      ] as const) {
        context.strokeStyle = style;
        context.lineWidth = width * ink.scale;
        context.beginPath();
        context.moveTo(a.x, a.y);
        context.lineTo(b.x, b.y);
        context.stroke();
      }
    }
    context.restore();
    const middles = lines.map(({ from, to, text }) => ({
      text,
      xyz: [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2, (from[2] + to[2]) / 2] as const,
      weight: 2,
    }));
    this.write(on, middles, eye, area, ink);
  }

  /** The border and caption of one of several small pictures. */
  frame({ x, y, width, height }: Area, { text, chosen }: { text: string; chosen: boolean }, ink: Ink): void {
    const { context } = this;
    if (!context) return;
    context.strokeStyle = chosen ? ink.accent : `${ink.quiet}55`;
    context.lineWidth = chosen ? 2 : 1;
    context.strokeRect(x + 1, y + 1, width - 2, height - 2);
    context.font = `500 ${SIZE * ink.scale}px ${FONT}`;
    context.textAlign = "left";
    context.textBaseline = "bottom";
    context.fillStyle = chosen ? ink.text : ink.quiet;
    context.fillText(text, x + 9 * ink.scale, y + height - 8 * ink.scale);
  }

  /** A bar of so many pixels at the lower right of an area, with its length above; onto another canvas where given. */
  bar(
    on: Context | null,
    { x, y, width, height }: Area,
    bar: { pixels: number; text: string },
    ink: Ink,
  ): void {
    const context = on ?? this.context;
    if (!context) return;
    const { scale } = ink;
    const [right, base] = [x + width - BAR.margin * scale, y + height - BAR.above * scale];
    context.save();
    context.fillStyle = ink.halo;
    context.fillRect(
      right - bar.pixels - scale,
      base - scale,
      bar.pixels + 2 * scale,
      (BAR.thick + 2) * scale,
    );
    context.fillStyle = ink.text;
    context.fillRect(right - bar.pixels, base, bar.pixels, BAR.thick * scale);
    context.font = `500 ${SIZE * scale}px ${FONT}`;
    context.textAlign = "center";
    context.textBaseline = "bottom";
    context.lineJoin = "round";
    context.lineWidth = 3 * scale;
    context.strokeStyle = ink.halo;
    context.strokeText(bar.text, right - bar.pixels / 2, base - 3 * scale);
    context.fillText(bar.text, right - bar.pixels / 2, base - 3 * scale);
    context.restore();
  }

  dispose(): void {
    this.canvas.remove();
    this.box.remove();
  }
}

/** Where a point is seen in an area, pixels of the page; null outside the depths that are drawn. */
export function onScreen(xyz: Vec3, eye: PerspectiveCamera, area: Area): { x: number; y: number } | null {
  const point = new Vector3(...xyz).project(eye);
  if (Math.abs(point.z) > 1) return null;
  return {
    x: area.x + ((point.x + 1) / 2) * area.width,
    y: area.y + ((1 - point.y) / 2) * area.height,
  };
}

function seen(labels: readonly Label[], eye: PerspectiveCamera, area: Area, scale: number): Placed[] {
  const point = new Vector3();
  return labels.flatMap(({ text, xyz, weight }): Placed[] => {
    point.set(...xyz).project(eye);
    if (Math.abs(point.x) > 1 || Math.abs(point.y) > 1 || Math.abs(point.z) > 1) return [];
    const half = { x: 0.3 * SIZE * scale * text.length, y: 0.6 * SIZE * scale };
    const x = area.x + ((point.x + 1) / 2) * area.width;
    const y = area.y + ((1 - point.y) / 2) * area.height;
    // Of equal weight the nearer one stays.
    return [{ text, weight: weight - 0.5 * point.z, x, y, half }];
  });
}
