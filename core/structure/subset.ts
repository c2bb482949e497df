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
  const { labelResidueNumber, charge, anisotropicU } = structure;
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
    ...(charge && { charge: pickInto(new Int8Array(count), charge, indices) }),
    ...(anisotropicU && { anisotropicU: tensorsOf(anisotropicU, indices) }),
  };
}

function tensorsOf(tensors: Float32Array, indices: ArrayLike<number>): Float32Array {
  const out = new Float32Array(6 * indices.length);
  for (let n = 0; n < out.length; n++) out[n] = tensors[6 * indices[Math.floor(n / 6)] + (n % 6)];
  return out;
}

function pickInto<T extends Int32Array | Int8Array | Float32Array | Uint8Array>(
  out: T,
  values: T,
  indices: ArrayLike<number>,
): T {
  for (let n = 0; n < out.length; n++) out[n] = values[indices[n]];
  return out;
}
