import { proposeStages, type RefineStages } from "#core/refine/propose-stages.ts";
import type { App } from "#renderer/commands/app.ts";
import { addModels } from "#renderer/commands/make-models.ts";
import { note, say, withJob } from "#renderer/commands/run.ts";
import { statedResolution } from "#renderer/commands/stated-resolution.ts";
import { type MapEntry, type ModelEntry, specOf } from "#renderer/stores/scene.ts";

/** What a model is refined against, and what of it. */
export interface RefineWishes {
  readonly map: MapEntry;
  /** Å; null = what map or model state, else guessed. */
  readonly resolution: number | null;
  /** What is left out is chosen by the resolution. */
  readonly stages: Partial<RefineStages>;
  readonly halves?: readonly [MapEntry, MapEntry];
  readonly localResolution?: MapEntry;
  /** The refined model takes the place of the model. */
  readonly replace: boolean;
}

/** Makes a refined model of one, where it is drawn, and tells what became of it. Can be undone. */
export async function refineInMap(app: App, model: ModelEntry, wishes: RefineWishes): Promise<void> {
  const { map, halves, localResolution, replace } = wishes;
  const { value: resolution } = statedResolution(map, model, wishes.resolution);
  const stages = { ...proposeStages(resolution).stages, ...wishes.stages };
  const maps = [
    halves ? ` half1 ${specOf(halves[0])} half2 ${specOf(halves[1])}` : "",
    localResolution ? ` localResolution ${specOf(localResolution)}` : "",
  ];
  const where = ` inMap ${specOf(map)} resolution ${resolution}`;
  const command = `refine ${specOf(model)}${where}${stageWords(stages)}${maps.join("")}${replace ? " replace true" : ""}`;
  say(app, command);
  const request = {
    model: model.id,
    motion: model.motion,
    map: map.id,
    resolution,
    name: refinedName(model.name),
    ...stages,
    ...(halves && { halves: [halves[0].id, halves[1].id] as const }),
    ...(localResolution && { localResolution: localResolution.id }),
  };
  const answer = await withJob(app, { title: `Refining ${model.name}`, kind: "other" }, (job) =>
    app.engine.call("refineModel", request, job),
  );
  const { refinement } = answer;
  note(app, refinement.verdict.label);
  for (const line of [`${refinement.heldOut}.`, ...refinement.remarks, ...refinement.notes]) note(app, line);
  const made = { made: answer.model.id, from: model.name, map: map.id, refinement };
  app.stores.judged.setState(({ refined }) => ({ refined: [...refined, made] }));
  // It lies where the model was drawn.
  const like = replace ? { look: model.look } : {};
  addModels(app, [answer.model], like, command, replace ? [model] : []);
}

function stageWords({ rigid, coordinates, bFactors, occupancy }: RefineStages): string {
  return ` rigid ${rigid} coordinates ${coordinates} bfactors ${bFactors ?? "none"} occupancy ${occupancy ?? "none"}`;
}

/** Refined once or again: the name says so once. */
function refinedName(name: string): string {
  return name.endsWith(" refined") ? name : `${name} refined`;
}
