import { AppError } from "#core/errors.ts";
import { compose, invert, type Rigid } from "#core/math/rigid.ts";
import { fitJson } from "#core/report/fit-document.ts";
import type { App } from "#renderer/commands/app.ts";
import { specsOf } from "#renderer/commands/entry-specs.ts";
import { documentsOf } from "#renderer/commands/judge/documents.ts";
import { quoted } from "#renderer/commands/quoted.ts";
import { note, say, withJob } from "#renderer/commands/run.ts";
import { tableText } from "#renderer/commands/table-text.ts";
import type { SnapshotOptions } from "#renderer/scene/view.ts";
import { addToast } from "#renderer/stores/log.ts";
import { isModel, isPlaced, type MapEntry, type SceneEntry, specOf } from "#renderer/stores/scene.ts";
import { visibleRows } from "#renderer/stores/visible-rows.ts";
import type { Params } from "#workers/protocol.ts";

/**
 * Saves the placed copies in the frame of the map, or of the file of the model `relative`; while nothing is placed, the
 * models where they are drawn.
 */
export async function saveModels(
  app: App,
  format: "cif" | "pdb",
  name?: string,
  chosen?: readonly SceneEntry[],
  relative?: SceneEntry,
): Promise<void> {
  const entries = chosen ?? app.stores.scene.getState().entries;
  // Maps stay where their files put them.
  const back = relative && relative.kind !== "map" ? invert(relative.motion) : null;
  const saved = (motion: Rigid) => (back ? compose(back, motion) : motion);
  const copies = entries.filter(isPlaced).map(({ model, motion }) => ({ model, motion: saved(motion) }));
  const models = entries.filter(isModel).map(({ id, motion }) => ({ model: id, motion: saved(motion) }));
  const placed = copies.length > 0 ? copies : models;
  if (placed.length === 0) throw new AppError("input", "There is no model to save; open one first.");
  const { bytes } = await withJob(app, { title: "Writing models", kind: "other" }, (job) =>
    app.engine.call("writeModels", { placed, format }, job),
  );
  const file = name ?? `placed.${format}`;
  await app.host.saveFile(file, bytes);
  const specs = chosen ? ` models ${specsOf(chosen)}` : "";
  const frame = relative ? ` relModel ${specOf(relative)}` : "";
  done(
    app,
    `save ${quoted(file)}${specs}${frame}`,
    `${placed.length} ${copies.length > 0 ? "placed" : "unplaced"} models`,
  );
}

/** What of a map is saved, and how; all of it in 32-bit floats when nothing is said. */
export type MapPart = Omit<Params<"writeMap">, "map">;

export async function saveMap(app: App, map: MapEntry, name?: string, part: MapPart = {}): Promise<void> {
  const { bytes } = await withJob(app, { title: "Writing the map", kind: "other" }, (job) =>
    app.engine.call("writeMap", { map: map.id, ...part }, job),
  );
  const file = name ?? `${map.name.replace(/\.(mrc|map|ccp4)(\.gz)?$/i, "")}.mrc`;
  await app.host.saveFile(file, bytes);
  const words = [
    part.region ? ` region ${[...part.region.first, ...part.region.last].join(",")}` : "",
    part.step === undefined ? "" : ` step ${part.step}`,
    part.isHalf ? " valueType float16" : "",
  ];
  done(app, `save ${quoted(file)} models ${specOf(map)}${words.join("")}`, map.name);
}

/** The table in front as CSV or JSON. */
export async function saveTable(app: App, format: "csv" | "json", name?: string): Promise<void> {
  const file = name ?? `placements.${format}`;
  const { rows, tables } = inFront(app);
  await app.host.saveFile(file, format === "csv" ? tableText(rows, ",") : await tableJson(app, tables));
  done(app, `save ${quoted(file)} format ${format}`, `${rows.length} rows`);
}

/** The document of `fit --json`; a list of them when tables come from several runs. */
async function tableJson(app: App, tables: Parameters<typeof documentsOf>[1]): Promise<string> {
  const documents = (await documentsOf(app, tables)).map(({ document }) => document);
  const [only] = documents;
  return only && documents.length === 1 ? fitJson(only) : `[\n${documents.map(fitJson).join(",\n")}]\n`;
}

/** The table in front as tab-separated text, for a spreadsheet. */
export async function copyTable(app: App): Promise<void> {
  const { rows } = inFront(app);
  await app.host.copyText(tableText(rows, "\t"));
  addToast(app.stores.log, "note", `Copied ${rows.length} rows.`);
}

export async function savePicture(app: App, options: SnapshotOptions, name = "mapwright.png"): Promise<void> {
  await app.host.saveFile(name, await app.view.snapshot(options));
  const words = [
    options.width === null ? "" : ` width ${options.width}`,
    options.height ? ` height ${options.height}` : "",
    options.supersample === 1 ? "" : ` supersample ${options.supersample}`,
    options.transparent ? " transparentBackground true" : "",
  ];
  done(app, `save ${quoted(name)}${words.join("")}`, "the picture");
}

function inFront(app: App): {
  rows: ReturnType<typeof visibleRows>;
  tables: ReturnType<App["stores"]["fits"]["getState"]>["tables"];
} {
  const fits = app.stores.fits.getState();
  const { table } = app.stores.selection.getState();
  const rows = visibleRows(fits, table, app.stores.results.getState());
  if (rows.length === 0)
    throw new AppError(
      "input",
      "There are no rows to save: fit a model first, or widen the filter of the table.",
    );
  return { rows, tables: fits.tables.filter(({ model }) => table === "all" || model === table) };
}

function done(app: App, command: string, what: string): void {
  say(app, command);
  note(app, `Saved ${what}.`);
  addToast(app.stores.log, "note", `Saved ${what}.`);
}
