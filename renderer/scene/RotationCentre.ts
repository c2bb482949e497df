import { add, distance, scale, type Vec3 } from "#core/math/vec3.ts";
import {
  type Camera,
  centreOfView,
  depthOf,
  forward,
  pivotFor,
  type Sphere,
} from "#renderer/scene/camera.ts";
import type { StageState } from "#renderer/stores/stage.ts";

type Wanted = Pick<StageState, "pivot" | "pivotFollows" | "clip">;

/** How far a point may be off the middle of the view, as a share of its depth, and count as in it. */
const SAME = 1e-3;

/** The point that the scene turns about, as it goes along with the camera. */
export class RotationCentre {
  /** Where one that keeps to the middle of the view has come since it was set. */
  private followed: { readonly from: Vec3; readonly at: Vec3 } | null = null;
  /** What was in front in the middle of the view when that was looked for last, and how deep, Å. */
  private front: { readonly at: Vec3; readonly depth: number } | null = null;

  /** `look` finds how deep what the middle of the view shows lies, Å; null where that is empty. */
  at(
    { pivot, pivotFollows, clip }: Wanted,
    camera: Camera,
    seen: {
      readonly bounds: Sphere;
      readonly aspect: number;
      readonly look?: (() => number | null) | undefined;
    },
  ): Vec3 {
    if (pivot && pivotFollows) return centreOfView(camera, this.before(pivot), clip);
    if (pivot) return pivot;
    let isNear = false;
    const front = () => {
      isNear = true;
      return this.frontDepth(camera, seen.look);
    };
    const found = pivotFor(camera, seen.bounds, front, seen.aspect);
    if (!isNear) this.front = null;
    return found;
  }

  /** One that keeps to the middle of the view comes along. */
  cameraMoved({ pivot, pivotFollows, clip }: Wanted, camera: Camera): void {
    if (!pivot || !pivotFollows) return;
    this.followed = { from: pivot, at: centreOfView(camera, this.before(pivot), clip) };
  }

  private before(pivot: Vec3): Vec3 {
    return this.followed?.from === pivot ? this.followed.at : pivot;
  }

  /** Turning alone keeps the point; where the middle is empty it stays as deep as it was: as ChimeraX. */
  private frontDepth(camera: Camera, look: (() => number | null) | undefined): number | null {
    const { front } = this;
    if (front && distance(ahead(camera, front.depth), front.at) < SAME * front.depth) return front.depth;
    const depth = look?.() ?? (front && depthOf(camera, front.at));
    if (depth === null || !(depth > 0)) return null;
    if (look) this.front = { at: ahead(camera, depth), depth };
    return depth;
  }
}

function ahead(camera: Camera, depth: number): Vec3 {
  return add(camera.position, scale(forward(camera), depth));
}
