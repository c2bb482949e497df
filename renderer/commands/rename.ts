import type { App } from "#renderer/commands/app.ts";
import { requireFree } from "#renderer/commands/make-models.ts";
import { quoted } from "#renderer/commands/quoted.ts";
import { say } from "#renderer/commands/run.ts";
import { addEntries, changeShared, removeEntries, type SceneEntry, specOf } from "#renderer/stores/scene.ts";

/** Gives an entry another name. Can be undone. */
export function renameEntry(app: App, entry: SceneEntry, name: string): void {
  const wanted = name.trim();
  if (wanted === "" || wanted === entry.name) return;
  const spec = specOf(entry);
  const set = (next: string) => changeShared(app.stores.scene, spec, { name: next });
  set(wanted);
  const command = `rename ${spec} ${quoted(wanted)}`;
  say(app, command);
  app.history.push({ label: command, undo: () => set(entry.name), redo: () => set(wanted) });
}

/** Gives a map or a model, with its copies, another number. Can be undone. Throws `input` when it is taken. */
export function renumberEntry(app: App, entry: SceneEntry, number: number): void {
  if (number === entry.number) return;
  requireFree(app, number);
  const from = entry.number;
  const command = `rename ${specOf(entry)} id #${number}`;
  renumber(app, from, number);
  say(app, command);
  app.history.push({
    label: command,
    undo: () => renumber(app, number, from),
    redo: () => renumber(app, from, number),
  });
}

/** Changes a number wherever it stands: in the list of what is open and in the selection. */
function renumber({ stores: { scene, selection } }: App, from: number, to: number): void {
  const own = scene.getState().entries.filter((entry) => entry.number === from);
  const specs = new Map(own.map((entry) => [specOf(entry), specOf({ ...entry, number: to })]));
  const renamed = (spec: string) => specs.get(spec) ?? spec;
  removeEntries(scene, own);
  addEntries(
    scene,
    own.map((entry) => ({ ...entry, number: to })),
  );
  selection.setState(({ picked, atoms }) => ({
    picked: picked.map(renamed),
    atoms: Object.fromEntries(Object.entries(atoms).map(([spec, ranges]) => [renamed(spec), ranges])),
    narrower: [],
  }));
}
