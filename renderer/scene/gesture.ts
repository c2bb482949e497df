/**
 * What a press of the mouse means: ChimeraX's bindings. Left turns, middle and right move, Shift swaps the two,
 * Ctrl with left selects, Ctrl pressed later restricts a drag to the line of sight.
 */
export type Drag = "turn" | "roll" | "move" | "depth" | "pick";

export interface Press {
  /** As in MouseEvent: 0 left, 1 middle, 2 right. */
  readonly button: number;
  readonly shift: boolean;
  readonly ctrl: boolean;
  /** Where in the view, 0…1 from the left and the top. */
  readonly x: number;
  readonly y: number;
}

/** A drag that begins this close to an edge of the view turns about the line of sight. */
const EDGE = 0.1;

/** What a drag does from its press on. */
export function dragOf(press: Press): Drag {
  if (press.button === 0 && press.ctrl) return "pick";
  const turns = (press.button === 0) !== press.shift;
  if (!turns) return "move";
  return isNearEdge(press) ? "roll" : "turn";
}

/** What the drag does while Ctrl is held that was pressed after the button. */
export function restricted(drag: Drag, ctrl: boolean): Drag {
  if (!ctrl) return drag;
  if (drag === "turn") return "roll";
  return drag === "move" ? "depth" : drag;
}

/** Pointer movement, px, from which on a press is a drag and no click. */
export const CLICK_SLOP = 5;

function isNearEdge({ x, y }: Press): boolean {
  return x < EDGE || x > 1 - EDGE || y < EDGE || y > 1 - EDGE;
}

/** Degrees by which a pointer that moved went round a middle, counter-clockwise on the screen (y down). */
export function angleAround(
  middle: { x: number; y: number },
  from: { x: number; y: number },
  to: { x: number; y: number },
): number {
  const a = Math.atan2(-(from.y - middle.y), from.x - middle.x);
  const b = Math.atan2(-(to.y - middle.y), to.x - middle.x);
  const turn = b - a;
  return (Math.atan2(Math.sin(turn), Math.cos(turn)) * 180) / Math.PI;
}

/** What a turn of the wheel means: notches up are positive. A trackpad's swipe turns, its pinch zooms. */
export type Wheel =
  | { readonly kind: "zoom"; readonly notches: number }
  | { readonly kind: "level"; readonly notches: number }
  | { readonly kind: "swipe"; readonly dx: number; readonly dy: number };

export interface WheelTurn {
  readonly deltaX: number;
  readonly deltaY: number;
  /** As in WheelEvent: 0 pixels, 1 lines, 2 pages. */
  readonly deltaMode: number;
  readonly ctrl: boolean;
  readonly alt: boolean;
}

const PIXELS_PER_NOTCH = 100; // Chromium's wheel
const LINES_PER_NOTCH = 3;
const PINCH_PER_NOTCH = 12; // pixels that a browser reports for a pinch as strong as a notch

export function wheelOf(turn: WheelTurn): Wheel {
  const perNotch = turn.deltaMode === 0 ? PIXELS_PER_NOTCH : turn.deltaMode === 1 ? LINES_PER_NOTCH : 1;
  if (turn.ctrl)
    return { kind: "zoom", notches: -turn.deltaY / (turn.deltaMode === 0 ? PINCH_PER_NOTCH : perNotch) };
  if (turn.alt) return { kind: "level", notches: -(turn.deltaY || turn.deltaX) / perNotch };
  if (isSwipe(turn)) return { kind: "swipe", dx: -turn.deltaX, dy: -turn.deltaY };
  return { kind: "zoom", notches: -turn.deltaY / perNotch };
}

/** Two fingers move sideways too, and by few pixels at a time; a wheel does neither. */
function isSwipe({ deltaX, deltaY, deltaMode }: WheelTurn): boolean {
  return deltaMode === 0 && (deltaX !== 0 || (deltaY !== 0 && Math.abs(deltaY) < 30));
}
