import { type Arguments, numberOf, textOf } from "#core/command/arguments.ts";
import type { LookCommand } from "#core/command/tables/look-commands.ts";
import { AppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import {
  colorEntries,
  colorHetero,
  setTransparency,
  showEntries,
  styleModels,
} from "#renderer/commands/look.ts";
import { lookAtParts, wholesOrParts } from "#renderer/commands/look-parts.ts";
import { entriesOf } from "#renderer/commands/named.ts";
import type { Runner } from "#renderer/commands/runners/runner.ts";
import { rangeOf } from "#renderer/commands/runners/scene-runners.ts";
import { ATOM_STYLES, isMap, type ModelColor, type SceneEntry } from "#renderer/stores/scene.ts";

export const lookRunners: Readonly<Record<LookCommand, Runner>> = {
  show: (app, args) => showOrHide(app, args, true),
  hide: (app, args) => showOrHide(app, args, false),
  cartoon: async (app, args) => {
    const named = await wholesOrParts(app, args);
    if ("wholes" in named) styleModels(app, named.wholes, { cartoon: true });
    else lookAtParts(app, named.parts, { cartoon: true }, `cartoon ${named.text}`);
  },
  style: async (app, args) => {
    const atoms = ATOM_STYLES.find((one) => one === textOf(args, "style")) ?? "stick";
    const named = await wholesOrParts(app, args);
    if ("wholes" in named) styleModels(app, named.wholes, { atoms });
    else lookAtParts(app, named.parts, { atoms }, `style ${named.text} ${atoms}`);
  },
  "color byattribute bfactor": (app, args) =>
    colorEntries(app, entriesOf(app, args, "spec"), "byb", rangeOf(args)),
  color: async (app, args) => {
    const color = (textOf(args, "color") ?? "") as ModelColor | "byhetero";
    const named = await wholesOrParts(app, args);
    if ("wholes" in named) {
      if (color === "byhetero") colorHetero(app, named.wholes);
      else colorEntries(app, named.wholes, color);
    } else if (isPlainColor(color)) {
      lookAtParts(app, named.parts, { color }, `color ${named.text} ${color}`);
    } else {
      throw new AppError("input", `Parts of models take one colour; ${color} colours whole models.`);
    }
  },
  transparency: (app, args) =>
    setTransparency(app, entriesOf(app, args, "spec"), numberOf(args, "percent") ?? 0),
};

async function showOrHide(app: App, args: Arguments, shown: boolean): Promise<void> {
  const named = await wholesOrParts(app, args);
  const part = textOf(args, "part");
  if ("wholes" in named) {
    showWholes(app, named.wholes, part, shown);
    return;
  }
  const { parts, text } = named;
  const word = shown ? "show" : "hide";
  if (part === "cartoons") lookAtParts(app, parts, { cartoon: shown }, `${word} ${text} cartoons`);
  else if (part === undefined || part === "atoms") {
    lookAtParts(app, parts, { atoms: shown ? "stick" : "none" }, `${word} ${text} atoms`);
  } else throw new AppError("input", "Of parts of models only atoms and cartoons can be shown or hidden.");
}

function showWholes(
  app: App,
  entries: readonly SceneEntry[],
  part: string | undefined,
  shown: boolean,
): void {
  if (part === "cartoons") styleModels(app, entries, { cartoon: shown });
  else if (part === "atoms") styleModels(app, entries, { atoms: shown ? "stick" : "none" });
  else if (part === "ligands") styleModels(app, entries, { ligands: shown });
  else if (part === "trace") styleModels(app, entries, { trace: shown });
  else showEntries(app, part === "surfaces" ? entries.filter(isMap) : entries, shown);
}

function isPlainColor(color: string): color is `#${string}` {
  return color.startsWith("#");
}
