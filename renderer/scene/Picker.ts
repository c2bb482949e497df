import { type Intersection, Raycaster, Vector2 } from "three";
import type { ClusterBall } from "#renderer/scene/ClusterSpheres.ts";
import type { Contents } from "#renderer/scene/Contents.ts";
import type { SceneRenderer } from "#renderer/scene/SceneRenderer.ts";
import { specOf } from "#renderer/stores/scene.ts";

/** What lies under the pointer, with words for a balloon. */
export type Found =
  | { readonly kind: "entry"; readonly spec: string; readonly text: string }
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
    const { camera, ndc, isMain } = this.renderer.areaAt(x, y);
    this.ray.setFromCamera(new Vector2(ndc.x, ndc.y), camera);
    return isMain ? this.entryUnder() : this.ballUnder();
  }

  private ballUnder(): Found | null {
    const { mesh } = this.contents.clusters;
    const hit = mesh && this.ray.intersectObject(mesh, false)[0];
    const ball = hit && this.contents.clusters.ballAt(hit.instanceId ?? -1);
    if (!ball) return null;
    return { kind: "ball", spec: null, ball, text: `${ball.hits} hits` };
  }

  /** A model inside a see-through surface is meant, not the surface. */
  private entryUnder(): Found | null {
    const hits = this.contents.pickables().flatMap((target) => {
      const hit = this.ray.intersectObject(target.mesh, false)[0];
      return hit ? [{ ...target, hit }] : [];
    });
    const nearest = hits.sort((a, b) => rank(a) - rank(b) || a.hit.distance - b.hit.distance)[0];
    if (!nearest) return null;
    const { entry, hit, labelAt } = nearest;
    const label = hit.face ? labelAt(hit.face.a) : "";
    return {
      kind: "entry",
      spec: specOf(entry),
      text: `${specOf(entry)} ${entry.name}${label ? `  ${label}` : ""}`,
    };
  }
}

function rank({ entry }: { entry: { kind: string; opacity?: number }; hit: Intersection }): number {
  return entry.kind === "map" && (entry.opacity ?? 1) < 0.999 ? 1 : 0;
}
