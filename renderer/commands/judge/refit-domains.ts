import { AppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { compositeModels } from "#renderer/commands/judge/composite.ts";
import { splitModel } from "#renderer/commands/make-models.ts";
import { tableOf } from "#renderer/stores/fits.ts";
import { isModel, mapById, modelById } from "#renderer/stores/scene.ts";

/**
 * Splits the models of a composite that do not fit as a whole into their domains and puts everything together anew. Both
 * steps are commands of their own and can be undone.
 */
export async function refitDomains(app: App): Promise<void> {
  const { fits, results, scene, settings } = app.stores;
  const { proposal } = results.getState();
  const poor = proposal?.poor ?? [];
  const [first] = poor;
  const table = first && tableOf(fits.getState(), first.model);
  if (!proposal || !table) {
    throw new AppError(
      "input",
      "No model of a composite is known not to fit as a whole; run Composite first.",
    );
  }
  const whole = new Set(proposal.choices.map(({ model }) => model));
  const before = new Set(
    scene
      .getState()
      .entries.filter(isModel)
      .map(({ id }) => id),
  );
  for (const { model } of poor) {
    const entry = modelById(scene.getState(), model);
    if (entry) await splitModel(app, entry, "domains", "domains");
  }
  const models = scene
    .getState()
    .entries.filter(isModel)
    .filter(({ id }) => whole.has(id) || !before.has(id));
  const map = mapById(scene.getState(), table.map);
  await compositeModels(app, map, models, { ...settings.getState().fit, split: false });
}
