import { AppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { mapEntry } from "#renderer/commands/entries.ts";
import { find, place } from "#renderer/commands/poses.ts";
import { type JobOptions, note, say, warn, withJob } from "#renderer/commands/run.ts";
import { placementOf, zeroStep } from "#renderer/commands/steps.ts";
import { activeMap } from "#renderer/commands/volume.ts";
import { type FitTable, tableOf } from "#renderer/stores/fits.ts";
import { percent } from "#renderer/stores/format.ts";
import {
  isPlaced,
  type MapEntry,
  mapById,
  type PlacedEntry,
  type SceneEntry,
  specOf,
} from "#renderer/stores/scene.ts";
import { SETTINGS_DEFAULTS, type ZeroOptions } from "#renderer/stores/settings.ts";
import type { ModelId, Placed, ZeroCoverage } from "#workers/protocol.ts";

/** Shows in the scene what zeroing this placement would take away. Returns the share of the density it explains. */
export async function previewZero(
  app: App,
  model: ModelId,
  placement: number,
  options: ZeroOptions,
): Promise<number> {
  const { row } = find(app, model, placement);
  const { map, coverage } = targetOf(app, model, options);
  return preview(app, map, [{ model, motion: row.motion }], coverage);
}

/** The same for all placed models that are still in the map. */
export async function previewPlaced(app: App, options: ZeroOptions): Promise<number> {
  const copies = unzeroed(app);
  const { map, coverage } = targetOf(app, firstModel(copies), options);
  return preview(app, map, copies.map(placedOf), coverage);
}

async function preview(app: App, map: MapEntry, placed: Placed[], coverage: ZeroCoverage): Promise<number> {
  const { mesh, explained } = await withJob(app, { title: "Previewing", kind: "other" }, (job) =>
    app.engine.call("previewZero", { map: map.id, placed, coverage, level: map.level }, job),
  );
  app.view.setPreview(mesh);
  return explained;
}

/** Places the model there, takes its density away in a new map and goes on with that map. Can be undone. */
export async function zeroAndContinue(
  app: App,
  model: ModelId,
  placement: number,
  options: ZeroOptions,
): Promise<void> {
  const { row, entry } = find(app, model, placement);
  const { map, coverage } = targetOf(app, model, options);
  if (row.state === "zeroed") throw new AppError("input", "The density of this placement is already zeroed.");
  const copy = place(app, model, placement);
  say(app, `difffit zero ${row.rank} model ${specOf(entry)} inMap ${specOf(map)} ${coverageWords(options)}`);
  await zeroCopies(app, map, [copy], coverage, `zero ${row.rank} of ${specOf(entry)}`);
}

/** Takes the density of all placed models that are still in the map away at once. Can be undone. */
export async function zeroPlaced(app: App, options: ZeroOptions): Promise<void> {
  const copies = unzeroed(app);
  const { map, coverage } = targetOf(app, firstModel(copies), options);
  say(app, `difffit zero placed inMap ${specOf(map)} ${coverageWords(options)}`);
  await zeroCopies(app, map, copies, coverage, `zero ${copies.map(specOf).join(", ")}`);
}

function unzeroed(app: App): PlacedEntry[] {
  return unzeroedIn(app.stores.scene.getState().entries, app.stores.fits.getState().tables);
}

/** The placed copies whose density no map edit has taken away. */
export function unzeroedIn(entries: readonly SceneEntry[], tables: readonly FitTable[]): PlacedEntry[] {
  return entries.filter(isPlaced).filter((copy) => {
    const table = tables.find(({ model }) => model === copy.model);
    return table !== undefined && table.states[placementOf(table, copy)] === "placed";
  });
}

function firstModel([first]: readonly PlacedEntry[]): ModelId {
  if (!first)
    throw new AppError("input", "Nothing is placed whose density is still in the map; place a model first.");
  return first.model;
}

function placedOf({ model, motion }: PlacedEntry): Placed {
  return { model, motion };
}

async function zeroCopies(
  app: App,
  map: MapEntry,
  copies: readonly PlacedEntry[],
  coverage: ZeroCoverage,
  label: string,
): Promise<void> {
  await withJob(app, { title: "Zeroing density", kind: "other" }, async (job) => {
    const made = await zeroMap(app, map, copies.map(placedOf), coverage, job);
    finish(app, map, made, copies, label);
  });
}

async function zeroMap(
  app: App,
  map: MapEntry,
  placed: Placed[],
  coverage: ZeroCoverage,
  job: JobOptions,
): Promise<MapEntry> {
  const request = { map: map.id, placed, coverage, level: map.level, name: remainingName(map.name) };
  const { map: summary, explained } = await app.engine.call("zero", request, job);
  for (const warning of summary.warnings) warn(app, warning);
  const fresh = mapEntry(app.stores.scene.getState(), summary);
  // What is left is a share of a share: the meter always refers to the map that was opened.
  const total = 1 - (1 - (map.explained ?? 0)) * (1 - explained);
  const { level, style, step, opacity, dust, dustMetric, outline } = map;
  const proposed = { value: level, reason: `the level of ${specOf(map)}` };
  return { ...fresh, proposed, level, style, step, opacity, dust, dustMetric, outline, explained: total };
}

function finish(
  app: App,
  from: MapEntry,
  made: MapEntry,
  copies: readonly PlacedEntry[],
  label: string,
): void {
  const step = zeroStep(app, label, from.id, made, copies);
  step.redo();
  note(
    app,
    `${specOf(made)} ${made.name}: ${percent(made.explained ?? 0)} of the density above the level is explained.`,
  );
  app.history.push(step);
}

/** The map to zero (the working map) and what counts as covered at its resolution. */
function targetOf(
  app: App,
  model: ModelId,
  { method, shrink, mass }: ZeroOptions,
): { map: MapEntry; coverage: ZeroCoverage } {
  const table = tableOf(app.stores.fits.getState(), model);
  const map = activeMap(app) ?? mapById(app.stores.scene.getState(), table?.map ?? null);
  if (!table || !map)
    throw new AppError("input", "Fit a model into a map first; then its density can be zeroed.");
  const resolution = table.setup.resolution.value;
  // Threshold 0: the level of the model's own map that holds this share of its mass.
  const fractional = method === "fractional";
  return { map, coverage: { resolution, kernel: "vrm", threshold: 0, mass, shrink, fractional } };
}

function coverageWords({ method, shrink, mass }: ZeroOptions): string {
  const share = mass === SETTINGS_DEFAULTS.zero.mass ? "" : ` mass ${mass}`;
  return method === "fractional" ? `fractional true${share}` : `shrink ${shrink}${share}`;
}

/** "map remaining", then "map remaining 2", …: each round its own name. */
function remainingName(name: string): string {
  const again = /^(.*) remaining(?: (\d+))?$/.exec(name);
  if (again) return `${again[1]} remaining ${Number(again[2] ?? 1) + 1}`;
  return `${name.replace(/\.(mrc|map|ccp4)(\.gz)?$/i, "")} remaining`;
}
