import { AppError } from "#core/errors.ts";
import { matrixText, motionOfMatrix } from "#core/math/matrix-text.ts";
import {
  IDENTITY,
  multiplyQuaternions,
  normalizeQuaternion,
  quaternionFromRotationVector,
  type Rigid,
  rotate,
} from "#core/math/rigid.ts";
import { add, scale, subtract, type Vec3 } from "#core/math/vec3.ts";
import type { App } from "#renderer/commands/app.ts";
import { say } from "#renderer/commands/run.ts";
import {
  changeMotion,
  isModel,
  type ModelEntry,
  type PlacedEntry,
  type SceneEntry,
  specOf,
} from "#renderer/stores/scene.ts";

/** What can be moved: maps stay where their files put them. */
export type Movable = ModelEntry | PlacedEntry;

/** Models and copies among entries. Throws `input` when there is none. */
export function movable(entries: readonly SceneEntry[]): Movable[] {
  const found = entries.filter((entry) => entry.kind !== "map");
  if (found.length > 0) return found;
  throw new AppError("input", "Maps stay where they are; select or name a model to move.");
}

/** "#2,1,0,0,5,…": where an entry is drawn, as `view matrix models` takes it. */
export function placementOf(entry: Movable): string {
  return placementText(entry, entry.motion);
}

function placementText(entry: Movable, motion: Rigid): string {
  return `${specOf(entry)},${matrixText(motion)}`;
}

/**
 * Puts models where "#2,m11,…,m34" say, one text for each or, as ChimeraX writes it, one for all. Can be undone. Throws
 * `input` for what is not open or no placement.
 */
export function placeByMatrix(app: App, texts: readonly string[]): void {
  const { entries } = app.stores.scene.getState();
  const each = texts.flatMap((text) => text.split(/,(?=#)/));
  const moves = each.map((text) => {
    const [spec = "", ...numbers] = text.split(",");
    const entry = entries.find((one) => specOf(one) === spec);
    if (!entry) throw new AppError("input", `"${spec}" is not open; write #2,m11,m12,… for each model.`);
    const [model] = movable([entry]);
    return { entry: model as Movable, motion: motionOfMatrix(numbers.map(Number)) };
  });
  commit(app, moves);
}

/** The centre of what is moved, Å: the mean of the places of its models' centres. */
export function centreOf(app: App, entries: readonly Movable[]): Vec3 {
  const { entries: all } = app.stores.scene.getState();
  const places = entries.map((entry) => {
    const model = isModel(entry) ? entry : all.filter(isModel).find(({ id }) => id === entry.model);
    return add(rotate(entry.motion.rotation, model?.centre ?? [0, 0, 0]), entry.motion.shift);
  });
  const mean = (axis: 0 | 1 | 2) => places.reduce((sum, place) => sum + place[axis] / places.length, 0);
  return [mean(0), mean(1), mean(2)];
}

/** Turns models about an axis of the screen through a point (left out: the centre of rotation). Can be undone. */
export function turnModels(
  app: App,
  entries: readonly SceneEntry[],
  { axis, degrees, about }: { axis: Vec3; degrees: number; about: Vec3 | undefined },
): void {
  const turn = quaternionFromRotationVector(alongScreen(app, axis, (Math.PI / 180) * degrees));
  moveBy(app, entries, { turn, shift: [0, 0, 0], about: about ?? app.view.pivot() });
}

/** Moves models along an axis of the screen, Å. Can be undone. */
export function shiftModels(app: App, entries: readonly SceneEntry[], axis: Vec3, distance: number): void {
  const shift = alongScreen(app, axis, distance);
  moveBy(app, entries, { turn: IDENTITY.rotation, shift, about: [0, 0, 0] });
}

/** Models on their way: where they go is seen at once, and `end` makes it a step that can be undone. */
export interface CarriedModels {
  turn(axis: Vec3, degrees: number, about: Vec3 | undefined): void;
  shift(axis: Vec3, distance: number): void;
  end(): void;
}

/** Takes models along, frame by frame. Throws `input` when none of the entries can be moved. */
export function carryModels(app: App, entries: readonly SceneEntry[]): CarriedModels {
  const carried = movable(entries).map((entry) => ({ entry, from: entry.motion, motion: entry.motion }));
  const go = (by: Parameters<typeof moved>[1]) => {
    for (const one of carried) {
      one.motion = moved(one.motion, by);
      changeMotion(app.stores.scene, specOf(one.entry), one.motion);
    }
  };
  return {
    turn: (axis, degrees, about) =>
      go({
        turn: quaternionFromRotationVector(alongScreen(app, axis, (Math.PI / 180) * degrees)),
        shift: [0, 0, 0],
        about: about ?? app.view.pivot(),
      }),
    shift: (axis, distance) =>
      go({ turn: IDENTITY.rotation, shift: alongScreen(app, axis, distance), about: [0, 0, 0] }),
    end: () => commit(app, carried),
  };
}

/** A vector of a length along an axis of the screen, in the frame of the scene. */
function alongScreen(app: App, axis: Vec3, length: number): Vec3 {
  return scale(rotate(app.view.currentCamera().orientation, axis), length / Math.hypot(...axis));
}

function moveBy(app: App, entries: readonly SceneEntry[], by: Parameters<typeof moved>[1]): void {
  commit(
    app,
    movable(entries).map((entry) => ({ entry, motion: moved(entry.motion, by) })),
  );
}

/** The motion followed by a turn about a point and a shift, Å. */
export function moved(
  motion: Rigid,
  { turn, about, shift }: { turn: Rigid["rotation"]; about: Vec3; shift: Vec3 },
): Rigid {
  const place = rotate(turn, subtract(motion.shift, about));
  return {
    rotation: normalizeQuaternion(multiplyQuaternions(turn, motion.rotation)),
    shift: add(add(place, about), shift),
  };
}

/**
 * Ends a move: entries stand where the written command puts them, to its last digit, so that the log repeats it exactly.
 * `from` is where undo brings them back to, when they were already dragged.
 */
export function commit(
  app: App,
  moves: readonly { readonly entry: Movable; readonly motion: Rigid; readonly from?: Rigid }[],
): void {
  if (moves.length === 0) return;
  const texts = moves.map(({ entry, motion }) => placementText(entry, motion));
  const exact = texts.map((text) => motionOfMatrix(text.split(",").slice(1).map(Number)));
  const set = (motions: readonly (Rigid | undefined)[]) =>
    moves.forEach(({ entry }, n) => {
      const motion = motions[n];
      if (motion) changeMotion(app.stores.scene, specOf(entry), motion);
    });
  const command = `view matrix models ${texts.join(" ")}`;
  const before = moves.map(({ entry, from }) => from ?? entry.motion);
  const { pose } = app.stores.selection.getState();
  const isShown = moves.some(({ entry }) => isModel(entry) && entry.id === pose?.model);
  const redo = () => {
    set(exact);
    if (isShown) app.stores.selection.setState({ pose: null });
  };
  redo();
  say(app, command);
  app.history.push({
    label: `move ${moves.map(({ entry }) => specOf(entry)).join(", ")}`,
    undo: () => {
      set(before);
      if (isShown) app.stores.selection.setState({ pose });
    },
    redo,
  });
}
