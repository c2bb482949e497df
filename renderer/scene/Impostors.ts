import {
  BoxGeometry,
  BufferAttribute,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  Mesh,
  type MeshStandardMaterial,
  PlaneGeometry,
  type ShaderMaterial,
} from "three";
import {
  type ImpostorKind,
  impostorIdMaterial,
  impostorMaterial,
} from "#renderer/scene/impostor-material.ts";
import type { BallParts, StickParts } from "#renderer/scene/model-parts.ts";
import { impostorCaster, throwShadows } from "#renderer/scene/shadow-casters.ts";
import type { ModelShape } from "#workers/protocol.ts";

const COVERS = { ball: new PlaneGeometry(2, 2), stick: new BoxGeometry(2, 2, 2) } as const;

/** Atoms as balls, or bonds as sticks with round ends, in one draw call: a quad or box each, drawn true to the pixel. */
export class Impostors {
  readonly mesh: Mesh<InstancedBufferGeometry, MeshStandardMaterial>;
  readonly idMaterial: ShaderMaterial;
  private readonly caster: ShaderMaterial;
  /** Atoms of the parts told by picking: one per ball, two per stick. */
  private readonly atoms: Uint32Array;

  private constructor(kind: ImpostorKind, atoms: Uint32Array, geometry: InstancedBufferGeometry) {
    this.atoms = atoms;
    this.mesh = new Mesh(geometry, impostorMaterial(kind));
    this.mesh.frustumCulled = false; // the cover's box says nothing about its instances
    this.idMaterial = impostorIdMaterial(kind);
    this.caster = impostorCaster(kind);
    throwShadows(this.mesh, this.caster);
  }

  /** `colors` are linear rgb per atom of the shape. */
  static balls(shape: ModelShape, { atoms, radii }: BallParts, colors: Float32Array): Impostors {
    const geometry = coverOf("ball", atoms.length);
    add(geometry, "centre", gather(shape.atomXyz, atoms), 3);
    add(geometry, "radius", radii, 1);
    add(geometry, "tint", gather(colors, atoms), 3);
    return new Impostors("ball", atoms, geometry);
  }

  static sticks(shape: ModelShape, { pairs, radii }: StickParts, colors: Float32Array): Impostors {
    const geometry = coverOf("stick", radii.length);
    const [first, second] = [pairs.filter((_, n) => n % 2 === 0), pairs.filter((_, n) => n % 2 === 1)];
    add(geometry, "from", gather(shape.atomXyz, first), 3);
    add(geometry, "to", gather(shape.atomXyz, second), 3);
    add(geometry, "radius", radii, 1);
    add(geometry, "tint", gather(colors, first), 3);
    add(geometry, "tint2", gather(colors, second), 3);
    return new Impostors("stick", pairs, geometry);
  }

  /** The atom of the shape that a part told by picking belongs to. */
  atomAt(part: number): number {
    return this.atoms[part] ?? 0;
  }

  dispose(): void {
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
    this.idMaterial.dispose();
    this.caster.dispose();
    this.mesh.removeFromParent();
  }
}

function coverOf(kind: ImpostorKind, count: number): InstancedBufferGeometry {
  const cover = COVERS[kind];
  const geometry = new InstancedBufferGeometry();
  geometry.setIndex(cover.index && new BufferAttribute(cover.index.array, 1));
  geometry.setAttribute("position", new BufferAttribute(cover.getAttribute("position").array, 3));
  geometry.instanceCount = count;
  return geometry;
}

function add(geometry: InstancedBufferGeometry, name: string, array: Float32Array, size: number): void {
  geometry.setAttribute(name, new InstancedBufferAttribute(array, size));
}

/** The triplets of the atoms named, in their order. */
function gather(triplets: Float32Array, atoms: Uint32Array): Float32Array {
  const out = new Float32Array(3 * atoms.length);
  atoms.forEach((atom, n) => {
    for (let k = 0; k < 3; k++) out[3 * n + k] = triplets[3 * atom + k] ?? 0;
  });
  return out;
}
