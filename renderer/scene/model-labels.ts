import { applyRigid } from "#core/math/rigid.ts";
import type { Label } from "#renderer/scene/Overlay.ts";
import { type ModelEntry, type PlacedEntry, specOf } from "#renderer/stores/scene.ts";
import type { ModelShape } from "#workers/protocol.ts";

/** The labels of an entry, where it stands: its chains at their middles, or its residues at their first atoms in the trace. */
export function labelsOf(shape: ModelShape, entry: ModelEntry | PlacedEntry): Label[] {
  const { labels } = entry.look;
  if (labels === "none") return [];
  const own = labels === "chains" ? chainLabels(shape, specOf(entry)) : residueLabels(shape);
  return own.map((label) => ({ ...label, xyz: applyRigid(entry.motion, label.xyz) }));
}

function chainLabels(shape: ModelShape, spec: string): Label[] {
  const sums = shape.chains.map(() => ({ x: 0, y: 0, z: 0, count: 0 }));
  shape.atomResidue.forEach((residue, atom) => {
    const sum = sums[shape.chainOfResidue[residue] ?? 0];
    if (!sum) return;
    sum.x += shape.atomXyz[3 * atom] ?? 0;
    sum.y += shape.atomXyz[3 * atom + 1] ?? 0;
    sum.z += shape.atomXyz[3 * atom + 2] ?? 0;
    sum.count++;
  });
  return sums.map(({ x, y, z, count }, chain) => {
    const n = Math.max(1, count);
    return { text: `${spec}/${shape.chains[chain]}`, xyz: [x / n, y / n, z / n], weight: 10 };
  });
}

/** "GLU 12" at the Cα or P; residues outside the trace at their first atom. */
function residueLabels(shape: ModelShape): Label[] {
  const anchors = new Map<number, number>();
  for (const atom of shape.trace) anchors.set(shape.atomResidue[atom] ?? 0, atom);
  shape.atomResidue.forEach((residue, atom) => {
    if (!anchors.has(residue)) anchors.set(residue, atom);
  });
  return [...anchors].map(([residue, atom]) => ({
    text: (shape.labels[residue] ?? "").replace(/^[^/]*\//, ""),
    xyz: [shape.atomXyz[3 * atom] ?? 0, shape.atomXyz[3 * atom + 1] ?? 0, shape.atomXyz[3 * atom + 2] ?? 0],
    weight: shape.kindOfResidue[residue] === 0 ? 2 : 1,
  }));
}
