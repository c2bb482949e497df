import { AppError } from "#core/errors.ts";
import { type Matrix3, quaternionOf, type Rigid } from "#core/math/rigid.ts";
import type { CandidateDocument } from "#core/report/identify/identify-document.ts";
import type { App } from "#renderer/commands/app.ts";
import { modelEntry } from "#renderer/commands/entries.ts";
import { quoted } from "#renderer/commands/quoted.ts";
import { releaser } from "#renderer/commands/releaser.ts";
import { say } from "#renderer/commands/run.ts";
import { addEntries, type ModelEntry, modelById, removeEntries } from "#renderer/stores/scene.ts";
import type { ModelId } from "#workers/protocol.ts";

/** The candidates of the ranking, best first. */
function candidatesOf(app: App): readonly CandidateDocument[] {
  return app.stores.identify.getState().answer?.document.candidates ?? [];
}

/** Chooses a candidate and shows it where it was placed, instead of the one shown before unless that was kept. */
export async function showCandidate(app: App, name: string): Promise<void> {
  const candidate = find(app, name);
  const { identify, selection } = app.stores;
  identify.setState({ chosen: name });
  if (identify.getState().shown?.name === name) return;
  const model = await modelOf(app, candidate);
  // Another was chosen while this one was read.
  if (identify.getState().chosen !== name) return;
  const before = takeAway(app);
  const scene = app.stores.scene.getState();
  const entry: ModelEntry = {
    ...modelEntry(scene, model),
    name,
    source: { file: candidate.file, chain: null },
    motion: motionOf(candidate),
    ...(before && { number: before.number, look: before.look }),
  };
  addEntries(app.stores.scene, [entry]);
  identify.setState({ shown: { name, model: entry.id } });
  selection.setState({ model: entry.id });
}

/** The same with its line in the log: for a choice, not for every step of an arrow key. */
export async function chooseCandidate(app: App, name: string): Promise<void> {
  await showCandidate(app, name);
  say(app, `identify show ${quoted(name)}`);
}

/** Keeps a candidate: it stays in the scene where it was placed. Can be undone. */
export async function keepCandidate(app: App, name: string): Promise<void> {
  const { identify } = app.stores;
  if (identify.getState().marks[name] === "keep") return;
  await showCandidate(app, name);
  const { shown } = identify.getState();
  const entry = shown && modelById(app.stores.scene.getState(), shown.model);
  if (!entry) return;
  const before = identify.getState().marks[name];
  const mark = (next: "keep" | typeof before) => setMark(app, name, next);
  identify.setState({ shown: null });
  mark("keep");
  say(app, `identify keep ${quoted(name)}`);
  app.history.push({
    label: `keep ${name}`,
    undo: () => {
      removeEntries(app.stores.scene, [entry]);
      mark(before);
    },
    redo: () => {
      addEntries(app.stores.scene, [entry]);
      mark("keep");
    },
    made: [entry.id],
  });
}

/** Rejects a candidate, or takes that back. It counts when the ranking is made the next time. Can be undone. */
export function rejectCandidate(app: App, name: string): void {
  find(app, name);
  const before = app.stores.identify.getState().marks[name];
  const after = before === "reject" ? undefined : "reject";
  const redo = () => setMark(app, name, after);
  redo();
  say(app, `identify reject ${quoted(name)}`);
  app.history.push({ label: `reject ${name}`, undo: () => setMark(app, name, before), redo });
}

function setMark(app: App, name: string, mark: "keep" | "reject" | undefined): void {
  app.stores.identify.setState(({ marks }) => {
    const { [name]: _, ...others } = marks;
    return { marks: mark === undefined ? others : { ...others, [name]: mark } };
  });
}

/** Takes the candidate that is only looked at out of the scene. */
function takeAway(app: App): ModelEntry | undefined {
  const { identify, scene } = app.stores;
  const { shown } = identify.getState();
  const entry = shown ? modelById(scene.getState(), shown.model) : undefined;
  if (entry) {
    removeEntries(scene, [entry]);
    releaser(app.engine)([entry.id as ModelId]);
  }
  identify.setState({ shown: null });
  return entry;
}

/** The model of a candidate's file that carries its name, or holds it: the first. */
async function modelOf(app: App, { file, name }: CandidateDocument) {
  const { held } = app.stores.identify.getState();
  if (held === null) throw new AppError("input", `${file} is not at hand any more; drop the library again.`);
  const { models } = await app.engine.call("openCandidate", { library: held, file });
  const [first] = models;
  const own = models.find((model) => model.name === name) ?? first;
  if (!own) throw new AppError("format", `${file} holds no model.`);
  releaser(app.engine)(models.filter((model) => model !== own).map(({ id }) => id));
  return own;
}

function motionOf({ rotation, translation }: CandidateDocument): Rigid {
  return { rotation: quaternionOf(rotation as Matrix3), shift: translation };
}

function find(app: App, name: string): CandidateDocument {
  const found = candidatesOf(app).find((one) => one.name === name);
  if (found) return found;
  throw new AppError("input", `There is no candidate ${name} in the ranking.`);
}
