import { pointGroup, rotationAbout, symmetryCentre } from "#core/fit/symmetry.ts";
import { angleBetween, applyRigid, compose, IDENTITY, invert, type Rigid } from "#core/math/rigid.ts";
import { distance } from "#core/math/vec3.ts";
import type { AtomRanges } from "#core/structure/atom-ranges.ts";
import type { App } from "#renderer/commands/app.ts";
import { climbOf, type LocalWishes, USUAL, wordsOfClimb } from "#renderer/commands/climb-wishes.ts";
import { specsOf } from "#renderer/commands/entry-specs.ts";
import { addModels } from "#renderer/commands/make-models.ts";
import { type JobOptions, note, say, withJob } from "#renderer/commands/run.ts";
import { percent } from "#renderer/stores/format.ts";
import {
  changeModel,
  isPlaced,
  type MapEntry,
  type ModelEntry,
  type PlacedEntry,
  specOf,
} from "#renderer/stores/scene.ts";
import type { Params, Placed, Result } from "#workers/protocol.ts";

/** Assumed when neither the user nor the model says, Å. */
const MIDDLING_RESOLUTION = 4;
/** Copies that move together are moved and taken off the map in turn until a round moves them less, Å, or so often. */
const TOGETHER = { shift: 0.02, rounds: 12 };

/**
 * What of the model is fitted, and what else lies in the density: models taken off the map first, or the model's own copies
 * by a symmetry of the map.
 */
export interface Company {
  /** Only these atoms, which `text` names, are fitted; the others move along unless they move alone. */
  readonly part?: { readonly atoms: AtomRanges; readonly text: string; readonly movesAlone: boolean };
  readonly others?: readonly (ModelEntry | PlacedEntry)[];
  /** "C4": the copies move with the model. */
  readonly symmetric?: string;
}

/** Moves a model from where it is drawn to the nearest optimum in the map: Fit in Map. Can be undone. */
export async function refineHere(
  app: App,
  map: MapEntry,
  model: ModelEntry,
  given: number | null,
  wishes: LocalWishes = USUAL,
  company: Company = {},
): Promise<void> {
  const resolution = given ?? model.resolution ?? MIDDLING_RESOLUTION;
  const { part } = company;
  const words = `${wordsOfClimb(wishes)}${wordsOf(company, map)}`;
  const command = `fitmap ${part?.text ?? specOf(model)} inMap ${specOf(map)} resolution ${resolution}${words}`;
  say(app, command);
  const from = model.motion;
  const others = (company.others ?? []).map(placedOf);
  const copies = company.symmetric === undefined ? [] : copiesBy(company.symmetric, map);
  const result = await withJob(app, { title: `Refining ${model.name}`, kind: "other" }, (job) => {
    const climbFrom = (motion: Rigid, without: readonly Placed[]) =>
      app.engine.call("refine", request(map, model, { motion, resolution, wishes, without, part }), job);
    return copies.length > 0
      ? together({ model, from, copies, others, climbFrom }, job)
      : climbFrom(from, others);
  });
  app.stores.selection.setState({ pose: null });
  if (part?.movesAlone) await movePart(app, model, { atoms: part.atoms, to: result.motion }, command);
  else moveWhole(app, model, result.motion);
  const moved = compose(result.motion, invert(from));
  note(
    app,
    `Correlation with its molmap ${result.correlation.toFixed(3)} (about mean ${result.correlationAboutMean.toFixed(3)}), ` +
      `${percent(result.inside)} of the atoms inside; moved ${shiftOf(model, from, result.motion).toFixed(2)} Å, ` +
      `turned ${angleBetween(moved.rotation, IDENTITY.rotation).toFixed(1)}°.`,
  );
}

function moveWhole(app: App, model: ModelEntry, to: Rigid): void {
  const set = (motion: Rigid) => changeModel(app.stores.scene, model.id, { motion });
  set(to);
  app.history.push({
    label: `refine ${specOf(model)}`,
    undo: () => set(model.motion),
    redo: () => set(to),
  });
}

/** Puts a model whose atoms stand elsewhere in the place of the model, under its number. */
async function movePart(
  app: App,
  model: ModelEntry,
  part: { readonly atoms: AtomRanges; readonly to: Rigid },
  command: string,
): Promise<void> {
  const { id, motion, number, shown, look } = model;
  const { models } = await app.engine.call("moveAtoms", { model: id, motion, ...part });
  addModels(app, models, { number, shown, look }, command, [model]);
}

interface Asked {
  readonly motion: Rigid;
  readonly resolution: number;
  readonly wishes: LocalWishes;
  readonly without: readonly Placed[];
  readonly part: Company["part"];
}

function request(
  map: MapEntry,
  model: ModelEntry,
  { motion, resolution, wishes, without, part }: Asked,
): Params<"refine"> {
  return {
    map: map.id,
    model: model.id,
    motion,
    ...(part && { atoms: part.atoms }),
    level: map.level,
    resolution,
    ...(map.region && { region: map.region }),
    climb: climbOf(wishes, map.grid),
    ...(without.length > 0 && { without: [...without] }),
  };
}

/** Moves a model in what its copies leave of the map, and the copies after it, until they rest. */
async function together(
  {
    model,
    from,
    copies,
    others,
    climbFrom,
  }: {
    readonly model: ModelEntry;
    readonly from: Rigid;
    readonly copies: readonly Rigid[];
    readonly others: readonly Placed[];
    readonly climbFrom: (motion: Rigid, without: readonly Placed[]) => Promise<Result<"refine">>;
  },
  { onProgress }: JobOptions,
): Promise<Result<"refine">> {
  let motion = from;
  for (let round = 1; ; round++) {
    const own = copies.map((copy) => ({ model: model.id, motion: compose(copy, motion) }));
    const result = await climbFrom(motion, [...others, ...own]);
    const shift = shiftOf(model, motion, result.motion);
    if (shift < TOGETHER.shift || round === TOGETHER.rounds) return result;
    motion = result.motion;
    onProgress({ step: "copies together", done: round, total: TOGETHER.rounds });
  }
}

function copiesBy(symmetry: string, { grid }: MapEntry): Rigid[] {
  const centre = symmetryCentre(grid);
  return pointGroup(symmetry)
    .slice(1)
    .map((rotation) => rotationAbout(rotation, centre));
}

function shiftOf({ centre }: ModelEntry, from: Rigid, to: Rigid): number {
  return distance(applyRigid(to, centre), applyRigid(from, centre));
}

function placedOf(entry: ModelEntry | PlacedEntry): Placed {
  return { model: isPlaced(entry) ? entry.model : entry.id, motion: entry.motion };
}

function wordsOf({ others = [], symmetric, part }: Company, map: MapEntry): string {
  const alone = part?.movesAlone ? " moveWholeMolecules false" : "";
  const without = `${others.length > 0 ? ` subtractMaps ${specsOf(others)}` : ""}${alone}`;
  if (symmetric === undefined) return without;
  return `${without} symmetric true${symmetric === map.symmetry ? "" : ` symmetry ${symmetric}`}`;
}
