import { angleBetween, applyRigid, compose, IDENTITY, invert } from "#core/math/rigid.ts";
import { distance } from "#core/math/vec3.ts";
import type { App } from "#renderer/commands/app.ts";
import { climbOf, type LocalWishes, USUAL, wordsOfClimb } from "#renderer/commands/climb-wishes.ts";
import { note, say, withJob } from "#renderer/commands/run.ts";
import { percent } from "#renderer/stores/format.ts";
import { changeModel, type MapEntry, type ModelEntry, specOf } from "#renderer/stores/scene.ts";

/** Assumed when neither the user nor the model says, Å. */
const MIDDLING_RESOLUTION = 4;

/** Moves a model from where it is drawn to the nearest optimum in the map: Fit in Map. Can be undone. */
export async function refineHere(
  app: App,
  map: MapEntry,
  model: ModelEntry,
  given: number | null,
  wishes: LocalWishes = USUAL,
): Promise<void> {
  const resolution = given ?? model.resolution ?? MIDDLING_RESOLUTION;
  say(app, `fitmap ${specOf(model)} inMap ${specOf(map)} resolution ${resolution}${wordsOfClimb(wishes)}`);
  const from = model.motion;
  const result = await withJob(app, { title: `Refining ${model.name}`, kind: "other" }, (job) =>
    app.engine.call(
      "refine",
      {
        map: map.id,
        model: model.id,
        motion: from,
        level: map.level,
        resolution,
        climb: climbOf(wishes, map.grid),
      },
      job,
    ),
  );
  const set = (motion: ModelEntry["motion"]) => changeModel(app.stores.scene, model.id, { motion });
  set(result.motion);
  app.stores.selection.setState({ pose: null });
  app.history.push({
    label: `refine ${specOf(model)}`,
    undo: () => set(from),
    redo: () => set(result.motion),
  });
  const moved = compose(result.motion, invert(from));
  const shift = distance(applyRigid(result.motion, model.centre), applyRigid(from, model.centre));
  note(
    app,
    `Correlation ${result.correlation.toFixed(3)} (about mean ${result.correlationAboutMean.toFixed(3)}), ` +
      `${percent(result.inside)} of the atoms inside; moved ${shift.toFixed(2)} Å, ` +
      `turned ${angleBetween(moved.rotation, IDENTITY.rotation).toFixed(1)}°.`,
  );
}
