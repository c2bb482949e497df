import { useState } from "react";
import { type StatedResolution, statedResolution } from "#renderer/commands/stated-resolution.ts";
import { useJudged, useScene, useSelection, useSettings } from "#renderer/panels/app/context.ts";
import { type Difference, type Judgement, judgementOf } from "#renderer/stores/judged.ts";
import { isGaussian } from "#renderer/stores/model-size.ts";
import { isMap, isModel, type MapEntry, type ModelEntry, mapById } from "#renderer/stores/scene.ts";
import type { Judged, VolumeId } from "#workers/protocol.ts";

/** What would be compared, and what is known already. */
export interface JudgePlan {
  readonly map: MapEntry;
  readonly model: ModelEntry;
  /** Other maps, which might be half maps. */
  readonly others: readonly MapEntry[];
  readonly resolution: StatedResolution;
  readonly bFactor: Judged["bFactor"];
  readonly halves: readonly [MapEntry, MapEntry] | null;
  /** The chosen half maps, also while one is missing. */
  readonly chosenHalves: readonly [VolumeId | null, VolumeId | null];
  /** The map of resolutions, Å; null: one resolution everywhere. */
  readonly local: MapEntry | null;
  readonly judgement: Judgement | undefined;
  readonly difference: Difference | undefined;
}

export interface JudgeState {
  readonly plan: JudgePlan | null;
  readonly setHalves: (halves: readonly [VolumeId | null, VolumeId | null]) => void;
  readonly setLocal: (map: VolumeId | null) => void;
}

export function useJudge(): JudgeState {
  const scene = useScene((state) => state);
  const selection = useSelection((state) => state);
  const judged = useJudged((state) => state);
  const options = useSettings((state) => state.modelMap);
  const [chosenHalves, setHalves] = useState<JudgePlan["chosenHalves"]>([null, null]);
  const [localId, setLocal] = useState<VolumeId | null>(null);
  const setters = { setHalves, setLocal };
  const maps = scene.entries.filter(isMap);
  const observed = maps.filter(
    ({ id, madeOf }) => madeOf === undefined && !isDifference(judged.differences, id),
  );
  const selected = mapById(scene, selection.map);
  const map = observed.find((one) => one === selected) ?? observed[0];
  // Gaussians have neither residues nor scattering.
  const models = scene.entries.filter(isModel).filter((one) => !isGaussian(one));
  const model = models.find(({ id }) => id === selection.model) ?? models[0];
  if (!map || !model) return { plan: null, ...setters };
  const others = observed.filter((one) => one !== map);
  const [first, second] = chosenHalves.map((id) => maps.find((one) => one.id === id));
  const open = judged.differences.filter(({ made }) => maps.some(({ id }) => id === made));
  return {
    plan: {
      map,
      model,
      others,
      resolution: statedResolution(map, model, options.resolution),
      bFactor: options.bFactor === "one" ? options.oneB : options.bFactor,
      halves: first && second ? [first, second] : null,
      chosenHalves,
      local: others.find(({ id }) => id === localId) ?? null,
      judgement: judgementOf(judged, model.id),
      difference: open.findLast((one) => one.model === model.id),
    },
    ...setters,
  };
}

function isDifference(differences: readonly Difference[], map: VolumeId): boolean {
  return differences.some(({ made }) => made === map);
}
