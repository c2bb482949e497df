import {
  type Arguments,
  argumentError,
  booleanOf,
  isGiven,
  numberOf,
  textOf,
  textsOf,
} from "#core/command/arguments.ts";
import type { FileCommand } from "#core/command/tables/file-commands.ts";
import { asAppError } from "#core/errors.ts";
import type { Database } from "#core/format/entry-id.ts";
import type { App } from "#renderer/commands/app.ts";
import { closeEntries } from "#renderer/commands/close.ts";
import { asFormat, enterFolder, findWord } from "#renderer/commands/fetch.ts";
import { saveChimerax, saveReport } from "#renderer/commands/judge/save-report.ts";
import { entriesOf } from "#renderer/commands/named.ts";
import { openFiles, pickAndOpen } from "#renderer/commands/open.ts";
import { openAs } from "#renderer/commands/open-as.ts";
import { regionIn } from "#renderer/commands/runners/map-arguments.ts";
import { numberIn } from "#renderer/commands/runners/model-runners.ts";
import type { Runner } from "#renderer/commands/runners/runner.ts";
import { type MapPart, saveMap, saveModels, savePicture, saveTable } from "#renderer/commands/save.ts";
import { closeProject, saveProject } from "#renderer/commands/session/project-files.ts";
import { activeMap } from "#renderer/commands/volume.ts";
import type { OpenableFile } from "#renderer/host/host.ts";
import type { SnapshotOptions } from "#renderer/scene/view.ts";
import { isMap, type MapEntry, type SceneEntry } from "#renderer/stores/scene.ts";

/** Pixels: a poster at 300 per inch. */
const LARGEST_PICTURE = 16_384;

export const fileRunners: Readonly<Record<FileCommand, Runner>> = {
  open,
  cd: (app, args) => enterFolder(app, textOf(args, "folder")),
  pwd: (app) => enterFolder(app, undefined),
  "close session": (app) => closeProject(app),
  close: (app, args) => {
    const entries = entriesOf(app, args, "spec");
    return entries.length > 0 ? closeEntries(app, entries) : closeProject(app);
  },
  save,
};

async function open(app: App, args: Arguments): Promise<void> {
  const names = textsOf(args, "file");
  const database = textOf(args, "fromDatabase") ?? textOf(args, "from");
  const wanted = { name: textOf(args, "name"), number: numberIn(args, "id") };
  await openAs(app, wanted, async () => {
    if (names.length === 0) return pickAndOpen(app);
    const files: OpenableFile[] = [];
    for (const [n, name] of names.entries()) {
      try {
        files.push(...(await findWord(app, name, database as Database | undefined)));
      } catch (thrown) {
        const error = asAppError(thrown);
        throw error.code === "input" ? argumentError(args, "file", error.message, n) : error;
      }
    }
    await openFiles(
      app,
      files.map((file) => asFormat(file, textOf(args, "format"))),
    );
  });
}

async function save(app: App, args: Arguments): Promise<void> {
  const file = textOf(args, "file") ?? "";
  const entries = entriesOf(app, args, "models");
  const chosen: readonly SceneEntry[] | undefined = entries.length > 0 ? entries : undefined;
  const [relative] = entriesOf(app, args, "relModel");
  const format = textOf(args, "format") ?? formatOf(args, file);
  refuseForeign(args, format);
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
      if (!map) throw argumentError(args, "file", "There is no map to save; open one first.");
      return saveMap(app, map, file, mapPart(args, map));
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

const FORMATS = ["cif", "mmcif", "pdb", "mrc", "map", "csv", "json", "png", "html", "cxc", "mapwright"];

/** By the ending of the name; one without an ending is a model. */
function formatOf(args: Arguments, file: string): string {
  const extension = /\.(\w+)$/.exec(file)?.[1]?.toLowerCase() ?? "cif";
  if (FORMATS.includes(extension)) return extension;
  throw argumentError(
    args,
    "file",
    `What ".${extension}" files hold is not known here. Save as ${FORMATS.map((one) => `.${one}`).join(", ")}, or say a format.`,
  );
}

/** Words that belong to some formats only. */
const OWN_WORDS: Readonly<Record<string, readonly string[]>> = {
  png: ["width", "height", "supersample", "transparentBackground"],
  mrc: ["region", "step", "valueType"],
  map: ["region", "step", "valueType"],
  mapwright: ["includeMaps"],
};

function refuseForeign(args: Arguments, format: string): void {
  const all = [...new Set(Object.values(OWN_WORDS).flat())];
  const word = all.find((one) => args.values.has(one) && !OWN_WORDS[format]?.includes(one));
  if (word === undefined) return;
  const owner = Object.entries(OWN_WORDS).find(([, words]) => words.includes(word))?.[0] ?? "";
  throw argumentError(args, word, `${word} is for .${owner} files; leave it out, or save as .${owner}.`);
}

function mapPart(args: Arguments, map: MapEntry): MapPart {
  const [region, step] = [textOf(args, "region"), numberOf(args, "step")];
  if (step !== undefined && step < 1)
    throw argumentError(args, "step", "A step is a whole number, 1 or more.");
  const box = region === undefined ? null : regionIn(map, args, "region", region);
  return {
    ...(box && { region: box }),
    ...(step !== undefined && { step }),
    ...(textOf(args, "valueType") === "float16" && { isHalf: true }),
  };
}

function pictureOptions(args: Arguments): SnapshotOptions {
  const [supersample, most] = [numberOf(args, "supersample") ?? 3, 4];
  if (supersample < 1 || supersample > most)
    throw argumentError(args, "supersample", `supersample is 1 to ${most}.`);
  return {
    width: sideOf(args, "width"),
    height: sideOf(args, "height"),
    supersample,
    transparent: isGiven(args, "transparentBackground"),
  };
}

function sideOf(args: Arguments, name: string): number | null {
  const side = numberOf(args, name);
  if (side === undefined) return null;
  if (side >= 1 && side <= LARGEST_PICTURE) return side;
  throw argumentError(args, name, `A picture is 1 to ${LARGEST_PICTURE} pixels wide and high.`);
}
