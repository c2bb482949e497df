import { AppError } from "#core/errors.ts";
import { chimeraxScript, type ScriptMap, type ScriptModel } from "#core/report/chimerax.ts";
import { reportHtml } from "#core/report/report.ts";
import type { App } from "#renderer/commands/app.ts";
import { documentsOf } from "#renderer/commands/judge/documents.ts";
import { takePictures } from "#renderer/commands/judge/pictures.ts";
import { quoted } from "#renderer/commands/quoted.ts";
import { note, say, withJob } from "#renderer/commands/run.ts";
import { addToast } from "#renderer/stores/log.ts";
import {
  isMap,
  isModel,
  type MapEntry,
  type ModelEntry,
  modelById,
  type PlacedEntry,
  specOf,
} from "#renderer/stores/scene.ts";

/** Everything found so far as one HTML page for people, with pictures from the scene. */
export async function saveReport(app: App, name = "report.html"): Promise<void> {
  const { tables } = app.stores.fits.getState();
  if (tables.length === 0)
    throw new AppError("input", "There are no results to report yet; fit a model first.");
  const page = await withJob(app, { title: "Writing the report", kind: "other" }, async (job) => {
    const runs = await documentsOf(app, tables);
    const pictures = await takePictures(app, tables, job);
    const { version } = await app.engine.call("about", {});
    const maps = [...new Set(runs.map(({ document }) => document.map.file))].join(", ");
    return reportHtml({
      title: `Fit into ${maps}`,
      program: `Mapwright ${version}`,
      date: new Date().toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" }),
      runs,
      pictures,
      commands: { where: "In Mapwright's command line, or as a script:", lines: commandsOf(app) },
    });
  });
  await app.host.saveFile(name, page);
  done(app, `save ${quoted(name)}`, "the report");
}

/** The session as a ChimeraX script: the same files at the same places, with the same levels and colours. */
export async function saveChimerax(app: App, name = "session.cxc"): Promise<void> {
  const { entries } = app.stores.scene.getState();
  if (entries.length === 0) throw new AppError("input", "There is nothing open to write a script of.");
  const { version } = await app.engine.call("about", {});
  const highest = Math.max(...entries.map(({ number }) => number));
  const maps = entries.filter(isMap).map(scriptMap);
  let copies = 0;
  const models = entries.flatMap((entry) => {
    if (isMap(entry)) return [];
    return scriptModel(app, entry, isModel(entry) ? entry.number : highest + ++copies);
  });
  await app.host.saveFile(name, chimeraxScript(maps, models, `Mapwright ${version}`));
  done(app, `save ${quoted(name)}`, "a ChimeraX script; keep it in the folder of the files it opens");
}

/** What was done, without what only wrote files. */
function commandsOf(app: App): string[] {
  return app.stores.log
    .getState()
    .lines.filter(({ kind, text }) => kind === "command" && !/^(save|help)\b/.test(text))
    .map(({ text }) => text.replace(/[\r\n]+/g, " "));
}

function scriptMap({ source, number, name, level, color, opacity, style, shown }: MapEntry): ScriptMap {
  const drawn = style === "mesh" ? style : "surface";
  return {
    number,
    name,
    file: source?.file ?? null,
    level,
    color,
    opacity,
    style: drawn,
    shown,
  };
}

function scriptModel(app: App, entry: ModelEntry | PlacedEntry, number: number): ScriptModel {
  const id = isModel(entry) ? entry.id : entry.model;
  const model = modelById(app.stores.scene.getState(), id);
  const source = model?.source;
  const name = isModel(entry) ? entry.name : `${specOf(entry)} ${model?.name ?? ""}, ${entry.name}`;
  // A model that is looked at where its copy was placed is not drawn twice.
  const isCovered =
    isModel(entry) &&
    app.stores.scene
      .getState()
      .entries.some((other) => other.kind === "placed" && other.model === id && other.shown);
  return {
    number,
    name,
    file: source?.file ?? null,
    chain: source?.chain ?? null,
    motion: entry.motion,
    color: entry.look.color,
    shown: entry.shown && !isCovered,
  };
}

function done(app: App, command: string, what: string): void {
  say(app, command);
  note(app, `Saved ${what}.`);
  addToast(app.stores.log, "note", `Saved ${what}.`);
}
