import {
  type Arguments,
  argumentError,
  booleanOf,
  isGiven,
  numberOf,
  numbersOf,
  specOf,
  textOf,
  textsOf,
} from "#core/command/arguments.ts";
import type { ViewCommand } from "#core/command/tables/view-commands.ts";
import { rotate } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import type { App } from "#renderer/commands/app.ts";
import { placeByMatrix } from "#renderer/commands/move-models.ts";
import { entriesOf, partsOf } from "#renderer/commands/named.ts";
import type { Runner } from "#renderer/commands/runners/runner.ts";
import {
  broadView,
  clipScene,
  deleteView,
  goToView,
  listClips,
  listViews,
  nameView,
  type PivotMethod,
  setCamera,
  setPivot,
  setPivotMethod,
  setScaleBar,
  tellMatrix,
  tellPivot,
  viewFromMatrix,
} from "#renderer/commands/stage.ts";
import {
  type Motion,
  moveScene,
  orientView,
  stopMotion,
  turnScene,
  viewAll,
  viewInitial,
  viewParts,
  waitFor,
  zoomView,
} from "#renderer/commands/view.ts";
import { windowSize } from "#renderer/commands/window-size.ts";

export const viewRunners: Readonly<Record<ViewCommand, Runner>> = {
  view,
  "view initial": (app) => viewInitial(app),
  "view orient": (app) => orientView(app),
  "view broad": (app) => broadView(app),
  "view name": (app, args) => nameView(app, textOf(args, "name") ?? ""),
  "view delete": (app, args) => deleteView(app, textOf(args, "name") ?? ""),
  "view list": (app) => listViews(app),
  "view matrix": (app, args) => {
    const [camera, models] = [numbersOf(args, "camera"), textsOf(args, "models")];
    if (camera) viewFromMatrix(app, camera);
    if (models.length > 0) placeByMatrix(app, models);
    if (!camera && models.length === 0) tellMatrix(app);
  },
  turn: (app, args) => {
    const models = entriesOf(app, args, "models");
    const about = pointOf(args, "center");
    if (about && models.length === 0)
      throw argumentError(args, "center", "A center is for models; cofr sets the scene's.");
    const rock = positive(args, "rock");
    turnScene(app, axisOf(app, args), numberOf(args, "angle") ?? 90, {
      ...motionOf(app, args),
      ...(rock !== undefined && { rock }),
      ...(about && { about }),
    });
  },
  move: (app, args) =>
    moveScene(app, axisOf(app, args), numberOf(args, "distance") ?? 1, motionOf(app, args)),
  zoom: (app, args) =>
    zoomView(app, {
      factor: positive(args, "factor"),
      frames: positive(args, "frames"),
      pixelSize: positive(args, "pixelSize"),
    }),
  stop: (app) => stopMotion(app),
  wait: (app, args) => waitFor(app, positive(args, "frames")),
  cofr: async (app, args) => {
    const spec = specOf(args, "spec");
    const point = pointOf(args, "point");
    const [frame] = entriesOf(app, args, "coordinateSystem");
    const method = textOf(args, "method") as PivotMethod | undefined;
    if (frame && !point)
      throw argumentError(
        args,
        "coordinateSystem",
        "Name a point of this model: cofr 1,2,3 coordinateSystem #2.",
      );
    if (spec) setPivot(app, { parts: await partsOf(app, spec), text: spec.word.text });
    else if (point) setPivot(app, point, frame);
    else if (method) setPivotMethod(app, method);
    else tellPivot(app);
  },
  "~cofr": (app) => setPivotMethod(app, "frontCenter"),
  camera: (app, args) => setCamera(app, textOf(args, "kind") as "mono" | "ortho" | undefined),
  clip: (app, args) => {
    const state = textOf(args, "state");
    if (state === "list") return listClips(app);
    const slab = positive(args, "slab");
    const planes =
      slab === undefined
        ? { near: planeOf(args, "near"), far: planeOf(args, "far") }
        : { near: -slab / 2, far: slab / 2 };
    clipScene(app, state === "off", planes);
  },
  scalebar: (app, args) =>
    setScaleBar(app, textOf(args, "state") === "off" ? null : { length: positive(args, "length") ?? null }),
  windowsize: (app, args) => windowSize(app, args),
};

async function view(app: App, args: Arguments): Promise<void> {
  const name = textOf(args, "name");
  if (name !== undefined) return goToView(app, name, positive(args, "frames") ?? 1);
  const spec = specOf(args, "spec");
  const pad = numberOf(args, "pad");
  if (pad !== undefined && !(pad > -1))
    throw argumentError(args, "pad", "pad is a share of the view: 0.05 leaves a margin of 5 %.");
  const wishes = {
    clip: booleanOf(args, "clip"),
    cofr: booleanOf(args, "cofr"),
    orient: isGiven(args, "orient"),
    pad,
  };
  if (spec) return viewParts(app, await partsOf(app, spec), spec.word.text, wishes);
  viewAll(app, wishes);
}

function motionOf(app: App, args: Arguments): Motion {
  const [frames, models] = [positive(args, "frames"), entriesOf(app, args, "models")];
  return { ...(frames !== undefined && { frames }), models };
}

/** The axis given, y when none was: as ChimeraX. Of the screen, or of a model's own frame as the screen sees it. */
function axisOf(app: App, args: Arguments): Vec3 {
  const [x = 0, y = 1, z = 0] = numbersOf(args, "axis") ?? [];
  const [frame] = entriesOf(app, args, "coordinateSystem");
  if (!frame) return [x, y, z];
  const inScene = frame.kind === "map" ? ([x, y, z] as const) : rotate(frame.motion.rotation, [x, y, z]);
  const [a, b, c, w] = app.view.currentCamera().orientation;
  return rotate([-a, -b, -c, w], inScene);
}

function pointOf(args: Arguments, name: string): Vec3 | undefined {
  const [x, y, z] = numbersOf(args, name) ?? [];
  return x === undefined || y === undefined || z === undefined ? undefined : [x, y, z];
}

/** A number above 0, undefined when not given. Throws `input`, pointing at it, for any other. */
function positive(args: Arguments, name: string): number | undefined {
  const value = numberOf(args, name);
  if (value === undefined || value > 0) return value;
  throw argumentError(args, name, `${name} must be larger than 0.`);
}

/** Å, null for "off", undefined when not given. */
function planeOf(args: Arguments, name: "near" | "far"): number | null | undefined {
  const text = textOf(args, name);
  if (text === undefined) return undefined;
  if (text === "off") return null;
  const offset = Number(text);
  if (!Number.isFinite(offset)) throw argumentError(args, name, `Write ${name} with a number of Å, or off.`);
  return offset;
}
