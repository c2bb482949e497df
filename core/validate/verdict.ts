import { fscReach } from "#core/validate/fsc-words.ts";
import type { ResidueScores, Validation } from "#core/validate/validation.ts";

export type ValidationVerdictKind = "agrees" | "in part" | "disagrees";

/** What to think of a validation, in a word and in a sentence. */
export interface ValidationVerdict {
  readonly kind: ValidationVerdictKind;
  readonly sentence: string;
}

/** Beyond this resolution (Å) single atoms are not seen and Q-scores say little. */
const Q_UP_TO = 6;
/**
 * Over the cases of `npm run report -- validation` (2.9 to 11.5 Å) models in their place have CC_mask above 0.57 and
 * FSC 0.5 within 1.25 times the map's resolution. 2 Å away, at up to 6.6 Å, CC_mask is below 0.55 and FSC 0.5 ends before
 * 1.43 times the resolution; 4 Å away or turned about CC_mask is below 0.27 (at 11.5 Å, where 4 Å are little, 0.52).
 */
const GOOD_CC = 0.5;
const POOR_CC = 0.3;
const GOOD_REACH = 1.4;
/** A residue is poor with less than this part of the Q-score expected, or beyond `Q_UP_TO` with less than this CC. */
const POOR_Q_PART = 0.5;
const POOR_RESIDUE_CC = 0.3;

/** Judges the whole model by its mean Q-score, CC_mask and FSC. */
export function judgeValidation(validation: Validation): ValidationVerdict {
  const { resolution, correlations, model, expected, fsc } = validation;
  const { mask } = correlations;
  const reach = fsc.map.resolution05;
  const doubts: string[] = [];
  const isQTelling = expected !== undefined && resolution <= Q_UP_TO;
  if (isQTelling && !(model.q >= expected.low)) {
    doubts.push("atoms are worse resolved than usual: look at the worst residues, or refine");
  }
  if (!(mask >= GOOD_CC)) {
    doubts.push("the density near the model looks otherwise: check scale, sharpening and B factors");
  }
  if (reach === null || reach > GOOD_REACH * resolution) {
    doubts.push("details finer than that are not where the map has them");
  }
  const numbers = `${qSentence(validation)}CC_mask ${mask.toFixed(2)}, FSC ${fscReach(fsc.map, 0.5)}`;
  if (!(mask >= POOR_CC)) {
    const advice = "Fit it first, or check that both are in one frame and the resolution is right";
    return { kind: "disagrees", sentence: `The model does not agree with the map: ${numbers}. ${advice}.` };
  }
  if (doubts.length === 0) return { kind: "agrees", sentence: `The model agrees with the map: ${numbers}.` };
  const [first, ...others] = doubts;
  const text = [first.charAt(0).toUpperCase() + first.slice(1), ...others].join("; ");
  return { kind: "in part", sentence: `The model agrees with the map in part: ${numbers}. ${text}.` };
}

function qSentence({ model, expected, resolution }: Validation): string {
  if (Number.isNaN(model.q)) return "";
  const usual = expected
    ? ` (models at ${resolution} Å have ${expected.low.toFixed(2)} to ${expected.high.toFixed(2)})`
    : "";
  return `mean Q ${model.q.toFixed(2)}${usual}, `;
}

/** The residues that the map does not support, waters left out, worst first. */
export function poorResidues(validation: Validation): ResidueScores[] {
  const measure = judgedBy(validation.resolution);
  return worstResidues(validation.residues, measure).filter((residue) => isPoor(residue, validation));
}

/** All residues but waters by how well the map supports them, worst first; those outside the map are left out. */
export function worstResidues<R extends Pick<ResidueScores, "q" | "cc" | "isWater">>(
  residues: readonly R[],
  measure: "q" | "cc",
): R[] {
  return residues
    .filter((residue) => !residue.isWater && !Number.isNaN(residue[measure]))
    .sort((a, b) => a[measure] - b[measure]);
}

/** What residues are told apart by at a resolution, Å: Q-scores, or correlations where single atoms are not seen. */
export function judgedBy(resolution: number): "q" | "cc" {
  return resolution <= Q_UP_TO ? "q" : "cc";
}

function isPoor(residue: ResidueScores, { expected, resolution }: Validation): boolean {
  if (judgedBy(resolution) === "q" && expected) return residue.q < POOR_Q_PART * expected.value;
  return residue.cc < POOR_RESIDUE_CC;
}
