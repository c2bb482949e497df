import {
  conjugate,
  IDENTITY,
  multiplyQuaternions,
  normalizeQuaternion,
  type Quaternion,
} from "#core/math/rigid.ts";
import { subtract, type Vec3 } from "#core/math/vec3.ts";
import { type Camera, depthOf, dragMove, dragTurn, pixelSize, zoomBy } from "#renderer/scene/camera.ts";
import type { CropHandle } from "#renderer/scene/crop-handles.ts";
import type { Found } from "#renderer/scene/Picker.ts";
import type { RightMouseMode } from "#renderer/stores/settings.ts";

/** What a drag of the right button asks of commands; what only moves the camera is done here. */
export interface ToolEvent {
  readonly mode: RightMouseMode;
  readonly phase: "start" | "drag" | "end";
  /** What lay under the pointer where the drag began. */
  readonly found: Found | null;
  /** The same as a spec down to the residue or atom: "#2/A:12@CA"; null for maps and nothing. */
  readonly part: string | null;
  /** The side of the map's box that was taken hold of; null when the drag says which. */
  readonly handle: Pick<CropHandle, "axis" | "side"> | null;
  /** What the pointer did since the last event, as a motion of what it holds: Å in the frame of the scene, a turn. */
  readonly shift: Vec3;
  readonly turn: Quaternion;
  /** Pixels upwards, and as Å along the line of sight. */
  readonly up: number;
  readonly depth: number;
}

/** A drag under way. */
export interface ToolDrag {
  move(dx: number, dy: number): void;
  end(): void;
}

interface Stage {
  camera(): Camera;
  moveCamera(camera: Camera): void;
  readonly pivot: Vec3;
  readonly height: number;
  /** The spec of what the drag begins on. */
  readonly part: string | null;
  readonly handle: ToolEvent["handle"];
  tell(event: ToolEvent): void;
}

/** Begins what the right button does in a mode; null where it moves the scene, as without a mode. */
export function beginTool(mode: RightMouseMode, found: Found | null, stage: Stage): ToolDrag | null {
  const nothing = {
    mode,
    found,
    part: stage.part,
    handle: stage.handle,
    shift: [0, 0, 0],
    turn: IDENTITY.rotation,
    up: 0,
    depth: 0,
  } as const;
  const { pivot, height } = stage;
  if (mode === "translate") return null;
  if (mode === "rotate" || mode === "zoom") {
    const after = (camera: Camera, dx: number, dy: number) =>
      mode === "rotate" ? dragTurn(camera, pivot, dx, dy) : zoomBy(camera, pivot, -dy / 100, height);
    return { move: (dx, dy) => stage.moveCamera(after(stage.camera(), dx, dy)), end: () => {} };
  }
  stage.tell({ ...nothing, phase: "start" });
  return {
    move: (dx, dy) => {
      const camera = stage.camera();
      stage.tell({
        ...nothing,
        phase: "drag",
        // What is dragged moves as the scene would, so the camera the other way.
        shift: subtract(camera.position, dragMove(camera, pivot, dx, dy, height).position),
        turn: sceneTurn(camera, dragTurn(camera, pivot, dx, dy)),
        up: -dy,
        depth: dy * pixelSize(depthOf(camera, pivot), height),
      });
    },
    end: () => stage.tell({ ...nothing, phase: "end" }),
  };
}

/** The turn of the scene that looks like the camera's. */
function sceneTurn(before: Camera, after: Camera): Quaternion {
  return normalizeQuaternion(multiplyQuaternions(before.orientation, conjugate(after.orientation)));
}
