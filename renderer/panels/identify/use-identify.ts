import { useEffect } from "react";
import { isPart, lookAtRegion, resolutionFor } from "#renderer/commands/identify/screen.ts";
import { useIdentify, useJobs, useRun, useScene, useSelection } from "#renderer/panels/app/context.ts";
import type { IdentifyOptions } from "#renderer/stores/identify.ts";
import type { Job } from "#renderer/stores/jobs.ts";
import { isMap, type MapEntry, mapById } from "#renderer/stores/scene.ts";
import type { RegionReport } from "#workers/identify-calls.ts";

/** What the Screen button would do now. */
export interface IdentifyPlan {
  readonly options: IdentifyOptions;
  readonly resolution: { readonly value: number; readonly reason: string };
  readonly isPart: boolean;
  /** What the map holds; null while that is being worked out. */
  readonly report: RegionReport | null;
  readonly files: number;
  readonly job: Job | undefined;
}

export interface IdentifyPanelState {
  readonly map: MapEntry | undefined;
  readonly plan: IdentifyPlan;
}

/** The map that the panels talk about, and what an identification in it would be. */
export function useIdentifyPanel(): IdentifyPanelState {
  const run = useRun();
  const scene = useScene((state) => state);
  const chosen = useSelection((state) => state.map);
  const options = useIdentify((state) => state.options);
  const region = useIdentify((state) => state.region);
  const files = useIdentify((state) => state.library.length);
  const job = useJobs(({ jobs }) => jobs.find(({ kind }) => kind === "identify"));
  const map = mapById(scene, chosen) ?? scene.entries.find(isMap);
  const id = map?.id;
  const resolution = map ? resolutionFor(map, options.resolution) : { value: 0, reason: "" };
  // biome-ignore lint/correctness/useExhaustiveDependencies: a map's look and level do not change what it holds
  useEffect(() => {
    if (map) run((own) => lookAtRegion(own, map, options));
  }, [id, options.level, resolution.value]);
  const report = region && region.map === id ? region.report : null;
  return { map, plan: { options, resolution, isPart: map !== undefined && isPart(map), report, files, job } };
}
