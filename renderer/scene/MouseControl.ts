import type { Vec3 } from "#core/math/vec3.ts";
import { type Camera, dragMove, dragRoll, dragTurn, zoomBy } from "#renderer/scene/camera.ts";
import { angleAround, CLICK_SLOP, type Drag, dragOf, restricted, wheelOf } from "#renderer/scene/gesture.ts";
import type { Box } from "#renderer/scene/inside.ts";
import type { ToolDrag } from "#renderer/scene/mouse-tools.ts";

/** What the mouse acts on. Positions are pixels from the canvas's top left corner. */
export interface MouseTarget {
  camera(): Camera;
  moveCamera(camera: Camera): void;
  /** The centre of rotation for a drag that begins now. */
  pivot(): Vec3;
  /** The same for a drag that begins: what is seen in the middle of the view, where not all is in view. */
  frontPivot(): Vec3;
  size(): { width: number; height: number };
  /** The middle of the view that a position lies in, in pixels. */
  middleOf(at: { x: number; y: number }): { x: number; y: number };
  click(x: number, y: number, modifiers: { ctrl: boolean; shift: boolean; double: boolean }): void;
  /** The pointer rests; null: it moved on or left. */
  rest(at: { x: number; y: number } | null): void;
  levelWheel(notches: number): void;
  /** What the right button begins there; null: it moves the scene. */
  tool(at: Point): ToolDrag | null;
  /** What the left button takes hold of there; null: it turns the scene. */
  grab(at: Point): ToolDrag | null;
  /** Draws a rectangle while one is dragged open; null takes it away. */
  showBox(box: Box | null): void;
  /** Selects what is seen inside a rectangle. */
  pickBox(box: Box, toggle: boolean): void;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Active {
  readonly drag: Drag;
  readonly tool: ToolDrag | null;
  readonly ctrlAtPress: boolean;
  /** The point to turn about; found when the pointer first moves. */
  pivot: Vec3 | null;
  readonly from: { x: number; y: number };
  last: { x: number; y: number };
  moved: boolean;
}

/** The pointer shows the name of what it rests on after this long, ms. */
const REST = 350;

/** A second click counts as one of a double click for so long, ms. */
const DOUBLE = 400;

/** Turns pointer and wheel events into camera moves with ChimeraX's bindings. */
export class MouseControl {
  private active: Active | null = null;
  private clicked: { readonly at: Point; readonly time: number } | null = null;
  private resting: ReturnType<typeof setTimeout> | undefined;
  private readonly listening = new AbortController();
  private readonly element: HTMLElement;
  private readonly target: MouseTarget;

  constructor(element: HTMLElement, target: MouseTarget) {
    this.element = element;
    this.target = target;
    const { signal } = this.listening;
    element.addEventListener("pointerdown", (event) => this.press(event), { signal });
    element.addEventListener("pointermove", (event) => this.move(event), { signal });
    element.addEventListener("pointerup", (event) => this.release(event), { signal });
    element.addEventListener("pointercancel", () => this.cancel(), { signal });
    element.addEventListener("pointerleave", () => this.rest(null), { signal });
    element.addEventListener("wheel", (event) => this.wheel(event), { signal, passive: false });
    element.addEventListener("contextmenu", (event) => event.preventDefault(), { signal });
  }

  dispose(): void {
    this.listening.abort();
    clearTimeout(this.resting);
  }

  private press(event: PointerEvent): void {
    if (this.active) return;
    const at = { x: event.offsetX, y: event.offsetY };
    const { width, height } = this.target.size();
    const ctrl = event.ctrlKey || event.metaKey;
    const drag = dragOf({
      button: event.button,
      shift: event.shiftKey,
      ctrl,
      x: at.x / width,
      y: at.y / height,
    });
    const isPlain = !(event.shiftKey || ctrl);
    const isRight = drag === "move" && event.button === 2 && !event.shiftKey;
    const held = event.button === 0 && isPlain ? this.target.grab(at) : null;
    const tool = isRight ? this.target.tool(at) : held;
    this.active = { drag, tool, ctrlAtPress: ctrl, pivot: null, from: at, last: at, moved: false };
    this.element.setPointerCapture(event.pointerId);
    this.rest(null);
  }

  private move(event: PointerEvent): void {
    const at = { x: event.offsetX, y: event.offsetY };
    const { active } = this;
    if (!active) {
      this.rest(at);
      return;
    }
    if (!active.moved && Math.hypot(at.x - active.from.x, at.y - active.from.y) < CLICK_SLOP) return;
    active.moved = true;
    if (active.tool) {
      active.tool.move(at.x - active.last.x, at.y - active.last.y);
      active.last = at;
      return;
    }
    if (active.drag === "pick") {
      this.target.showBox(boxOf(active.from, at));
      active.last = at;
      return;
    }
    const ctrl = (event.ctrlKey || event.metaKey) && !active.ctrlAtPress;
    this.target.moveCamera(this.dragged(active, restricted(active.drag, ctrl), at));
    active.last = at;
  }

  private dragged(active: Active, drag: Drag, at: { x: number; y: number }): Camera {
    active.pivot ??= this.target.frontPivot();
    const { pivot, last, from } = active;
    const camera = this.target.camera();
    const { height } = this.target.size();
    const dx = at.x - last.x;
    const dy = at.y - last.y;
    switch (drag) {
      case "turn":
        return dragTurn(camera, pivot, dx, dy);
      case "roll":
        return dragRoll(camera, pivot, angleAround(this.target.middleOf(from), last, at));
      case "move":
        return dragMove(camera, pivot, dx, dy, height);
      case "depth":
        return zoomBy(camera, pivot, -dy / 100, height);
      case "pick":
        return camera;
      default:
        throw drag satisfies never;
    }
  }

  private release(event: PointerEvent): void {
    const { active } = this;
    this.active = null;
    active?.tool?.end();
    if (active?.drag === "pick" && active.moved) {
      this.target.showBox(null);
      this.target.pickBox(boxOf(active.from, active.last), event.shiftKey);
    }
    if (!active || active.moved || event.button !== 0) return;
    this.target.click(active.from.x, active.from.y, {
      ctrl: active.ctrlAtPress,
      shift: event.shiftKey,
      double: this.isDouble(active.from, event.timeStamp),
    });
  }

  /** Whether a click follows another one at the same place closely; a third one begins anew. */
  private isDouble(at: Point, time: number): boolean {
    const before = this.clicked;
    const isNear = before !== null && Math.hypot(at.x - before.at.x, at.y - before.at.y) < CLICK_SLOP;
    const isDouble = isNear && time - before.time < DOUBLE;
    this.clicked = isDouble ? null : { at, time };
    return isDouble;
  }

  private cancel(): void {
    this.active?.tool?.end();
    this.target.showBox(null);
    this.active = null;
  }

  private rest(at: { x: number; y: number } | null): void {
    clearTimeout(this.resting);
    this.target.rest(null);
    if (at) this.resting = setTimeout(() => this.target.rest(at), REST);
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault();
    const turn = wheelOf({ ...deltas(event), ctrl: event.ctrlKey, alt: event.altKey });
    const camera = this.target.camera();
    switch (turn.kind) {
      case "level":
        this.target.levelWheel(turn.notches);
        break;
      case "zoom":
        this.target.moveCamera(zoomBy(camera, this.target.pivot(), turn.notches, this.target.size().height));
        break;
      case "swipe":
        this.target.moveCamera(dragTurn(camera, this.target.pivot(), turn.dx, turn.dy));
        break;
      default:
        throw turn satisfies never;
    }
  }
}

function boxOf(a: Point, b: Point): Box {
  return {
    left: Math.min(a.x, b.x),
    top: Math.min(a.y, b.y),
    right: Math.max(a.x, b.x),
    bottom: Math.max(a.y, b.y),
  };
}

function deltas({ deltaX, deltaY, deltaMode }: WheelEvent): {
  deltaX: number;
  deltaY: number;
  deltaMode: number;
} {
  return { deltaX, deltaY, deltaMode };
}
