import {
  type BufferGeometry,
  Color,
  DoubleSide,
  Group,
  LessEqualDepth,
  Mesh,
  MeshStandardMaterial,
} from "three";
import { geometryOf, sphereOf } from "#renderer/scene/buffers.ts";
import type { Sphere } from "#renderer/scene/camera.ts";
import { OutlineBox } from "#renderer/scene/OutlineBox.ts";
import type { MapEntry } from "#renderer/stores/scene.ts";
import type { MeshBuffers } from "#workers/protocol.ts";

/** Beside the clusters a map is only a hint of where they lie. */
const FAINT = 0.12;

/** Nothing is drawn after a see-through surface but the next one. */
const FIRST_SURFACE = 10;

/**
 * The isosurface of one map, in the main view and faintly among the clusters. A see-through surface is drawn twice,
 * first into the depth buffer only, so that just its nearest layer shows and not what it hides of itself.
 */
export class MapSurface {
  readonly main = new Group();
  readonly faint: Mesh;
  private readonly depth: Mesh;
  private readonly skin: Mesh;
  private readonly depthMaterial = new MeshStandardMaterial({
    colorWrite: false,
    transparent: true,
    side: DoubleSide,
  });
  private readonly material = new MeshStandardMaterial({ roughness: 0.6, metalness: 0, side: DoubleSide });
  private readonly faintMaterial = new MeshStandardMaterial({
    roughness: 0.7,
    transparent: true,
    opacity: FAINT,
    side: DoubleSide,
  });
  private readonly box = new OutlineBox();
  private geometry: BufferGeometry | null = null;
  private bounds: Sphere | null = null;

  constructor() {
    this.material.depthFunc = LessEqualDepth;
    this.depth = new Mesh(undefined, this.depthMaterial);
    this.skin = new Mesh(undefined, this.material);
    this.faint = new Mesh(undefined, this.faintMaterial);
    this.main.add(this.depth, this.skin, this.box.lines);
    this.setVisible(false);
  }

  setMesh(mesh: MeshBuffers): void {
    this.geometry?.dispose();
    this.geometry = geometryOf(mesh);
    this.bounds = sphereOf(mesh.positions);
    for (const part of [this.depth, this.skin, this.faint]) part.geometry = this.geometry;
  }

  /** The sphere around the drawn surface; null while nothing is drawn. */
  sphere(): Sphere | null {
    return this.bounds;
  }

  /** What can be pointed at. */
  pickable(): Mesh {
    return this.skin;
  }

  /** Follows the entry; `order` is its place among the maps, which see-through surfaces are drawn in. */
  update(entry: MapEntry, order: number, highlighted: boolean): void {
    const solid = entry.opacity >= 0.999 || entry.style === "mesh";
    const drawable = this.geometry !== null && entry.shown;
    this.setVisible(drawable);
    this.depth.visible = drawable && !solid;
    this.material.color.copy(new Color(entry.color));
    this.material.emissive.set(highlighted ? 0x1f4f48 : 0x000000);
    this.material.wireframe = entry.style === "mesh";
    this.material.opacity = entry.style === "mesh" ? Math.max(entry.opacity, 0.35) : entry.opacity;
    this.material.transparent = this.material.opacity < 0.999;
    this.material.needsUpdate = true;
    this.faintMaterial.color.copy(this.material.color);
    this.depth.renderOrder = FIRST_SURFACE + 2 * order;
    this.skin.renderOrder = FIRST_SURFACE + 2 * order + 1;
    this.box.update(entry);
    this.box.lines.visible = entry.outline && entry.shown;
  }

  dispose(): void {
    this.geometry?.dispose();
    for (const material of [this.depthMaterial, this.material, this.faintMaterial]) material.dispose();
    this.box.dispose();
    this.main.removeFromParent();
    this.faint.removeFromParent();
  }

  private setVisible(visible: boolean): void {
    for (const part of [this.depth, this.skin, this.faint]) part.visible = visible;
  }
}
