import { type Arguments, booleanOf, isGiven, numberOf, textOf, textsOf } from "#core/command/arguments.ts";
import type { FileCommand } from "#core/command/tables/file-commands.ts";
import type { Database } from "#core/format/entry-id.ts";
import type { App } from "#renderer/commands/app.ts";
import { closeEntries } from "#renderer/commands/close.ts";
import { openWords } from "#renderer/commands/fetch.ts";
import { saveChimerax, saveReport } from "#renderer/commands/judge/save-report.ts";
import { entriesOf } from "#renderer/commands/named.ts";
import { pickAndOpen } from "#renderer/commands/open.ts";
import { openAs } from "#renderer/commands/open-as.ts";
import { numberFrom } from "#renderer/commands/runners/model-runners.ts";
import type { Runner } from "#renderer/commands/runners/runner.ts";
import { saveMap, saveModels, savePicture, saveTable } from "#renderer/commands/save.ts";
import { closeProject, saveProject } from "#renderer/commands/session/project-files.ts";
import { activeMap } from "#renderer/commands/volume.ts";
import { isMap, type SceneEntry } from "#renderer/stores/scene.ts";

export const fileRunners: Readonly<Record<FileCommand, Runner>> = {
  open: (app, args) => {
    const names = textsOf(args, "file");
    const database = textOf(args, "fromDatabase") ?? textOf(args, "from");
    const [name, id] = [textOf(args, "name"), textOf(args, "id")];
    return openAs(app, { name, number: id === undefined ? undefined : numberFrom(id) }, () =>
      names.length > 0 ? openWords(app, names, database as Database | undefined) : pickAndOpen(app),
    );
  },
  "close session": (app) => closeProject(app),
  close: (app, args) => {
    const entries = entriesOf(app, args, "spec");
    return entries.length > 0 ? closeEntries(app, entries) : closeProject(app);
  },
  save,
};

async function save(app: App, args: Arguments): Promise<void> {
  const file = textOf(args, "file") ?? "";
  const entries = entriesOf(app, args, "models");
  const chosen: readonly SceneEntry[] | undefined = entries.length > 0 ? entries : undefined;
  const [relative] = entriesOf(app, args, "relModel");
  const extension = /\.(\w+)$/.exec(file)?.[1]?.toLowerCase();
  const format = textOf(args, "format") ?? extension ?? "cif";
  if (format === "mapwright") return saveProject(app, file, booleanOf(args, "includeMaps") ?? null);
  switch (format) {
    case "png":
      return savePicture(app, pictureOptions(args), file);
    case "csv":
    case "json":
      return saveTable(app, format, file);
    case "mrc":
    case "map": {
      const map = entries.find(isMap) ?? activeMap(app);
      return map && saveMap(app, map, file);
    }
    case "html":
      return saveReport(app, file);
    case "cxc":
      return saveChimerax(app, file);
    case "pdb":
      return saveModels(app, "pdb", file, chosen, relative);
    default:
      return saveModels(app, "cif", file, chosen, relative);
  }
}

function pictureOptions(args: Arguments): {
  width: number | null;
  height: number | null;
  supersample: number;
  transparent: boolean;
} {
  return {
    width: numberOf(args, "width") ?? null,
    height: numberOf(args, "height") ?? null,
    supersample: Math.min(4, Math.max(1, numberOf(args, "supersample") ?? 3)),
    transparent: isGiven(args, "transparentBackground"),
  };
}
