import {
  Color,
  CylinderGeometry,
  Group,
  IcosahedronGeometry,
  InstancedMesh,
  Matrix4,
  MeshStandardMaterial,
  Quaternion,
  Vector3,
} from "three";
import type { ModelShape } from "#workers/protocol.ts";

/** Å. */
const STICK_RADIUS = 0.2;
const VAN_DER_WAALS: Readonly<Record<number, number>> = {
  1: 1.1,
  6: 1.7,
  7: 1.55,
  8: 1.52,
  15: 1.8,
  16: 1.8,
};
const OTHER_RADIUS = 1.6;

const UP = new Vector3(0, 1, 0);

/** The heavy atoms of a model as sticks (half a bond in each atom's colour) or as spheres. */
export class AtomSticks {
  readonly group = new Group();
  private readonly material = new MeshStandardMaterial({ roughness: 0.45 });
  private readonly parts: InstancedMesh[] = [];

  constructor(shape: ModelShape, style: "stick" | "sphere", colors: Float32Array) {
    if (style === "sphere") this.addSpheres(shape, colors, (number) => VAN_DER_WAALS[number] ?? OTHER_RADIUS);
    else {
      this.addSpheres(shape, colors, () => STICK_RADIUS);
      this.addBonds(shape, colors);
    }
  }

  setOpacity(opacity: number): void {
    this.material.opacity = opacity;
    this.material.transparent = opacity < 0.999;
    this.material.needsUpdate = true;
  }

  dispose(): void {
    for (const part of this.parts) {
      part.geometry.dispose();
      part.dispose();
    }
    this.material.dispose();
    this.group.removeFromParent();
  }

  private addSpheres(shape: ModelShape, colors: Float32Array, radiusOf: (number: number) => number): void {
    const count = shape.atomNumber.length;
    const mesh = new InstancedMesh(new IcosahedronGeometry(1, count > 5000 ? 1 : 2), this.material, count);
    const matrix = new Matrix4();
    for (let n = 0; n < count; n++) {
      const radius = radiusOf(shape.atomNumber[n] ?? 6);
      matrix.makeScale(radius, radius, radius).setPosition(atomAt(shape, n));
      mesh.setMatrixAt(n, matrix);
      mesh.setColorAt(n, colorAt(colors, n));
    }
    this.add(mesh);
  }

  private addBonds(shape: ModelShape, colors: Float32Array): void {
    const count = shape.bonds.length; // two halves for two atoms
    const mesh = new InstancedMesh(new CylinderGeometry(1, 1, 1, 7, 1, true), this.material, count);
    const matrix = new Matrix4();
    const turn = new Quaternion();
    for (let n = 0; n < count; n++) {
      const own = atomAt(shape, shape.bonds[n] ?? 0);
      const other = atomAt(shape, shape.bonds[n ^ 1] ?? 0);
      const half = other.sub(own).multiplyScalar(0.5);
      const size = half.length();
      turn.setFromUnitVectors(UP, half.clone().divideScalar(size || 1));
      const middle = own.addScaledVector(half, 0.5);
      matrix.compose(middle, turn, new Vector3(STICK_RADIUS, size, STICK_RADIUS));
      mesh.setMatrixAt(n, matrix);
      mesh.setColorAt(n, colorAt(colors, shape.bonds[n] ?? 0));
    }
    this.add(mesh);
  }

  private add(mesh: InstancedMesh): void {
    mesh.frustumCulled = false; // the group moves with the pose; its instances' box is not worth keeping
    this.parts.push(mesh);
    this.group.add(mesh);
  }
}

function atomAt(shape: ModelShape, n: number): Vector3 {
  return new Vector3(shape.atomXyz[3 * n] ?? 0, shape.atomXyz[3 * n + 1] ?? 0, shape.atomXyz[3 * n + 2] ?? 0);
}

function colorAt(colors: Float32Array, n: number): Color {
  return new Color().setRGB(colors[3 * n] ?? 0, colors[3 * n + 1] ?? 0, colors[3 * n + 2] ?? 0, "srgb");
}
