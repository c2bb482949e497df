import { type Arguments, booleanOf, numbersOf, textOf } from "#core/command/arguments.ts";
import type { SceneCommand } from "#core/command/tables/scene-commands.ts";
import { AppError } from "#core/errors.ts";
import {
  colorByDensity,
  colorEntries,
  labelModels,
  setBackground,
  setLighting,
} from "#renderer/commands/look.ts";
import { entriesOf } from "#renderer/commands/named.ts";
import type { Runner } from "#renderer/commands/runners/runner.ts";
import {
  clipScene,
  deleteView,
  listViews,
  nameView,
  orientView,
  setPivot,
  tellMatrix,
  viewFromMatrix,
} from "#renderer/commands/stage.ts";
import { setGraphics } from "#renderer/commands/view.ts";
import { activeMap } from "#renderer/commands/volume.ts";
import { isMap } from "#renderer/stores/scene.ts";
import { LIGHTINGS } from "#renderer/stores/settings.ts";

export const sceneRunners: Readonly<Record<SceneCommand, Runner>> = {
  lighting: (app, args) => {
    const preset = LIGHTINGS.find((one) => one === textOf(args, "preset"));
    if (preset) setLighting(app, preset);
    const depthCue = booleanOf(args, "depthCue");
    if (depthCue !== undefined) setGraphics(app, "depthCue", depthCue);
  },
  set: (app, args) => {
    const color = textOf(args, "bgColor");
    if (color !== undefined) setBackground(app, color);
    const silhouettes = booleanOf(args, "silhouettes");
    if (silhouettes !== undefined) setGraphics(app, "silhouettes", silhouettes);
  },
  label: (app, args) =>
    labelModels(app, entriesOf(app, args, "spec"), textOf(args, "what") === "chains" ? "chains" : "residues"),
  "label delete": (app, args) => {
    const named = entriesOf(app, args, "spec");
    labelModels(app, named.length > 0 ? named : app.stores.scene.getState().entries, "none");
  },
  clip: (app, args) =>
    clipScene(app, textOf(args, "state") === "off", {
      near: planeOf(args, "near"),
      far: planeOf(args, "far"),
    }),
  cofr: (app, args) => {
    const [entry] = entriesOf(app, args, "spec");
    const [x, y, z] = numbersOf(args, "point") ?? [];
    const point = x !== undefined && y !== undefined && z !== undefined ? ([x, y, z] as const) : null;
    setPivot(app, entry ?? point ?? null);
  },
  rainbow: (app, args) => colorEntries(app, entriesOf(app, args, "spec"), "byresidue"),
  "color byattribute density": (app, args) => {
    const map = entriesOf(app, args, "inMap").find(isMap) ?? activeMap(app);
    if (!map) throw new AppError("input", "Open a map first, or name one: inMap #1.");
    colorByDensity(app, entriesOf(app, args, "spec"), map, {
      relative: booleanOf(args, "relative") ?? false,
      range: rangeOf(args),
    });
  },
  "view name": (app, args) => nameView(app, textOf(args, "name") ?? ""),
  "view delete": (app, args) => deleteView(app, textOf(args, "name") ?? ""),
  "view list": (app) => listViews(app),
  "view matrix": (app, args) => {
    const numbers = numbersOf(args, "camera");
    if (numbers) viewFromMatrix(app, numbers);
    else tellMatrix(app);
  },
  "view orient": (app) => orientView(app),
};

/** The two ends of a scale. Throws `input` for anything else. */
export function rangeOf(args: Arguments): readonly [number, number] | null {
  const numbers = numbersOf(args, "range");
  if (!numbers) return null;
  const [low, high] = numbers;
  if (numbers.length !== 2 || low === undefined || high === undefined || low === high) {
    throw new AppError("input", "A range has two different ends: range 10,80.");
  }
  return [low, high];
}

/** Å, null for "off", undefined when not given. */
function planeOf(args: Arguments, name: "near" | "far"): number | null | undefined {
  const text = textOf(args, name);
  if (text === undefined) return undefined;
  if (text === "off") return null;
  const offset = Number(text);
  if (!Number.isFinite(offset)) throw new AppError("input", `Write ${name} with a number of Å, or off.`);
  return offset;
}
