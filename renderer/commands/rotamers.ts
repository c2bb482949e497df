import { rotamerCsv } from "#core/report/rotamer-csv.ts";
import type { App } from "#renderer/commands/app.ts";
import { note, say, warn, withJob } from "#renderer/commands/run.ts";
import { statedResolution } from "#renderer/commands/stated-resolution.ts";
import { type CheckedRotamers, withLatest } from "#renderer/stores/judged.ts";
import { addToast } from "#renderer/stores/log.ts";
import { type MapEntry, type ModelEntry, specOf } from "#renderer/stores/scene.ts";

/** What side chains are checked against. */
export interface RotamerWishes {
  readonly map: MapEntry;
  /** Å; null = what map or model state, else guessed. */
  readonly resolution: number | null;
  readonly localResolution?: MapEntry;
}

/** Checks the side chains of a model, where it is drawn. Changes nothing that could be undone. */
export async function checkRotamers(app: App, model: ModelEntry, wishes: RotamerWishes): Promise<void> {
  const { map, localResolution } = wishes;
  const { value: resolution } = statedResolution(map, model, wishes.resolution);
  const local = localResolution ? ` localResolution ${specOf(localResolution)}` : "";
  say(app, `rotamers ${specOf(model)} inMap ${specOf(map)} resolution ${resolution}${local}`);
  const { id, motion } = model;
  const answer = await withJob(app, { title: `Rotamers of ${model.name}`, kind: "other" }, (job) =>
    app.engine.call(
      "rotamers",
      {
        model: id,
        motion,
        map: map.id,
        resolution,
        ...(localResolution && { localResolution: localResolution.id }),
      },
      job,
    ),
  );
  note(app, answer.summary);
  for (const remark of answer.remarks) warn(app, remark);
  app.stores.judged.setState(({ rotamers }) => ({
    rotamers: withLatest(rotamers, { ...answer, model: id, motion }),
  }));
}

/** Saves all side chains of a check as a table. */
export async function saveRotamers(
  app: App,
  model: ModelEntry,
  { residues }: CheckedRotamers,
): Promise<void> {
  const name = `${model.name.replace(/[^\w.-]+/g, "_")}_rotamers.csv`;
  await app.host.saveFile(name, rotamerCsv(residues));
  note(app, `Saved ${name}.`);
  addToast(app.stores.log, "note", `Saved ${name}.`);
}
