import type { App } from "#renderer/commands/app.ts";
import {
  colorEntries,
  setBackground,
  setLighting,
  setTransparency,
  styleModels,
} from "#renderer/commands/look.ts";
import { note, say } from "#renderer/commands/run.ts";
import { setGraphics } from "#renderer/commands/view.ts";
import { isMap, type SceneEntry } from "#renderer/stores/scene.ts";

/** What each is, in few words. */
const PRESETS = {
  interactive: "as at first: see-through maps, cartoons by chain, simple light",
  publication: "white ground, lines around shapes, soft light",
  ghostly: "maps so faint that models show through them",
  sticks: "models as sticks in the colours of elements",
} as const;

export type PresetName = keyof typeof PRESETS;

/** Of maps: a model inside is seen through one, and is all that is seen through the other. */
const SEE_THROUGH = { usual: 50, ghostly: 85 }; // percent

/** Names the presets in the log. */
export function listPresets(app: App): void {
  say(app, "preset");
  for (const [name, text] of Object.entries(PRESETS)) note(app, `preset ${name} — ${text}`);
}

/** Looks that belong together; every part of one is a command of its own in the log. */
export function applyPreset(app: App, name: PresetName): void {
  const { entries } = app.stores.scene.getState();
  const maps = entries.filter(isMap);
  const models = entries.filter((entry) => !isMap(entry));
  const onMaps = (work: (maps: readonly SceneEntry[]) => void) => maps.length > 0 && work(maps);
  const onModels = (work: (models: readonly SceneEntry[]) => void) => models.length > 0 && work(models);
  switch (name) {
    case "publication":
      setBackground(app, "#ffffff");
      setLighting(app, "soft");
      setGraphics(app, "silhouettes", true);
      setGraphics(app, "depthCue", false);
      return;
    case "ghostly":
      onMaps((all) => setTransparency(app, all, SEE_THROUGH.ghostly));
      return;
    case "sticks":
      onModels((all) => {
        styleModels(app, all, { cartoon: false, atoms: "stick" });
        colorEntries(app, all, "byelement");
      });
      return;
    case "interactive":
      setBackground(app, null);
      setLighting(app, "simple");
      setGraphics(app, "silhouettes", false);
      setGraphics(app, "depthCue", true);
      onMaps((all) => setTransparency(app, all, SEE_THROUGH.usual));
      onModels((all) => {
        styleModels(app, all, { cartoon: true, atoms: "none" });
        colorEntries(app, all, "bychain");
      });
      return;
    default:
      throw name satisfies never;
  }
}
