import {
  BufferAttribute,
  type BufferGeometry,
  Color,
  DoubleSide,
  Group,
  Mesh,
  MeshStandardMaterial,
} from "three";
import { applyRigid } from "#core/math/rigid.ts";
import { AtomSticks } from "#renderer/scene/AtomSticks.ts";
import { geometryOf, placeObject, sphereOf } from "#renderer/scene/buffers.ts";
import type { Sphere } from "#renderer/scene/camera.ts";
import { atomColors, residueColors, vertexColors } from "#renderer/scene/model-colors.ts";
import type { ModelEntry, ModelLook, PlacedEntry } from "#renderer/stores/scene.ts";
import type { ModelShape } from "#workers/protocol.ts";

/** A model at one pose: its cartoon and, on wish, its atoms. */
export class ModelDrawing {
  readonly group = new Group();
  private readonly cartoon: Mesh<BufferGeometry, MeshStandardMaterial>;
  private readonly bounds: Sphere;
  private sticks: AtomSticks | null = null;
  private look: ModelLook | null = null;
  private readonly shape: ModelShape;

  constructor(shape: ModelShape) {
    this.shape = shape;
    this.bounds = sphereOf(shape.atomXyz) ?? { centre: [0, 0, 0], radius: 1 };
    this.cartoon = new Mesh(
      geometryOf(shape.mesh),
      new MeshStandardMaterial({ vertexColors: true, roughness: 0.42, side: DoubleSide }),
    );
    this.group.add(this.cartoon);
  }

  update(entry: ModelEntry | PlacedEntry, highlighted: boolean): void {
    placeObject(this.group, entry.motion);
    this.group.visible = entry.shown;
    if (this.look !== entry.look) this.applyLook(entry.look);
    this.cartoon.material.emissive = new Color(highlighted ? 0x1d4c44 : 0x000000);
  }

  /** The sphere around the atoms where the entry puts them. */
  sphere(entry: ModelEntry | PlacedEntry): Sphere {
    return { centre: applyRigid(entry.motion, this.bounds.centre), radius: this.bounds.radius };
  }

  pickable(): Mesh {
    return this.cartoon;
  }

  /** The residue that a corner of the cartoon belongs to: "A/GLU 12". */
  labelAt(vertex: number): string {
    return this.shape.labels[this.shape.residue[vertex] ?? 0] ?? "";
  }

  dispose(): void {
    this.sticks?.dispose();
    this.cartoon.geometry.dispose();
    this.cartoon.material.dispose();
    this.group.removeFromParent();
  }

  private applyLook(look: ModelLook): void {
    const { shape, cartoon } = this;
    const residues = residueColors(shape, look.color);
    if (this.look?.color !== look.color) {
      const linear = toLinear(vertexColors(shape, residues));
      cartoon.geometry.setAttribute("color", new BufferAttribute(linear, 3));
    }
    cartoon.visible = look.cartoon;
    cartoon.material.opacity = look.opacity;
    cartoon.material.transparent = look.opacity < 0.999;
    cartoon.material.needsUpdate = true;
    if (this.look?.atoms !== look.atoms || this.look.color !== look.color) {
      this.sticks?.dispose();
      this.sticks =
        look.atoms === "none" ? null : new AtomSticks(shape, look.atoms, atomColors(shape, residues));
      if (this.sticks) this.group.add(this.sticks.group);
    }
    this.sticks?.setOpacity(look.opacity);
    this.look = look;
  }
}

/** Colours of vertices are taken as they are by the shader, which works in linear light. */
function toLinear(colors: Float32Array): Float32Array {
  const color = new Color();
  for (let n = 0; n < colors.length; n += 3) {
    color.setRGB(colors[n] ?? 0, colors[n + 1] ?? 0, colors[n + 2] ?? 0, "srgb");
    color.toArray(colors, n);
  }
  return colors;
}
