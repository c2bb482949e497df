import { type Arguments, argumentError, switchOf, textOf } from "#core/command/arguments.ts";
import type { SceneCommand } from "#core/command/tables/scene-commands.ts";
import { valueOfWord } from "#core/command/values.ts";
import type { App } from "#renderer/commands/app.ts";
import { setBackground, setLighting, setShadows } from "#renderer/commands/look.ts";
import { applyPreset, listPresets, type PresetName } from "#renderer/commands/presets.ts";
import type { Runner } from "#renderer/commands/runners/runner.ts";
import { showSideView } from "#renderer/commands/stage.ts";
import { compare } from "#renderer/commands/tile.ts";
import { setGraphics, tellGraphics } from "#renderer/commands/view.ts";
import { LIGHTINGS } from "#renderer/stores/settings.ts";

export const sceneRunners: Readonly<Record<SceneCommand, Runner>> = {
  lighting: (app, args) => {
    const preset = LIGHTINGS.find((one) => one === textOf(args, "preset"));
    const shadows = switchOf(args, "shadows", app.stores.settings.getState().shadows);
    if (preset) setLighting(app, preset, shadows);
    else if (shadows !== undefined) setShadows(app, shadows);
    switchGraphics(app, args, "depthCue");
  },
  graphics: async (app, args) => {
    switchGraphics(app, args, "silhouettes");
    switchGraphics(app, args, "depthCue");
    ground(app, args);
    const what = textOf(args, "what");
    if (what !== undefined) await tellGraphics(app, what === "rate" ? "rate" : "triangles");
  },
  set: (app, args) => {
    ground(app, args);
    switchGraphics(app, args, "silhouettes");
  },
  preset: (app, args) => {
    const name = textOf(args, "name");
    if (name === undefined) listPresets(app);
    else applyPreset(app, name as PresetName);
  },
  "ui tool": (app, args) => showSideView(app, textOf(args, "action") as "show" | "hide" | "toggle"),
  tile: (app, args) => compare(app, { "4": 4, "9": 9, off: 1 }[textOf(args, "count") ?? "4"] as 1 | 4 | 9),
};

function switchGraphics(app: App, args: Arguments, name: "silhouettes" | "depthCue"): void {
  const wanted = switchOf(args, name, app.stores.settings.getState()[name]);
  if (wanted !== undefined) setGraphics(app, name, wanted);
}

function ground(app: App, args: Arguments): void {
  const text = textOf(args, "bgColor");
  const word = args.words.get("bgColor")?.at(-1);
  if (text === undefined || !word) return;
  const color = text.toLowerCase() === "theme" ? null : valueOfWord(word, "color");
  if (color !== null && !(typeof color === "string" && color.startsWith("#"))) {
    throw argumentError(args, "bgColor", "The ground has one colour: a name, #rrggbb, or theme.");
  }
  setBackground(app, color);
}
