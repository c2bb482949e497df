import { parseSpec } from "#core/command/spec/parse-spec.ts";
import type { App } from "#renderer/commands/app.ts";
import { findParts, type NamedPart, openEntries, partsFrom } from "#renderer/commands/named.ts";
import { namesIn } from "#renderer/commands/names.ts";
import { note, say } from "#renderer/commands/run.ts";
import { tableOf } from "#renderer/stores/fits.ts";
import { grouped } from "#renderer/stores/format.ts";
import { isMap, isModel, type SceneEntry, specOf } from "#renderer/stores/scene.ts";
import type { SelectionState } from "#renderer/stores/selection.ts";

/** Selects an entry, or with `toggle` changes whether it is selected; the panels then talk about it. */
export function selectEntry(app: App, entry: SceneEntry, toggle = false): void {
  const { picked, atoms } = app.stores.selection.getState();
  const spec = specOf(entry);
  const isWhole = picked.includes(spec) && !atoms[spec];
  const { [spec]: _, ...others } = atoms;
  const rest = picked.filter((other) => other !== spec);
  if (!toggle) set(app, { picked: [spec], atoms: {} });
  else set(app, { picked: isWhole ? rest : [...rest, spec], atoms: others });
  const way = toggle ? (isWhole ? "subtract " : "add ") : "";
  say(app, `select ${way}${spec}`);
  talkAbout(app, entry);
}

/** Selects what was named and writes the command that repeats it. */
export function selectParts(app: App, parts: readonly NamedPart[], command: string): void {
  set(app, selectionOf(parts));
  say(app, command);
  note(app, selectionText(parts));
  const [only] = parts;
  if (only && parts.length === 1) talkAbout(app, only.entry);
}

export function clearSelection(app: App): void {
  set(app, { picked: [], atoms: {} });
  say(app, "select clear");
}

/** Widens the selection: to residues, chains, models, everything. */
export async function widen(app: App): Promise<void> {
  const { picked, atoms, narrower } = app.stores.selection.getState();
  say(app, "select up");
  if (picked.length === 0) {
    note(app, "Nothing is selected; Ctrl-click something in the scene, or use select.");
    return;
  }
  const { entries } = app.stores.scene.getState();
  const { choices } = await app.engine.call("widen", { open: openEntries(app) });
  const parts = partsFrom(app, entries, choices);
  set(app, selectionOf(parts), [...narrower, { picked, atoms }]);
  note(app, selectionText(parts));
}

/** Takes the last widening back. */
export function narrow(app: App): void {
  const { narrower } = app.stores.selection.getState();
  const before = narrower.at(-1);
  say(app, "select down");
  if (before) set(app, before, narrower.slice(0, -1));
  else note(app, "The selection has not been widened; there is nothing to narrow to.");
}

/**
 * What Ctrl-click or a rectangle in the scene does: selects what was pointed at, or with `toggle` changes whether it is
 * selected. null is the ground.
 */
export async function pickSpec(app: App, spec: string | null, toggle: boolean): Promise<void> {
  const entry = app.stores.scene.getState().entries.find((one) => specOf(one) === spec);
  if (entry) selectEntry(app, entry, toggle);
  else if (spec === null) {
    if (!toggle) clearSelection(app);
  } else await app.execute(`select ${toggle ? await wayToToggle(app, spec) : ""}${spec}`);
}

/** "subtract " when all of it is selected already, else "add ". */
async function wayToToggle(app: App, spec: string): Promise<string> {
  const count = async (text: string) => {
    const word = { text, start: 0, end: 0 };
    const parts = await findParts(app, { spec: parseSpec(text, namesIn(app)), word });
    return parts.reduce((sum, { atoms }) => sum + atoms, 0);
  };
  const [all, selected] = [await count(spec), await count(`sel & (${spec})`)];
  return all > 0 && all === selected ? "subtract " : "add ";
}

/** "42 atoms, 5 residues of #1, #2 selected". */
function selectionText(parts: readonly NamedPart[]): string {
  if (parts.length === 0) return "Nothing is selected.";
  const sum = (name: "atoms" | "residues") => parts.reduce((total, part) => total + part[name], 0);
  const names = parts.map(({ entry }) => specOf(entry)).join(", ");
  const [atoms, residues] = [sum("atoms"), sum("residues")];
  if (atoms === 0) return `${names} selected.`;
  return `${counted(atoms, "atom")}, ${counted(residues, "residue")} of ${names} selected.`;
}

function counted(count: number, thing: string): string {
  return `${grouped(count)} ${thing}${count === 1 ? "" : "s"}`;
}

function selectionOf(parts: readonly NamedPart[]): Pick<SelectionState, "picked" | "atoms"> {
  const partial = parts.filter(({ isWhole }) => !isWhole);
  return {
    picked: parts.map(({ entry }) => specOf(entry)),
    atoms: Object.fromEntries(partial.map(({ entry, ranges }) => [specOf(entry), ranges])),
  };
}

function set(
  app: App,
  { picked, atoms }: Pick<SelectionState, "picked" | "atoms">,
  narrower: SelectionState["narrower"] = [],
): void {
  app.stores.selection.setState({ picked, atoms, narrower });
}

/** Makes an entry the one the panels talk about. */
function talkAbout({ stores: { selection, fits } }: App, entry: SceneEntry): void {
  if (isMap(entry)) selection.setState({ map: entry.id });
  else if (isModel(entry)) {
    selection.setState({ model: entry.id });
    if (tableOf(fits.getState(), entry.id)) selection.setState({ table: entry.id });
  }
}
