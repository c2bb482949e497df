import { BufferAttribute, BufferGeometry, type Object3D } from "three";
import type { Rigid } from "#core/math/rigid.ts";
import type { Sphere } from "#renderer/scene/camera.ts";
import type { MeshBuffers } from "#workers/protocol.ts";

/** A mesh of the engine as three.js wants it; the arrays are shared, not copied. */
export function geometryOf(mesh: MeshBuffers): BufferGeometry {
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(mesh.positions, 3));
  geometry.setAttribute("normal", new BufferAttribute(mesh.normals, 3));
  geometry.setIndex(new BufferAttribute(mesh.indices, 1));
  return geometry;
}

/** The sphere about the middle of the box of xyz triplets; null for none. */
export function sphereOf(xyz: Float32Array): Sphere | null {
  if (xyz.length < 3) return null;
  const [x, y, z] = [middleOf(xyz, 0), middleOf(xyz, 1), middleOf(xyz, 2)];
  let largest = 0;
  for (let n = 0; n < xyz.length; n += 3) {
    const r = ((xyz[n] ?? 0) - x) ** 2 + ((xyz[n + 1] ?? 0) - y) ** 2 + ((xyz[n + 2] ?? 0) - z) ** 2;
    if (r > largest) largest = r;
  }
  return { centre: [x, y, z], radius: Math.sqrt(largest) };
}

function middleOf(xyz: Float32Array, axis: 0 | 1 | 2): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let n = axis; n < xyz.length; n += 3) {
    const x = xyz[n] ?? 0;
    if (x < low) low = x;
    if (x > high) high = x;
  }
  return (low + high) / 2;
}

/** Puts an object where a rigid motion carries it. */
export function placeObject(object: Object3D, { rotation, shift }: Rigid): void {
  object.quaternion.set(...rotation);
  object.position.set(...shift);
}

const FEW = 2000; // points: enough for what their directions are needed for

/** Every so many-th of xyz triplets, at most some two thousand. */
export function sparse(xyz: Float32Array): Float32Array {
  const step = Math.max(1, Math.floor(xyz.length / 3 / FEW));
  return xyz.filter((_, n) => Math.floor(n / 3) % step === 0);
}
