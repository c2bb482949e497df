import { asAppError } from "#core/errors.ts";
import type { Rigid } from "#core/math/rigid.ts";
import type { App } from "#renderer/commands/app.ts";
import { judgedScores } from "#renderer/commands/judged-scores.ts";
import { report } from "#renderer/commands/run.ts";
import { isMap, isPlaced, mapById, type SceneEntry, specOf } from "#renderer/stores/scene.ts";
import type { AtomScores } from "#renderer/stores/scores.ts";
import type { ModelId, VolumeId } from "#workers/protocol.ts";

interface Wish {
  readonly spec: string;
  readonly model: ModelId;
  readonly motion: Rigid;
  readonly map: VolumeId;
  /** Contour level that densities are told as multiples of; null = map units. */
  readonly level: number | null;
  readonly name: string;
}

/** Keeps the densities that models are coloured by up to date: asks the engine as models, poses, maps and levels change. */
export function followScores(app: App): void {
  const known = new Map<string, { wish: Wish; values: Float32Array | null }>();
  app.stores.scene.subscribe(({ entries }) => {
    const wishes = entries.flatMap((entry) => wishOf(app, entry));
    const specs = new Set(wishes.map(({ spec }) => spec));
    const gone = [...known.keys()].filter((spec) => !specs.has(spec));
    for (const spec of gone) known.delete(spec);
    if (gone.length > 0) tell(app, known);
    tellJudged(app, known, entries);
    for (const wish of wishes) void fulfil(app, known, wish);
  });
  app.stores.judged.subscribe(() => tell(app, known));
}

function wishOf(app: App, entry: SceneEntry): Wish[] {
  if (isMap(entry) || entry.look.color !== "bydensity" || !entry.look.density) return [];
  const { map, relative } = entry.look.density;
  const found = mapById(app.stores.scene.getState(), map);
  if (!found) return [];
  const level = relative && found.level !== 0 ? found.level : null;
  const model = isPlaced(entry) ? entry.model : entry.id;
  return [{ spec: specOf(entry), model, motion: entry.motion, map, level, name: specOf(found) }];
}

/** Colours by validations follow models at once: their numbers are known. */
function tellJudged(app: App, known: Known, entries: readonly SceneEntry[]): void {
  const wanted = Object.keys(judgedScores(entries, app.stores.judged.getState(), {}));
  const { bySpec } = app.stores.scores.getState();
  const shown = Object.keys(bySpec).filter((spec) => !known.has(spec));
  if (wanted.length > 0 || shown.length > 0) tell(app, known);
}

type Known = Map<string, { wish: Wish; values: Float32Array | null }>;

async function fulfil(app: App, known: Known, wish: Wish): Promise<void> {
  const before = known.get(wish.spec);
  const isSame =
    before?.wish.map === wish.map && before.wish.motion === wish.motion && before.wish.model === wish.model;
  known.set(wish.spec, { wish, values: isSame ? before.values : null });
  if (isSame) {
    if (before.wish.level !== wish.level) tell(app, known);
    return;
  }
  try {
    const { map, model, motion } = wish;
    const { values } = await app.engine.call("mapValues", { map, at: { model, motion } });
    const now = known.get(wish.spec);
    if (now?.wish.motion !== motion || now.wish.map !== map) return;
    known.set(wish.spec, { wish: now.wish, values });
    tell(app, known);
  } catch (thrown) {
    known.delete(wish.spec);
    report(app, asAppError(thrown));
  }
}

/** Scores of one wish are the same object as long as nothing about them changed. */
function tell(app: App, known: Known): void {
  const { bySpec } = app.stores.scores.getState();
  const scored = [...known].flatMap(([spec, { wish, values }]): [string, AtomScores][] => {
    if (!values) return [];
    const before = bySpec[spec];
    const title = `density in ${wish.name}`;
    const unit = wish.level === null ? "" : "× level";
    const scaled = wish.level === null ? values : values.map((value) => value / (wish.level ?? 1));
    const isSame = before?.title === title && before.unit === unit && same(before.values, scaled);
    return [[spec, isSame ? before : { title, unit, values: scaled }]];
  });
  const judged = judgedScores(app.stores.scene.getState().entries, app.stores.judged.getState(), bySpec);
  const now = { ...judged, ...Object.fromEntries(scored) };
  const specs = Object.keys(now);
  const isAsBefore =
    specs.length === Object.keys(bySpec).length && specs.every((spec) => now[spec] === bySpec[spec]);
  if (!isAsBefore) app.stores.scores.setState({ bySpec: now });
}

function same(a: Float32Array, b: Float32Array): boolean {
  return a === b || (a.length === b.length && a.every((value, n) => value === b[n]));
}
