import { type PerspectiveCamera, Vector3 } from "three";
import type { Vec3 } from "#core/math/vec3.ts";
import type { Area } from "#renderer/scene/areas.ts";
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

  /** The border and caption of one of several small pictures. */
  frame({ x, y, width, height }: Area, { text, chosen }: { text: string; chosen: boolean }, ink: Ink): void {
    const { context } = this;
    if (!context) return;
    context.strokeStyle = chosen ? ink.accent : `${ink.quiet}55`;
    context.lineWidth = chosen ? 2 : 1;
    context.strokeRect(x + 1, y + 1, width - 2, height - 2);
    context.font = `500 ${SIZE}px ${FONT}`;
    context.textAlign = "left";
    context.textBaseline = "bottom";
    context.fillStyle = chosen ? ink.text : ink.quiet;
    context.fillText(text, x + 9, y + height - 8);
  }

  dispose(): void {
    this.canvas.remove();
    this.box.remove();
  }
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
