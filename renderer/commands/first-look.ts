import type { ModelLook } from "#renderer/stores/scene.ts";
import type { ModelSummary } from "#workers/protocol.ts";

/** Up to here a model without a chain is shown with every atom, ball and stick. */
const SMALL = 500; // atoms
/** From here on the trace is drawn instead of the cartoon, which takes some 60 triangles per residue. */
const HUGE = 40_000; // residues

/** How a model is drawn when it arrives: by what it is and how large. The reason is for the user. */
export function firstLook({
  atoms,
  residues,
  description,
}: Pick<ModelSummary, "atoms" | "residues" | "description">): Pick<
  ModelLook,
  "cartoon" | "trace" | "atoms"
> & {
  readonly reason: string;
} {
  if (description.format === "gaussians") {
    return { cartoon: false, trace: false, atoms: "sphere", reason: "Gaussians, as wide as their σ" };
  }
  const hasPolymer = description.chains.some(({ polymer }) => polymer !== "none");
  if (!hasPolymer && atoms <= SMALL) {
    return {
      cartoon: false,
      trace: false,
      atoms: "ball",
      reason: "no protein or nucleic acid in it: every atom is shown",
    };
  }
  if (!hasPolymer)
    return { cartoon: false, trace: false, atoms: "stick", reason: "no protein or nucleic acid in it" };
  if (residues > HUGE)
    return { cartoon: false, trace: true, atoms: "none", reason: "too large for a quick cartoon" };
  return { cartoon: true, trace: false, atoms: "none", reason: "protein or nucleic acid; ligands as sticks" };
}
