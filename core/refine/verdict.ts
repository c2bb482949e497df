import type { RefinedModel } from "#core/refine/refine-model.ts";

/** What came of a refinement. */
export interface RefineVerdict {
  readonly kind: "better" | "unchanged";
  /** One sentence for people. */
  readonly label: string;
}

/** Less than this of a correlation is nothing to speak of. */
const WORTH_SAYING = 5e-4;

/** Whether the model agrees better with data that the refinement did not see, and what became of it. */
export function refineVerdict({ before, after, stages }: RefinedModel): RefineVerdict {
  const gain = after.heldOut - before.heldOut;
  const change = (of: "heldOut" | "correlation") => `${before[of].toFixed(4)} → ${after[of].toFixed(4)}`;
  if (stages.every(({ keptRound }) => keptRound === 0)) {
    const label = `Nothing was changed: every change made the agreement with held-out data worse (correlation ${before.heldOut.toFixed(4)}).`;
    return { kind: "unchanged", label };
  }
  const numbers = `correlation with held-out data ${change("heldOut")}, with the map near the model ${change("correlation")}`;
  const how = gain < WORTH_SAYING ? "hardly better" : "better";
  return { kind: "better", label: `The refined model agrees ${how} with the map: ${numbers}.` };
}

/** A sentence for every stage that was taken back to an earlier state, and for what the images had to be told of the map. */
export function refineRemarks({ stages, blur }: RefinedModel, raisesB: boolean): string[] {
  const back = stages.flatMap(({ name, rounds, keptRound }) => {
    if (keptRound === rounds) return [];
    const where = keptRound === 0 ? "as they were" : `as after round ${keptRound} of ${rounds}`;
    return [`The ${name} were left ${where}: what came later agreed worse with the held-out data.`];
  });
  const amount = `${Math.abs(Math.round(blur))} Å²`;
  if (Math.abs(blur) < 1) return back;
  if (blur < 0) {
    return [
      `The map is sharper than the model's B factors say, by ${amount}: its images were sharpened as much.`,
      ...back,
    ];
  }
  const taken = raisesB ? "the new ones include it" : "its images were blurred as much, the B factors stay";
  return [`The map is more blurred than the model's B factors say, by ${amount}: ${taken}.`, ...back];
}
