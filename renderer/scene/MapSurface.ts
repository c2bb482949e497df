import { BufferAttribute, type BufferGeometry, DoubleSide, Group, Mesh, MeshStandardMaterial } from "three";
import { geometryOf, sparse, sphereOf } from "#renderer/scene/buffers.ts";
import type { Sphere } from "#renderer/scene/camera.ts";
import { SurfaceCap } from "#renderer/scene/SurfaceCap.ts";
import { throwShadows } from "#renderer/scene/shadow-casters.ts";
import type { MeshBuffers, SurfacePaint } from "#workers/protocol.ts";

/** A surface as the engine made it, with what its colours are found from. */
export interface SurfaceShape {
  readonly mesh: MeshBuffers;
  readonly paint?: SurfacePaint;
}

/** How a surface is drawn. */
export interface SurfaceLook {
  /** "#rrggbb". */
  readonly color: string;
  readonly isMesh: boolean;
  readonly highlighted: boolean;
  /** The near plane cuts it, and it is closed there. */
  readonly isCapped: boolean;
  /** Per vertex, rgb 0…1; null = one colour. */
  readonly colors: Float32Array | null;
}

/** Beside the clusters a map is only a hint of where they lie. */
const FAINT = 0.12;

/**
 * One isosurface, in the main view and faintly among the clusters. It is drawn solid: a see-through one is laid over
 * the picture as a whole, so that just its nearest layer shows and not what it hides of itself.
 */
export class MapSurface {
  readonly main = new Group();
  readonly faint: Mesh;
  readonly shape: SurfaceShape;
  private readonly skin: Mesh;
  private readonly material = new MeshStandardMaterial({ roughness: 0.6, metalness: 0, side: DoubleSide });
  private readonly faintMaterial = new MeshStandardMaterial({
    roughness: 0.7,
    transparent: true,
    opacity: FAINT,
    side: DoubleSide,
  });
  private readonly geometry: BufferGeometry;
  private readonly bounds: Sphere | null;
  private colors: Float32Array | null = null;
  private cap: SurfaceCap | null = null;
  private readonly place: number;

  /** `place` tells the surfaces of a scene apart. */
  constructor(shape: SurfaceShape, place: number) {
    this.shape = shape;
    this.place = place;
    this.geometry = geometryOf(shape.mesh);
    this.bounds = sphereOf(shape.mesh.positions);
    this.skin = new Mesh(this.geometry, this.material);
    this.faint = new Mesh(this.geometry, this.faintMaterial);
    throwShadows(this.skin);
    this.main.add(this.skin);
  }

  /** The sphere around the surface; null for one without triangles. */
  sphere(): Sphere | null {
    return this.bounds;
  }

  /** Some of its corners, xyz triplets, Å. */
  points(): Float32Array {
    return sparse(this.shape.mesh.positions);
  }

  /** What can be pointed at. */
  pickable(): Mesh {
    return this.skin;
  }

  update({ color, isMesh, highlighted, isCapped, colors }: SurfaceLook): void {
    this.paint(colors);
    this.close(isCapped && !isMesh, color);
    this.material.color.set(colors ? "#ffffff" : color);
    this.material.emissive.set(highlighted ? 0x1f4f48 : 0x000000);
    this.material.wireframe = isMesh;
    this.skin.castShadow = !isMesh; // lines are too thin for a depth map
    this.faintMaterial.color.set(color);
  }

  dispose(): void {
    this.cap?.dispose();
    this.geometry.dispose();
    for (const material of [this.material, this.faintMaterial]) material.dispose();
    this.main.removeFromParent();
    this.faint.removeFromParent();
  }

  private close(isCapped: boolean, color: string): void {
    if (isCapped && !this.cap) {
      this.cap = new SurfaceCap(this.geometry, this.place);
      this.main.add(this.cap.group);
    }
    if (!this.cap) return;
    this.cap.group.visible = isCapped;
    this.cap.setColor(color);
  }

  private paint(colors: Float32Array | null): void {
    if (colors === this.colors) return;
    this.colors = colors;
    this.material.vertexColors = colors !== null;
    this.material.needsUpdate = true;
    if (colors) this.geometry.setAttribute("color", new BufferAttribute(colors, 3));
    else this.geometry.deleteAttribute("color");
  }
}
