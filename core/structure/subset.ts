import type { Structure } from "#core/structure/structure.ts";

/** A new structure of the atoms at `indices`, in that order. */
export function subset(structure: Structure, indices: ArrayLike<number>, name = structure.name): Structure {
  const count = indices.length;
  const xyz = new Float64Array(3 * count);
  for (let n = 0; n < count; n++) {
    for (let axis = 0; axis < 3; axis++) xyz[3 * n + axis] = structure.xyz[3 * indices[n] + axis];
  }
  const texts = (values: readonly string[]) => {
    const out = new Array<string>(count);
    for (let n = 0; n < count; n++) out[n] = values[indices[n]];
    return out;
  };
  const { labelResidueNumber } = structure;
  return {
    name,
    atomCount: count,
    xyz,
    element: texts(structure.element),
    atomName: texts(structure.atomName),
    residueName: texts(structure.residueName),
    chainId: texts(structure.chainId),
    residueNumber: pickInto(new Int32Array(count), structure.residueNumber, indices),
    insertionCode: texts(structure.insertionCode),
    altLoc: texts(structure.altLoc),
    occupancy: pickInto(new Float32Array(count), structure.occupancy, indices),
    bFactor: pickInto(new Float32Array(count), structure.bFactor, indices),
    isHetero: pickInto(new Uint8Array(count), structure.isHetero, indices),
    labelChainId: texts(structure.labelChainId),
    entityId: texts(structure.entityId),
    serial: pickInto(new Int32Array(count), structure.serial, indices),
    ...(labelResidueNumber && {
      labelResidueNumber: pickInto(new Int32Array(count), labelResidueNumber, indices),
    }),
  };
}

function pickInto<T extends Int32Array | Float32Array | Uint8Array>(
  out: T,
  values: T,
  indices: ArrayLike<number>,
): T {
  for (let n = 0; n < out.length; n++) out[n] = values[indices[n]];
  return out;
}
