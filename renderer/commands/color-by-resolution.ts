import type { App } from "#renderer/commands/app.ts";
import { type NumberScale, recolored, scaleWords } from "#renderer/commands/look.ts";
import { quoted } from "#renderer/commands/quoted.ts";
import { say, withJob } from "#renderer/commands/run.ts";
import { withLatest } from "#renderer/stores/judged.ts";
import { type MapEntry, type ModelEntry, replaceLook, specOf } from "#renderer/stores/scene.ts";

/** Where resolutions come from: a map of them, or rules such as "chain:A=2.5,B=5" (Å), or "b" for B factors. */
export type ResolutionSource = { readonly map: MapEntry } | { readonly rules: string };

export interface ResolutionWishes {
  readonly source: ResolutionSource;
  /** Å, of atoms of which the source says nothing. */
  readonly resolution: number;
  readonly scale?: NumberScale;
}

/** Colours a model by the resolution of its residues where it is drawn. */
export async function colorByResolution(
  app: App,
  model: ModelEntry,
  { source, resolution, scale = { range: null } }: ResolutionWishes,
): Promise<void> {
  const { id, motion } = model;
  const from = "map" in source ? { map: source.map.id } : source;
  const { values } = await withJob(app, { title: `Resolution of ${model.name}`, kind: "other" }, (job) =>
    app.engine.call("atomResolutions", { model: id, motion, resolution, from }, job),
  );
  const words = "map" in source ? `inMap ${specOf(source.map)}` : `by ${quoted(source.rules)}`;
  const command = `color byattribute resolution ${specOf(model)} ${words} resolution ${resolution}`;
  app.stores.judged.setState(({ resolutions }) => ({
    resolutions: withLatest(resolutions, { model: id, motion, values, command }),
  }));
  paint(app, model, scale);
  say(app, `${command}${scaleWords(scale)}`);
}

/** Colours a model by resolutions that are known already; does nothing where none are. */
export function showResolutions(app: App, model: ModelEntry): void {
  const known = app.stores.judged.getState().resolutions.find((one) => one.model === model.id);
  if (!known) return;
  paint(app, model, { range: null });
  say(app, known.command);
}

function paint(app: App, model: ModelEntry, scale: NumberScale): void {
  replaceLook(app.stores.scene, specOf(model), (look) => recolored(look, "byresolution", scale, "all"));
}
