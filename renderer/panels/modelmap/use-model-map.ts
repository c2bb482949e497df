import { useState } from "react";
import { type StatedResolution, statedResolution } from "#renderer/commands/stated-resolution.ts";
import { useScene, useSelection, useSettings } from "#renderer/panels/app/context.ts";
import { isGaussian } from "#renderer/stores/model-size.ts";
import { isMap, isModel, type MapEntry, type ModelEntry, mapById } from "#renderer/stores/scene.ts";
import type { ModelMapOptions } from "#renderer/stores/settings.ts";
import type { VolumeId } from "#workers/protocol.ts";

/** What the button would make. */
export interface ModelMapPlan {
  readonly model: ModelEntry;
  /** The map that the panels talk about; null when none is open. */
  readonly map: MapEntry | null;
  /** Maps that might hold resolutions. */
  readonly maps: readonly MapEntry[];
  readonly options: ModelMapOptions;
  readonly resolution: StatedResolution;
  readonly onGrid: boolean;
  /** Resolutions of chains, Å; null when all have one. */
  readonly chains: Readonly<Record<string, number>> | null;
  /** The map that resolutions are read from; null when none is. */
  readonly local: MapEntry | null;
}

export interface ModelMapState {
  readonly plan: ModelMapPlan | null;
  readonly setChains: (chains: Readonly<Record<string, number>> | null) => void;
  readonly setLocal: (map: VolumeId | null) => void;
}

export function useModelMap(): ModelMapState {
  const scene = useScene((state) => state);
  const selection = useSelection((state) => state);
  const options = useSettings((state) => state.modelMap);
  const [chains, setChains] = useState<Readonly<Record<string, number>> | null>(null);
  const [localId, setLocal] = useState<VolumeId | null>(null);
  const maps = scene.entries.filter(isMap);
  // Gaussians have their own map: gmm map.
  const models = scene.entries.filter(isModel).filter((one) => !isGaussian(one));
  const model = models.find(({ id }) => id === selection.model) ?? models[0];
  const map = mapById(scene, selection.map) ?? maps[0] ?? null;
  const local = maps.find(({ id }) => id === localId) ?? null;
  if (!model) return { plan: null, setChains, setLocal };
  const resolution = statedResolution(map, model, options.resolution);
  const plan = {
    model,
    map,
    maps,
    options,
    resolution,
    onGrid: options.onGrid && map !== null,
    chains,
    local,
  };
  return { plan, setChains, setLocal };
}
