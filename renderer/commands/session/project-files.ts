import { AppError, asAppError, cancelled } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { closeSession } from "#renderer/commands/close.ts";
import { forgetIdentification } from "#renderer/commands/identify/forget.ts";
import { restoreParticles } from "#renderer/commands/particles/restore-particles.ts";
import { quoted } from "#renderer/commands/quoted.ts";
import { note, say, warn, withJob } from "#renderer/commands/run.ts";
import { continueFits } from "#renderer/commands/session/continue-fits.ts";
import { pictureOf, setAside } from "#renderer/commands/session/keep-session.ts";
import { ask } from "#renderer/commands/session/questions.ts";
import { contentsOf, restoreView } from "#renderer/commands/session/restore-view.ts";
import { inventoryOf } from "#renderer/commands/session/saved-entries.ts";
import { isEmpty, lastChange, viewOf } from "#renderer/commands/session/saved-view.ts";
import type { OpenableFile } from "#renderer/host/host.ts";
import { addToast } from "#renderer/stores/log.ts";
import type { MissingFile } from "#renderer/stores/project.ts";
import { isMap } from "#renderer/stores/scene.ts";
import type { Params, Result, Source } from "#workers/protocol.ts";

type Located = Params<"readProject">["located"];

/**
 * Saves the session as a project file. Maps are embedded when `includeMaps` is true and named by reference when it is
 * false; when null, those are embedded of which nobody knows where they lie.
 */
export async function saveProject(
  app: App,
  name?: string,
  includeMaps: boolean | null = null,
): Promise<void> {
  if (isEmpty(app)) {
    throw new AppError("input", "There is nothing to save; open a map, a model or particles first.");
  }
  const file = withSuffix(name ?? proposedName(app));
  const savedLine = lastChange(app);
  const thumbnail = await pictureOf(app);
  // A project holds no library.
  const { identify: _, ...kept } = viewOf(app);
  const view = { ...kept, name: file, unsaved: false };
  const { bytes, embedded, referenced } = await withJob(
    app,
    { title: `Saving ${file}`, kind: "other" },
    (job) => app.engine.call("writeProject", { view, thumbnail, includeMaps }, job),
  );
  await app.host.saveFile(file, bytes);
  app.stores.project.setState({ name: file, savedLine });
  say(app, `save ${quoted(file)}${includeMaps === null ? "" : ` includeMaps ${includeMaps}`}`);
  const maps = [
    embedded > 0 ? `${embedded} ${embedded === 1 ? "map" : "maps"} inside` : "",
    referenced > 0 ? `${referenced} by reference` : "",
  ];
  const text = `Saved ${file}, ${megabytes(bytes.length)}: ${maps.filter(Boolean).join(", ") || "no maps"}.`;
  note(app, text);
  addToast(app.stores.log, "note", text);
}

/** Asks for a name, and whether maps go along, and saves. */
export async function saveProjectAs(app: App): Promise<void> {
  const question = { kind: "save", name: proposedName(app), includeMaps: false } as const;
  const answer = await ask(app, question);
  if (answer.kind === "save") await saveProject(app, answer.name, answer.includeMaps ? true : null);
}

/** Opens a project in the place of everything open. What was not saved is kept as a session to restore. */
export async function openProject(app: App, file: OpenableFile): Promise<void> {
  const source = await file.source();
  const found = await app.engine.call("inspectProject", { source });
  const located = await locate(app, file.name, found.missing);
  await setAside(app);
  const read = await readProject(app, file, located, found);
  const { view, maps, models, left, notKept } = read;
  app.history.replace([], []);
  forgetIdentification(app);
  restoreView(app, view, inventoryOf(maps, models));
  app.stores.project.setState({ name: file.name });
  say(app, `open ${quoted(file.name)}`);
  app.stores.project.setState({ savedLine: lastChange(app) });
  for (const name of new Set(left)) warn(app, `${name} is not there: the project was opened without it.`);
  for (const what of notKept) note(app, `The project does not hold: ${what}.`);
  addToast(app.stores.log, "note", `Opened ${file.name}: ${contentsOf(view)}.`);
  continueFits(app, view.fits, false);
  await restoreParticles(app, view.particles);
}

/** Closes everything; what was not saved is kept as a session to restore. */
export async function closeProject(app: App): Promise<void> {
  await setAside(app);
  closeSession(app);
  app.stores.project.setState({ name: null, savedLine: app.stores.log.getState().nextId - 1 });
}

async function readProject(
  app: App,
  file: OpenableFile,
  located: Located,
  { missing }: Result<"inspectProject">,
): Promise<Result<"readProject">> {
  try {
    return await withJob(app, { title: `Opening ${file.name}`, kind: "open" }, async (job) =>
      app.engine.call("readProject", { source: await file.source(), located }, job),
    );
  } catch (thrown) {
    const error = asAppError(thrown);
    const wrong = missing.find((one) => one.file === error.detail["file"]);
    if (!wrong) throw error;
    const others = located.filter(({ file: n }) => n !== wrong.file);
    const again = await locateByUser(app, file.name, wrong, error.message);
    const all = again ? [...others, { file: wrong.file, source: again }] : others;
    return readProject(app, file, all, { missing } as Result<"inspectProject">);
  }
}

/** Files that the project names and does not hold: known here by name, else located by the user, else left out. */
async function locate(app: App, project: string, missing: readonly MissingFile[]): Promise<Located> {
  const located: Located = [];
  for (const one of missing) {
    const known = app.files.get(one.name) ?? app.host.startFiles.find(({ name }) => name === one.name);
    const source = known
      ? await known.source()
      : await locateByUser(app, project, one, "It is not among the files that are open here.");
    if (source) located.push({ file: one.file, source });
  }
  return located;
}

/** The user's choice: a file, or nothing. Throws `cancelled` when the project is not to be opened after all. */
async function locateByUser(
  app: App,
  project: string,
  file: MissingFile,
  reason: string,
): Promise<Source | undefined> {
  const answer = await ask(app, { kind: "missing", project, file, reason });
  if (answer.kind === "cancel") throw cancelled();
  return answer.kind === "file" ? answer.file.source() : undefined;
}

function proposedName(app: App): string {
  const { name } = app.stores.project.getState();
  const [map] = app.stores.scene.getState().entries.filter(isMap);
  const opened = map?.name ?? app.stores.particles.getState().star?.report.name ?? "session";
  return name ?? `${opened.replace(/\.(mrc|map|ccp4|star)(\.gz)?$/i, "")}.mapwright`;
}

function withSuffix(name: string): string {
  return /\.mapwright$/i.test(name) ? name : `${name}.mapwright`;
}

function megabytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
