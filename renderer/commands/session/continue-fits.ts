import { AppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { fitModels } from "#renderer/commands/fit.ts";
import { note, run } from "#renderer/commands/run.ts";
import type { KeptFit } from "#renderer/stores/project.ts";
import { isModel, mapById, specOf } from "#renderer/stores/scene.ts";
import type { VolumeId } from "#workers/protocol.ts";

/** Fits that a page before this one began: waits for those that go on, and begins the others again. */
export function continueFits(app: App, fits: readonly KeptFit[], mayGoOn: boolean): void {
  for (const fit of fits) {
    void run(app, async () => {
      const scene = app.stores.scene.getState();
      const map = mapById(scene, fit.map as VolumeId);
      const models = scene.entries.filter(isModel).filter(({ id }) => fit.models.includes(id));
      if (!map || models.length === 0) {
        throw new AppError("input", "A fit that was under way lacks its map or models; start it again.");
      }
      const names = models.map(specOf).join(" ");
      note(
        app,
        `The fit of ${names} into ${specOf(map)} that was under way ${mayGoOn ? "goes on" : "begins again"}.`,
      );
      await fitModels(app, map, models, fit.options, mayGoOn ? fit.call : null);
    });
  }
}
