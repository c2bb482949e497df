import { Raycaster, Vector2, Vector3 } from "three";
import type { Vec3 } from "#core/math/vec3.ts";
import type { ClusterBall } from "#renderer/scene/ClusterSpheres.ts";
import type { Contents } from "#renderer/scene/Contents.ts";
import type { Hit, Pickable } from "#renderer/scene/id-pass.ts";
import type { SceneRenderer } from "#renderer/scene/SceneRenderer.ts";
import { type SceneEntry, specOf } from "#renderer/stores/scene.ts";

/** What lies under the pointer, with words for a balloon. */
export type Found =
  | {
      readonly kind: "entry";
      readonly spec: string;
      readonly text: string;
      /** The point that is seen or, of an atom, its centre, Å. */
      readonly xyz: Vec3;
      /** Residue and atom of a model, as indices into its shape; null for maps. */
      readonly what: { readonly residue: number; readonly atom: number | null } | null;
    }
  | { readonly kind: "ball"; readonly spec: null; readonly ball: ClusterBall; readonly text: string };

/** Finds what lies under a pixel of either view. */
export class Picker {
  private readonly ray = new Raycaster();
  private readonly renderer: SceneRenderer;
  private readonly contents: Contents;

  constructor(renderer: SceneRenderer, contents: Contents) {
    this.renderer = renderer;
    this.contents = contents;
  }

  at(x: number, y: number): Found | null {
    const { area, eye, ndc } = this.renderer.areaAt(x, y);
    if (area.kind !== "beside") return this.entryUnder(x, y);
    this.ray.setFromCamera(new Vector2(ndc.x, ndc.y), eye);
    return this.ballUnder();
  }

  private ballUnder(): Found | null {
    const { mesh } = this.contents.clusters;
    const hit = mesh && this.ray.intersectObject(mesh, false)[0];
    const ball = hit && this.contents.clusters.ballAt(hit.instanceId ?? -1);
    if (!ball) return null;
    return { kind: "ball", spec: null, ball, text: `${ball.hits} hits` };
  }

  /** A model inside a see-through surface is meant, not the surface. */
  private entryUnder(x: number, y: number): Found | null {
    const all = this.contents.pickables();
    const first = this.renderer.identify(
      x,
      y,
      all.filter((one) => !isSeeThrough(one)),
    );
    const hit = first ?? this.renderer.identify(x, y, all.filter(isSeeThrough));
    return hit && this.found(hit, x, y);
  }

  private found({ target, part, depth }: Hit, x: number, y: number): Found {
    const { entry } = target;
    const what = target.what(part);
    const label = what ? this.contents.models.labelOf(entry, what) : "";
    return {
      kind: "entry",
      spec: specOf(entry),
      text: `${specOf(entry)} ${entry.name}${label ? `  ${label}` : ""}`,
      xyz: (what && this.contents.models.placeOf(entry, what.atom)) ?? this.pointAt(x, y, depth),
      what,
    };
  }

  private pointAt(x: number, y: number, depth: number): Vec3 {
    const { eye, ndc } = this.renderer.areaAt(x, y);
    const point = new Vector3(ndc.x, ndc.y, 2 * depth - 1).unproject(eye);
    return [point.x, point.y, point.z];
  }
}

function isSeeThrough({ entry }: Pickable): boolean {
  return entry.kind === "map" && opacityOf(entry) < 0.999;
}

function opacityOf(entry: SceneEntry): number {
  return entry.kind === "map" ? entry.opacity : entry.look.opacity;
}
