import { createStore, type StoreApi } from "zustand/vanilla";
import type { Quaternion } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";

/** A view that was given a name: where the camera stands (Å) and how it is turned. */
export interface NamedView {
  readonly name: string;
  readonly orientation: Quaternion;
  readonly position: Vec3;
}

/** Planes across the line of sight, Å behind a centre (negative: before it); null = none. */
export interface ClipPlanes {
  readonly centre: Vec3;
  readonly near: number | null;
  readonly far: number | null;
}

/** A bar of a length, Å; null = a round one, about a fifth of the view. */
export interface ScaleBar {
  readonly length: number | null;
}

/** A distance that was measured, drawn as a line between two places, Å. */
export interface Distance {
  readonly from: Vec3;
  readonly to: Vec3;
  /** "4.52 Å". */
  readonly text: string;
}

/** How the scene is looked at, beyond the camera. It belongs to the session. */
export interface StageState {
  readonly clip: ClipPlanes | null;
  /** The point that drags turn the scene about, Å; null = the front of what the middle of the view shows (frontCenter). */
  readonly pivot: Vec3 | null;
  /** It keeps to the middle of the view, half way between the clip planes or as deep as `pivot` was (centerOfView). */
  readonly pivotFollows: boolean;
  readonly views: readonly NamedView[];
  /** The strip that shows the scene from the side, with its planes. */
  readonly sideView: boolean;
  /** What is far is drawn as large as what is near. */
  readonly orthographic: boolean;
  readonly scaleBar: ScaleBar | null;
  readonly distances: readonly Distance[];
}

export type StageStore = StoreApi<StageState>;

export const STAGE_DEFAULTS: StageState = {
  clip: null,
  pivot: null,
  pivotFollows: false,
  views: [],
  sideView: false,
  orthographic: false,
  scaleBar: null,
  distances: [],
};

export function createStageStore(): StageStore {
  return createStore<StageState>(() => STAGE_DEFAULTS);
}
