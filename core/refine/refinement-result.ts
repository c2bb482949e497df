import type { RefinedModel } from "#core/refine/refine-model.ts";
import { type RefineVerdict, refineRemarks, refineVerdict } from "#core/refine/verdict.ts";

/** All that is told of a refinement besides the model. */
export interface RefinementResult extends Omit<RefinedModel, "structure"> {
  readonly verdict: RefineVerdict;
  /** What became of stages, and of the map's blur, sentences. */
  readonly remarks: readonly string[];
}

/** What came of a refinement; `raisesB`: whether B factors were refined. */
export function refinementResult(refined: RefinedModel, raisesB: boolean): RefinementResult {
  const { structure: _, ...table } = refined;
  return { verdict: refineVerdict(refined), remarks: refineRemarks(refined, raisesB), ...table };
}
