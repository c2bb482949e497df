import { AppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { bringModelsNear } from "#renderer/commands/bring-near.ts";
import { mapEntry, modelEntry } from "#renderer/commands/entries.ts";
import { openRun } from "#renderer/commands/particles/follow-run.ts";
import { openParticles } from "#renderer/commands/particles/open-particles.ts";
import { proposeLevels } from "#renderer/commands/propose-level.ts";
import { quoted } from "#renderer/commands/quoted.ts";
import { rememberOpened } from "#renderer/commands/remember.ts";
import { type JobOptions, note, say, warn, withJob } from "#renderer/commands/run.ts";
import { isScript, runScript } from "#renderer/commands/script.ts";
import { openProject } from "#renderer/commands/session/project-files.ts";
import type { OpenableFile } from "#renderer/host/host.ts";
import { addEntries, type FileSource, isModel, type ModelEntry, specOf } from "#renderer/stores/scene.ts";
import type { FileId, MapSummary, ModelSummary, Source } from "#workers/protocol.ts";
import type { FileKind, StatedByDepositors } from "#workers/start-calls.ts";

/** Lets the user choose files and opens them. */
export async function pickAndOpen(app: App): Promise<void> {
  await openFiles(app, await app.host.pickFiles());
}

/**
 * Opens files one after the other, so that numbers follow the order given: a project first, since it takes the place
 * of what is open, aligned errors after the models they belong to, and scripts when the rest is open. What cannot be opened is left out; the first failure is thrown at
 * the end.
 */
export async function openFiles(app: App, files: readonly OpenableFile[]): Promise<void> {
  const kinds = await Promise.all(files.map((file) => file.kind()));
  for (const file of files) app.files.set(file.name, file);
  for (const project of files.filter((_, n) => kinds[n] === "project")) await openProject(app, project);
  await openData(app, wantedData(files.map((file, n) => ({ file, kind: kinds[n] ?? "other" }))));
}

/**
 * What is opened of files that came together: of a run's folder the run, of particles their STAR file, not their stacks;
 * predicted aligned errors after the models they belong to.
 */
function wantedData(
  all: readonly { readonly file: OpenableFile; readonly kind: FileKind }[],
): OpenableFile[] {
  const run = all.find(({ kind }) => kind === "run");
  if (run) return [run.file];
  const hasParticles = all.some(({ kind }) => kind === "particles");
  const data = all.filter(
    ({ file, kind }) => kind !== "project" && !(hasParticles && /\.mrcs(\.gz)?$/i.test(file.name)),
  );
  const isErrors = ({ kind }: { readonly kind: FileKind }) => kind === "errors";
  return [...data.filter((one) => !isErrors(one)), ...data.filter(isErrors)].map(({ file }) => file);
}

async function openData(app: App, files: readonly OpenableFile[]): Promise<void> {
  const named = files.filter(({ name }) => !isScript(name));
  if (named.length > 0) say(app, `open ${named.map(({ name }) => quoted(name)).join(" ")}`);
  let failure: unknown;
  const lent: (FileId | null)[] = [];
  for (const file of named) {
    try {
      lent.push(await openFile(app, file));
    } catch (error) {
      failure ??= error;
    }
  }
  if (named.length > 0) settleEntries(app);
  void rememberOpened(app, lent);
  for (const script of files.filter(({ name }) => isScript(name))) {
    app.files.set(script.name, script);
    await runScript(app, script);
  }
  if (failure !== undefined) throw failure;
}

/** What is done when maps and models have come together: a level that fits them, models where they can be seen. */
export function settleEntries(app: App): void {
  proposeLevels(app);
  bringModelsNear(app);
}

/** Opens a file; the id under which the host lends it, null for one that only the page has. */
async function openFile(app: App, file: OpenableFile): Promise<FileId | null> {
  const kind = await file.kind();
  if (kind === "particles") return openParticles(app, file);
  if (kind === "run") return openRun(app, file);
  return withJob(app, { title: `Opening ${file.name}`, kind: "open" }, async (options) => {
    const source = await file.source();
    try {
      if (kind === "map") await openMap(app, file, source, options);
      else if (kind === "model") await openModels(app, file.name, source, options);
      else if (kind === "errors") await openErrors(app, file.name, source, options);
      else
        throw new AppError(
          "format",
          "It is neither a map (MRC, CCP4) nor a model (PDB, mmCIF, BinaryCIF), nor predicted aligned errors (JSON), nor a project, nor a STAR file of particles.",
        );
    } catch (error) {
      throw error instanceof AppError ? named(error, file.name) : error;
    }
    return "file" in source ? source.file : null;
  });
}

async function openMap(app: App, file: OpenableFile, source: Source, options: JobOptions): Promise<void> {
  const summary = await app.engine.call("openMap", source, moved(source, options));
  addMap(app, summary, file.stated, { file: file.name, chain: null });
}

/** Shows a map that the engine has opened. */
export function addMap(
  app: App,
  summary: MapSummary,
  stated?: StatedByDepositors,
  source?: FileSource,
): void {
  const { stores } = app;
  const entry = {
    ...mapEntry(stores.scene.getState(), summary, stated),
    ...stores.settings.getState().newMaps,
    ...(source && { source }),
  };
  addEntries(stores.scene, [entry]);
  stores.selection.setState({ map: summary.id });
  const [x, y, z] = entry.grid.size;
  note(
    app,
    `${specOf(entry)} ${entry.name}: ${x} × ${y} × ${z} voxels of ${spacing(entry.grid.voxelSize)} Å.`,
  );
  if (stated) note(app, statement(stated));
  for (const warning of summary.warnings) warn(app, warning);
}

async function openModels(app: App, file: string, source: Source, options: JobOptions): Promise<void> {
  const { models } = await app.engine.call("openModel", source, moved(source, options));
  const [only] = models;
  addModels(app, models, only && models.length === 1 ? { file, chain: null } : undefined);
}

/** Gives aligned errors to the models they are of, which shows nowhere until these are split into domains. */
async function openErrors(app: App, file: string, source: Source, options: JobOptions): Promise<void> {
  const { models, residues } = await app.engine.call("openErrors", source, moved(source, options));
  const names = app.stores.scene
    .getState()
    .entries.filter((entry) => isModel(entry) && models.includes(entry.id))
    .map((entry) => `${specOf(entry)} ${entry.name}`);
  note(
    app,
    `${file}: predicted aligned errors of ${residues} residues, those of ${names.join(", ")}. A split into domains, and Composite where a chain does not fit as a whole, go by them.`,
  );
}

/** Shows models that the engine has opened. */
export function addModels(app: App, models: readonly ModelSummary[], source?: FileSource): void {
  const { stores } = app;
  for (const summary of models) {
    const entry = { ...modelEntry(stores.scene.getState(), summary), ...(source && { source }) };
    addEntries(stores.scene, [entry]);
    if (stores.selection.getState().model === null) stores.selection.setState({ model: summary.id });
    note(app, `${specOf(entry)} ${entry.name}: ${contents(entry)}.`);
    for (const warning of summary.warnings) warn(app, warning);
  }
}

function contents({ format, residues, atoms }: ModelEntry): string {
  return format === "gaussians" ? `${atoms} Gaussians` : `${residues} residues, ${atoms} atoms`;
}

function statement({ entry, title, resolution, level, models }: StatedByDepositors): string {
  const parts = [
    resolution === null ? "" : `${resolution} Å`,
    level === null ? "" : `level ${level} recommended by the depositors`,
    models.length === 0
      ? ""
      : `their models: ${models.slice(0, 4).join(", ")} (open ${models[0]?.toLowerCase()})`,
  ];
  return `${entry}: ${[title, ...parts].filter(Boolean).join("; ")}.`;
}

/** The bytes of a file read for the engine are nobody else's. */
function moved(source: Source, options: JobOptions): JobOptions & { transfer?: ArrayBuffer[] } {
  return "bytes" in source ? { ...options, transfer: [source.bytes.buffer as ArrayBuffer] } : options;
}

function named(error: AppError, name: string): AppError {
  if (error.code === "cancelled") return error;
  return new AppError(error.code, `${name}: ${error.message}`, error.detail);
}

function spacing(voxelSize: readonly number[]): string {
  const texts = voxelSize.map((size) => String(Number(size.toPrecision(4))));
  return new Set(texts).size === 1 ? (texts[0] ?? "") : texts.join(" × ");
}
