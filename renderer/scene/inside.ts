import { Matrix4, Object3D, type PerspectiveCamera, Vector3 } from "three";
import type { Rigid } from "#core/math/rigid.ts";
import type { Area } from "#renderer/scene/areas.ts";
import { placeObject } from "#renderer/scene/buffers.ts";
import type { ModelShape } from "#workers/protocol.ts";

/** A rectangle of the page, in pixels of the canvas. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The residues of a shape, where a motion puts it, with an atom that is seen inside a rectangle of an area. */
export function residuesInside(
  shape: ModelShape,
  motion: Rigid,
  eye: PerspectiveCamera,
  area: Area,
  box: Box,
): number[] {
  const place = new Object3D();
  placeObject(place, motion);
  place.updateMatrixWorld();
  const toScreen = new Matrix4()
    .multiplyMatrices(eye.projectionMatrix, eye.matrixWorldInverse)
    .multiply(place.matrixWorld);
  const found = new Set<number>();
  const point = new Vector3();
  shape.atomResidue.forEach((residue, n) => {
    if (found.has(residue)) return;
    point.fromArray(shape.atomXyz, 3 * n).applyMatrix4(toScreen);
    const x = area.x + ((point.x + 1) / 2) * area.width;
    const y = area.y + ((1 - point.y) / 2) * area.height;
    const isInside = x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
    if (isInside && Math.abs(point.z) <= 1) found.add(residue);
  });
  return [...found];
}
