import { type BufferGeometry, Color, DoubleSide, Group, Mesh, MeshStandardMaterial } from "three";
import { geometryOf, sparse, sphereOf } from "#renderer/scene/buffers.ts";
import type { Sphere } from "#renderer/scene/camera.ts";
import { OutlineBox } from "#renderer/scene/OutlineBox.ts";
import type { MapEntry } from "#renderer/stores/scene.ts";
import type { MeshBuffers } from "#workers/protocol.ts";

/** Beside the clusters a map is only a hint of where they lie. */
const FAINT = 0.12;

/**
 * The isosurface of one map, in the main view and faintly among the clusters. It is drawn solid: a see-through one is
 * laid over the picture as a whole, so that just its nearest layer shows and not what it hides of itself.
 */
export class MapSurface {
  readonly main = new Group();
  readonly faint: Mesh;
  private readonly skin: Mesh;
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
    this.skin = new Mesh(undefined, this.material);
    this.faint = new Mesh(undefined, this.faintMaterial);
    this.main.add(this.skin, this.box.lines);
    this.setVisible(false);
  }

  setMesh(mesh: MeshBuffers): void {
    this.geometry?.dispose();
    this.geometry = geometryOf(mesh);
    this.bounds = sphereOf(mesh.positions);
    for (const part of [this.skin, this.faint]) part.geometry = this.geometry;
  }

  /** The sphere around the drawn surface; null while nothing is drawn. */
  sphere(): Sphere | null {
    return this.bounds;
  }

  /** Some of its corners, xyz triplets, Å. */
  points(): Float32Array {
    const all = this.geometry?.getAttribute("position").array;
    return all instanceof Float32Array ? sparse(all) : new Float32Array();
  }

  /** What can be pointed at. */
  pickable(): Mesh {
    return this.skin;
  }

  /** Follows the entry. */
  update(entry: MapEntry, highlighted: boolean): void {
    const drawable = this.geometry !== null && entry.shown;
    this.setVisible(drawable);
    this.material.color.copy(new Color(entry.color));
    this.material.emissive.set(highlighted ? 0x1f4f48 : 0x000000);
    this.material.wireframe = entry.style === "mesh";
    this.faintMaterial.color.copy(this.material.color);
    this.box.update(entry);
    this.box.lines.visible = entry.outline && entry.shown;
  }

  dispose(): void {
    this.geometry?.dispose();
    for (const material of [this.material, this.faintMaterial]) material.dispose();
    this.box.dispose();
    this.main.removeFromParent();
    this.faint.removeFromParent();
  }

  private setVisible(visible: boolean): void {
    for (const part of [this.skin, this.faint]) part.visible = visible;
  }
}
