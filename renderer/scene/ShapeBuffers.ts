import { BufferAttribute, BufferGeometry } from "three";
import type { ModelShape } from "#workers/protocol.ts";

/** The cartoon of a model in the graphics memory, once for all its copies; each copy has its own colours only. */
export class ShapeBuffers {
  readonly shape: ModelShape;
  private readonly shared: Readonly<Record<string, BufferAttribute>>;
  readonly index: BufferAttribute;

  constructor(shape: ModelShape) {
    this.shape = shape;
    const { positions, normals, indices } = shape.mesh;
    this.index = new BufferAttribute(indices, 1);
    this.shared = {
      position: new BufferAttribute(positions, 3),
      normal: new BufferAttribute(normals, 3),
      part: new BufferAttribute(shape.residue, 1),
    };
  }

  /** A geometry of its own on the shared arrays. */
  geometry(): BufferGeometry {
    const geometry = new BufferGeometry();
    for (const [name, attribute] of Object.entries(this.shared)) geometry.setAttribute(name, attribute);
    geometry.setIndex(this.index);
    return geometry;
  }
}
