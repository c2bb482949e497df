import { chainColor, elementColor, type Rgb, rgbOf, viridis } from "#renderer/scene/colors.ts";
import type { ModelColor } from "#renderer/stores/scene.ts";
import type { ModelShape } from "#workers/protocol.ts";

/** Colour of every residue of a shape, rgb triplets 0…1. */
export function residueColors(shape: ModelShape, color: ModelColor): Float32Array {
  const count = shape.labels.length;
  const out = new Float32Array(3 * count);
  const paint = painter(shape, color);
  for (let n = 0; n < count; n++) out.set(paint(n), 3 * n);
  return out;
}

/** Colour of every vertex of the cartoon. */
export function vertexColors(shape: ModelShape, residues: Float32Array): Float32Array {
  return spread(shape.residue, residues);
}

/** Colour of every atom: its element's, or its residue's for carbon. */
export function atomColors(shape: ModelShape, residues: Float32Array): Float32Array {
  const out = spread(shape.atomResidue, residues);
  shape.atomNumber.forEach((number, n) => {
    const own = elementColor(number);
    if (own !== undefined) out.set(rgbOf(own), 3 * n);
  });
  return out;
}

function painter(shape: ModelShape, color: ModelColor): (residue: number) => Rgb {
  if (color === "bychain") {
    const colors = shape.chains.map((_, n) => rgbOf(chainColor(n)));
    return (n) => colors[shape.chainOfResidue[n] ?? 0] ?? [0.5, 0.5, 0.5];
  }
  if (color === "byb") {
    const [low, high] = range(shape.bOfResidue);
    return (n) => viridis(((shape.bOfResidue[n] ?? 0) - low) / (high - low || 1));
  }
  const one = rgbOf(color);
  return () => one;
}

function range(values: Float32Array): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

function spread(residueOf: Uint32Array, residues: Float32Array): Float32Array {
  const out = new Float32Array(3 * residueOf.length);
  residueOf.forEach((residue, n) => {
    out[3 * n] = residues[3 * residue] ?? 0.5;
    out[3 * n + 1] = residues[3 * residue + 1] ?? 0.5;
    out[3 * n + 2] = residues[3 * residue + 2] ?? 0.5;
  });
  return out;
}
