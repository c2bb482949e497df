import { useState } from "react";
import { type ProposedStages, proposeStages, type RefineStages } from "#core/refine/propose-stages.ts";
import type { RefineWishes } from "#renderer/commands/refine-model.ts";
import { useJudged } from "#renderer/panels/app/context.ts";
import { type JudgePlan, type JudgeState, useJudge } from "#renderer/panels/validate/use-judge.ts";
import type { Refined } from "#renderer/stores/judged.ts";

/** What would be refined, against what, and what came of it before. */
export interface RefinePlan {
  readonly judge: JudgePlan;
  readonly stages: RefineStages;
  readonly proposed: ProposedStages;
  /** The user changed what was proposed. */
  readonly isOwn: boolean;
  readonly replace: boolean;
  readonly wishes: RefineWishes;
  /** How the model came about, when it was refined here. */
  readonly refined: Refined | undefined;
}

export interface RefineState extends Pick<JudgeState, "setHalves" | "setLocal"> {
  readonly plan: RefinePlan | null;
  /** null: as proposed. */
  readonly setStages: (stages: RefineStages | null) => void;
  readonly setReplace: (replace: boolean) => void;
}

export function useRefine(): RefineState {
  const { plan: judge, setHalves, setLocal } = useJudge();
  const refinements = useJudged((state) => state.refined);
  const [own, setStages] = useState<RefineStages | null>(null);
  const [replace, setReplace] = useState(false);
  const setters = { setHalves, setLocal, setStages, setReplace };
  if (!judge) return { plan: null, ...setters };
  const { map, model, resolution, halves, local } = judge;
  const proposed = proposeStages(resolution.value);
  const stages = own ?? proposed.stages;
  const plan = {
    judge,
    stages,
    proposed,
    isOwn: own !== null,
    replace,
    wishes: {
      map,
      resolution: resolution.value,
      stages,
      replace,
      ...(halves && { halves }),
      ...(local && { localResolution: local }),
    },
    refined: refinements.findLast(({ made }) => made === model.id),
  };
  return { plan, ...setters };
}
