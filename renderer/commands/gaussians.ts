import type { App } from "#renderer/commands/app.ts";
import { addModels } from "#renderer/commands/make-models.ts";
import { showModelMap } from "#renderer/commands/molmap.ts";
import { note, say, withJob } from "#renderer/commands/run.ts";
import { grouped } from "#renderer/stores/format.ts";
import { type MapEntry, type ModelEntry, specOf } from "#renderer/stores/scene.ts";

/** What may be said of a Gaussian model to be; what is left out is chosen from the map. */
export interface GaussianWishes {
  readonly count?: number;
  /** Å; tells how many Gaussians there are when their number is left out. */
  readonly resolution?: number;
  readonly level?: number;
  readonly patches: number;
  readonly seed: number;
}

/** Steps of the fit at most. */
const STEPS = 60;
/** Voxels that a resolution is guessed from. */
const VOXELS = 3;

/** Makes a model of Gaussians of a map, drawn as spheres as wide as their σ. Can be undone. */
export async function buildGaussians(
  app: App,
  map: MapEntry,
  { count, resolution, level, patches, seed }: GaussianWishes,
): Promise<void> {
  const guessed = map.stated?.resolution ?? VOXELS * Math.max(...map.grid.voxelSize);
  const words = [
    count === undefined ? "" : ` ${count}`,
    resolution === undefined ? "" : ` resolution ${resolution}`,
    level === undefined ? "" : ` level ${level}`,
    patches === 1 ? "" : ` patches ${patches}`,
    seed === 1 ? "" : ` seed ${seed}`,
  ];
  const command = `gmm build ${specOf(map)}${words.join("")}`;
  say(app, command);
  const request = {
    map: map.id,
    resolution: resolution ?? guessed,
    patches,
    seed,
    steps: STEPS,
    ...(count !== undefined && { count }),
    ...(level !== undefined && { level }),
  };
  const made = await withJob(app, { title: `Gaussians of ${map.name}`, kind: "other" }, (job) =>
    app.engine.call("buildGaussians", request, job),
  );
  addModels(app, made.models, {}, command);
  const [before, after] = made.misfit.map((misfit) => misfit.toFixed(3));
  note(
    app,
    `${grouped(made.count)} Gaussians${count === undefined ? ` for ${request.resolution.toFixed(1)} Å (as e2gmm counts them)` : ""} above ${made.level.value.toPrecision(4)} (${made.level.reason}); misfit ${before} → ${after} of the density; FSC 0.5 with the map at ${made.reach.toFixed(2)} Å.`,
  );
}

/** Draws the map that a model of Gaussians stands for, where it is drawn. Can be undone. */
export async function mapGaussians(app: App, model: ModelEntry, onGrid: MapEntry | undefined): Promise<void> {
  const command = `gmm map ${specOf(model)}${onGrid ? ` onGrid ${specOf(onGrid)}` : ""}`;
  say(app, command);
  const request = { model: model.id, motion: model.motion, ...(onGrid && { onGridOf: onGrid.id }) };
  const summary = await withJob(app, { title: `Drawing ${model.name}`, kind: "other" }, (job) =>
    app.engine.call("drawGaussians", request, job),
  );
  showModelMap(app, model, summary, { command, replace: false });
}
