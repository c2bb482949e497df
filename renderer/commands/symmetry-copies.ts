import { pointGroup, rotationAbout } from "#core/fit/symmetry.ts";
import { compose, quaternionBetween, type Rigid } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import type { App } from "#renderer/commands/app.ts";
import { addModels } from "#renderer/commands/make-models.ts";
import { say, withJob } from "#renderer/commands/run.ts";
import { isModel, type ModelEntry, specOf } from "#renderer/stores/scene.ts";

/** A point group whose main axis runs along `axis` through `centre`, Å. */
export interface PlacedGroup {
  readonly group: string;
  readonly axis: Vec3;
  readonly centre: Vec3;
}

/** Copies of a model by a point group. */
export interface CopyWishes extends PlacedGroup {
  /** A model of each copy instead of one of all. */
  readonly copies: boolean;
}

/** Makes a model of a model's copies by a point group, where it is drawn, itself among them. Can be undone. */
export async function makeCopies(
  app: App,
  model: ModelEntry,
  { copies, ...placed }: CopyWishes,
): Promise<void> {
  const { group } = placed;
  const command = `sym ${specOf(model)} ${groupWords(placed)}${copies ? " copies true" : ""}`;
  say(app, command);
  const motions = motionsOf(placed).map((motion) => compose(motion, model.motion));
  const sets = copies ? motions.slice(1).map((motion) => [motion]) : [motions];
  const made = await withJob(app, { title: `Copying ${model.name}`, kind: "other" }, async (job) => {
    const all = [];
    for (const [n, set] of sets.entries()) {
      const placed = set.map((motion) => ({ model: model.id, motion }));
      const name = copies ? `${model.name} ${group} ${n + 2}` : `${model.name} ${group}`;
      const { models } = await app.engine.call("combine", { placed, name, retainIds: copies }, job);
      all.push(...models);
    }
    return all;
  });
  addModels(app, made, { symmetryOf: model.id }, command);
}

/** The models that `sym` made of a model, those still open. */
export function madeBySymmetry(app: App, model: ModelEntry): ModelEntry[] {
  return app.stores.scene
    .getState()
    .entries.filter(isModel)
    .filter((entry) => entry.symmetryOf === model.id);
}

/** "C4 axis 1,0,0 center 5,5,5": the group as a command names it. */
export function groupWords({ group, axis, centre }: PlacedGroup): string {
  const words = [
    axis.join() === "0,0,1" ? "" : ` axis ${axis.join(",")}`,
    centre.join() === "0,0,0" ? "" : ` center ${centre.join(",")}`,
  ];
  return `${group}${words.join("")}`;
}

/** The motions of a group, the identity first. */
export function motionsOf({ group, axis, centre }: PlacedGroup): Rigid[] {
  const upright = { rotation: quaternionBetween([0, 0, 1], axis), shift: [0, 0, 0] as const };
  const [x, y, z, w] = upright.rotation;
  const back = { rotation: [-x, -y, -z, w] as const, shift: [0, 0, 0] as const };
  return pointGroup(group).map((rotation) => {
    const { rotation: turned } = compose(upright, compose({ rotation, shift: [0, 0, 0] }, back));
    return rotationAbout(turned, centre);
  });
}
