import { type Arguments, numberOf, textOf } from "#core/command/arguments.ts";
import type { LookCommand } from "#core/command/tables/look-commands.ts";
import type { App } from "#renderer/commands/app.ts";
import {
  colorEntries,
  colorHetero,
  setTransparency,
  showEntries,
  styleModels,
} from "#renderer/commands/look.ts";
import { entriesOf } from "#renderer/commands/named.ts";
import type { Runner } from "#renderer/commands/runners/runner.ts";
import { rangeOf } from "#renderer/commands/runners/scene-runners.ts";
import { ATOM_STYLES, isMap, type ModelColor } from "#renderer/stores/scene.ts";

export const lookRunners: Readonly<Record<LookCommand, Runner>> = {
  show: (app, args) => showOrHide(app, args, true),
  hide: (app, args) => showOrHide(app, args, false),
  cartoon: (app, args) => styleModels(app, entriesOf(app, args, "spec"), { cartoon: true }),
  style: (app, args) =>
    styleModels(app, entriesOf(app, args, "spec"), {
      atoms: ATOM_STYLES.find((one) => one === textOf(args, "style")) ?? "stick",
    }),
  "color byattribute bfactor": (app, args) =>
    colorEntries(app, entriesOf(app, args, "spec"), "byb", rangeOf(args)),
  color: (app, args) => {
    const color = textOf(args, "color");
    if (color === "byhetero") colorHetero(app, entriesOf(app, args, "spec"));
    else colorEntries(app, entriesOf(app, args, "spec"), color as ModelColor);
  },
  transparency: (app, args) =>
    setTransparency(app, entriesOf(app, args, "spec"), numberOf(args, "percent") ?? 0),
};

function showOrHide(app: App, args: Arguments, shown: boolean): void {
  const entries = entriesOf(app, args, "spec");
  const part = textOf(args, "part");
  if (part === "cartoons") styleModels(app, entries, { cartoon: shown });
  else if (part === "atoms") styleModels(app, entries, { atoms: shown ? "stick" : "none" });
  else if (part === "ligands") styleModels(app, entries, { ligands: shown });
  else if (part === "trace") styleModels(app, entries, { trace: shown });
  else showEntries(app, part === "surfaces" ? entries.filter(isMap) : entries, shown);
}
