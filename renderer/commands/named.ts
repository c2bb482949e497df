import { type Arguments, type SpecArgument, specOf as specIn } from "#core/command/arguments.ts";
import { isNumbered } from "#core/command/spec/match-names.ts";
import { printSpec } from "#core/command/spec/print-spec.ts";
import type { Spec } from "#core/command/spec/spec.ts";
import { wordError } from "#core/command/words.ts";
import { AppError, asAppError } from "#core/errors.ts";
import { IDENTITY } from "#core/math/rigid.ts";
import type { AtomRanges } from "#core/structure/atom-ranges.ts";
import type { App } from "#renderer/commands/app.ts";
import { withoutNames } from "#renderer/commands/names.ts";
import {
  isMap,
  isModel,
  isPlaced,
  type MapEntry,
  type ModelEntry,
  type SceneEntry,
  specOf,
} from "#renderer/stores/scene.ts";
import type { OpenEntry, Result } from "#workers/protocol.ts";

/** What a spec names of an entry. */
export interface NamedPart {
  readonly entry: SceneEntry;
  /** Whether all of it is named; of a map always. */
  readonly isWhole: boolean;
  /** The atoms named; of a map none. */
  readonly ranges: AtomRanges;
  readonly atoms: number;
  readonly residues: number;
  readonly chains: number;
}

/**
 * The maps, models and copies that an argument names as wholes; none when it was not given. Throws `input`, pointing at
 * its words, when it names nothing or only parts.
 */
export function entriesOf(app: App, args: Arguments, name: string): readonly SceneEntry[] {
  const argument = specIn(args, name);
  if (!argument) return [];
  const { entries } = app.stores.scene.getState();
  const spec = withoutNames(app, argument.spec);
  const isNamed = wholeTest(spec, app.stores.selection.getState().picked);
  if (!isNamed) {
    throw wordError(
      "Name whole maps and models here, such as #1 or #2.1; chains and atoms cannot be chosen.",
      argument.word,
    );
  }
  const found = entries.filter(isNamed);
  if (found.length === 0) throw nothing(app, argument);
  return found;
}

/** All that is open, for commands that name nothing. Throws `input` when nothing is. */
export function everything(app: App): readonly SceneEntry[] {
  const { entries } = app.stores.scene.getState();
  if (entries.length > 0) return entries;
  throw new AppError("input", "Nothing is open yet.");
}

/** What an argument names as wholes, or everything open when it was left out. Throws as both. */
export function entriesOrAll(app: App, args: Arguments, name: string): readonly SceneEntry[] {
  return specIn(args, name) ? entriesOf(app, args, name) : everything(app);
}

/** The models that an argument names. Throws `input`, pointing at its words, when none of what it names is a model. */
export function modelsOf(app: App, args: Arguments, name: string): readonly ModelEntry[] {
  return ofKind(app, args, name, isModel, "model");
}

/** The maps that an argument names. Throws `input`, pointing at its words, when none of what it names is a map. */
export function mapsOf(app: App, args: Arguments, name: string): readonly MapEntry[] {
  return ofKind(app, args, name, isMap, "map");
}

function ofKind<T extends SceneEntry>(
  app: App,
  args: Arguments,
  name: string,
  test: (entry: SceneEntry) => entry is T,
  kind: string,
): readonly T[] {
  const named = entriesOf(app, args, name);
  const found = named.filter(test);
  const argument = specIn(args, name);
  if (found.length > 0 || !argument) return found;
  throw noneOfKind(app, argument, test, kind);
}

function noneOfKind(
  app: App,
  { word }: SpecArgument,
  test: (entry: SceneEntry) => boolean,
  kind: string,
): AppError {
  const known = app.stores.scene.getState().entries.filter(test).map(specOf).join(", ");
  const advice = known === "" ? `no ${kind} is open; open one first.` : `write one, such as ${known}.`;
  return wordError(`${word.text} names no ${kind}: ${advice}`, word);
}

/** A model and the atoms of it that were named; without `atoms` all of it. `text` names the same again. */
export interface ModelPart {
  readonly model: ModelEntry;
  readonly atoms?: AtomRanges;
  readonly text: string;
}

/**
 * The models that an argument names, or parts of them. Throws `input`, pointing at its words, when none of what it names
 * is a model.
 */
export async function modelPartsOf(app: App, args: Arguments, name: string): Promise<readonly ModelPart[]> {
  const argument = specIn(args, name);
  if (!argument) return [];
  const named = await partsOf(app, argument);
  const found = named.flatMap(({ entry, isWhole, ranges }): ModelPart[] => {
    if (!isModel(entry)) return [];
    if (isWhole) return [wholeModel(entry)];
    return [{ model: entry, atoms: ranges, text: partText(argument, entry, named.length) }];
  });
  if (found.length === 0) throw noneOfKind(app, argument, isModel, "model");
  return found;
}

/** A spec of several models names a part of one of them together with it. */
function partText({ word }: SpecArgument, entry: SceneEntry, models: number): string {
  return models === 1 ? word.text : `${specOf(entry)} & (${word.text})`;
}

/**
 * What an argument names of everything open, atoms too, in the order of the entries. Throws `input`, pointing at its
 * words, when it names nothing.
 */
export async function partsOf(app: App, argument: SpecArgument): Promise<readonly NamedPart[]> {
  const parts = await findParts(app, argument);
  if (parts.length === 0) throw nothing(app, argument);
  return parts;
}

/** All of a model. */
export function wholeModel(model: ModelEntry): ModelPart {
  return { model, text: specOf(model) };
}

/** As `partsOf`, and nothing is no error. */
export async function findParts(app: App, argument: SpecArgument): Promise<readonly NamedPart[]> {
  const { entries } = app.stores.scene.getState();
  const { atoms } = app.stores.selection.getState();
  const wanted = withoutNames(app, argument.spec);
  const isNamed = Object.keys(atoms).length === 0 ? wholeTest(wanted, pickedIn(app)) : null;
  if (isNamed) return entries.filter(isNamed).map((entry) => wholePart(app, entry));
  try {
    const spec = printSpec(wanted);
    const { choices } = await app.engine.call("choose", { spec, open: openEntries(app) });
    return partsFrom(app, entries, choices);
  } catch (thrown) {
    const error = asAppError(thrown);
    throw error.code === "input" ? wordError(error.message, argument.word) : error;
  }
}

/** What the engine chose of the entries it was told of. */
export function partsFrom(
  app: App,
  entries: readonly SceneEntry[],
  choices: Result<"choose">["choices"],
): NamedPart[] {
  return choices.flatMap(({ isNamed, ranges, ...counts }, n) => {
    const entry = entries[n];
    if (!isNamed || !entry) return [];
    return [{ entry, ranges, ...counts, isWhole: isMap(entry) || counts.atoms === atomsIn(app, entry) }];
  });
}

/** Everything open, as the engine is told of it. */
export function openEntries(app: App): OpenEntry[] {
  return app.stores.scene.getState().entries.map((entry) => openEntry(app, entry));
}

/** All of an entry. */
function wholePart(app: App, entry: SceneEntry): NamedPart {
  const count = atomsIn(app, entry);
  const { residues = 0, chains = [] } = modelOf(app, entry) ?? {};
  const ranges = count > 0 ? [0, count] : [];
  return { entry, isWhole: true, ranges, atoms: count, residues, chains: chains.length };
}

function pickedIn(app: App): readonly string[] {
  return app.stores.selection.getState().picked;
}

type EntryTest = (entry: SceneEntry) => boolean;

/** A test for entries when a spec names wholes only; null when it asks for parts. */
function wholeTest(spec: Spec, picked: readonly string[]): EntryTest | null {
  switch (spec.kind) {
    case "word":
      if (spec.word === "all") return () => true;
      return spec.word === "sel" ? (entry) => picked.includes(specOf(entry)) : null;
    case "path":
      if (spec.models.some(({ chains }) => chains.length > 0)) return null;
      return (entry) => spec.models.some(({ numbers }) => isNumbered(numbers, idOf(entry)));
    case "not": {
      const test = wholeTest(spec.of, picked);
      return test && ((entry) => !test(entry));
    }
    case "and":
    case "or": {
      const tests = spec.of.map((one) => wholeTest(one, picked));
      if (!tests.every((test) => test !== null)) return null;
      return spec.kind === "and"
        ? (entry) => tests.every((test) => test(entry))
        : (entry) => tests.some((test) => test(entry));
    }
    case "zone":
      return null;
    default:
      throw spec satisfies never;
  }
}

function openEntry(app: App, entry: SceneEntry): OpenEntry {
  const { picked, atoms } = app.stores.selection.getState();
  const spec = specOf(entry);
  const part = atoms[spec];
  return {
    id: idOf(entry),
    model: isMap(entry) ? null : isPlaced(entry) ? entry.model : entry.id,
    motion: isMap(entry) ? IDENTITY : entry.motion,
    selected: part ? [...part] : picked.includes(spec),
  };
}

function idOf(entry: SceneEntry): number[] {
  return isPlaced(entry) ? [entry.number, entry.copy] : [entry.number];
}

function atomsIn(app: App, entry: SceneEntry): number {
  return modelOf(app, entry)?.atoms ?? 0;
}

/** The model that an entry shows. */
function modelOf(app: App, entry: SceneEntry): Extract<SceneEntry, { kind: "model" }> | undefined {
  if (entry.kind === "model") return entry;
  if (entry.kind === "map") return undefined;
  const { entries } = app.stores.scene.getState();
  return entries.find((one) => one.kind === "model" && one.id === entry.model) as
    | Extract<SceneEntry, { kind: "model" }>
    | undefined;
}

function nothing(app: App, { spec, word }: SpecArgument): AppError {
  const { entries } = app.stores.scene.getState();
  if (entries.length === 0) return wordError("Nothing is open yet.", word);
  if (spec.kind === "word" && spec.word === "sel") {
    return wordError("Nothing is selected; Ctrl-click something in the scene, or use select.", word);
  }
  if (spec.kind === "word" || !wholeTest(spec, [])) {
    return wordError(`${word.text} names nothing of what is open.`, word);
  }
  return wordError(`${word.text} is not open; open are ${entries.map(specOf).join(", ")}.`, word);
}
