import type { App } from "#renderer/commands/app.ts";
import type {
  ArgumentKind,
  Arguments,
  ArgumentValue,
  Definition,
  Positional,
} from "#renderer/commands/language/definition.ts";
import { usageOf } from "#renderer/commands/language/definition.ts";
import { abbreviated, valueOfWord } from "#renderer/commands/language/values.ts";
import { type Word, wordError } from "#renderer/commands/language/words.ts";

/** A command that was understood. */
export interface ParsedCommand {
  readonly definition: Definition;
  readonly args: Arguments;
}

/**
 * Understands the words of one command. Command words and keywords may be abbreviated as long as they stay unique.
 * Throws `input` with the place of the word that was not understood.
 */
export function parseCommand(
  app: App,
  words: readonly Word[],
  definitions: readonly Definition[],
): ParsedCommand {
  const definition = findDefinition(words, definitions);
  const rest = words.slice(definition.name.split(" ").length);
  return { definition, args: { values: readArguments(app, definition, rest, words) } };
}

/** The command that the first words abbreviate. */
export function findDefinition(words: readonly Word[], definitions: readonly Definition[]): Definition {
  const [first] = words;
  if (!first) throw wordError("Write a command.", { start: 0, end: 0 });
  const heads = [...new Set(definitions.map(({ name }) => name.split(" ")[0] ?? ""))];
  const head = abbreviated(first.text, heads);
  if (head === undefined) {
    const similar = heads.filter((word) => word.startsWith(first.text.toLowerCase()));
    const advice = similar.length > 1 ? `It could be ${similar.join(", ")}.` : "Type help for the list.";
    throw wordError(`There is no command "${first.text}". ${advice}`, first);
  }
  const family = definitions.filter(({ name }) => name.split(" ")[0] === head);
  const matching = family
    .filter(({ name }) => followsName(words, name.split(" ")))
    .sort((a, b) => b.name.split(" ").length - a.name.split(" ").length);
  if (matching[0]) return matching[0];
  const second = words[1];
  const known = family.map(({ name }) => name.split(" ").slice(1).join(" ")).join(", ");
  throw wordError(`After ${head} comes one of: ${known}.`, second ?? first);
}

/** The first word stands for the family; of the others each must abbreviate its own. */
function followsName(words: readonly Word[], name: readonly string[]): boolean {
  return name.slice(1).every((part, n) => {
    const text = words[n + 1]?.text.toLowerCase() ?? "";
    return text.length > 0 && part.startsWith(text) && (text.length > 2 || text === part);
  });
}

function readArguments(
  app: App,
  definition: Definition,
  words: readonly Word[],
  all: readonly Word[],
): Map<string, ArgumentValue> {
  const { positional = [], keywords = {} } = definition;
  const values = new Map<string, ArgumentValue>();
  let at = 0;
  for (const place of positional) at = readPositional(app, place, words, at, Object.keys(keywords), values);
  const missing = positional.find(({ name, optional }) => !optional && !values.has(name));
  if (missing)
    throw wordError(`${missing.name} is missing: ${usageOf(definition)}`, all.at(-1) ?? { start: 0, end: 0 });
  while (at < words.length) at = readKeyword(app, keywords, words, at, values, definition);
  return values;
}

function readPositional(
  app: App,
  place: Positional,
  words: readonly Word[],
  from: number,
  keywords: readonly string[],
  values: Map<string, ArgumentValue>,
): number {
  let at = from;
  const texts: string[] = [];
  for (let word = words[at]; word; word = words[at]) {
    const endsHere = (place.optional || texts.length > 0) && abbreviated(word.text, keywords) !== undefined;
    if (endsHere || !mayBe(place, word)) break;
    const value = valueOfWord(app, word, place.kind);
    at++;
    if (!place.repeated) {
      values.set(place.name, value);
      return at;
    }
    texts.push(String(value));
  }
  if (texts.length > 0) values.set(place.name, texts);
  return at;
}

/** An optional choice is skipped by a word that is none of it. */
function mayBe({ kind, optional }: Positional, word: Word): boolean {
  if (!optional || typeof kind === "string") return true;
  return abbreviated(word.text, kind) !== undefined;
}

function readKeyword(
  app: App,
  keywords: Readonly<Record<string, ArgumentKind>>,
  words: readonly Word[],
  at: number,
  values: Map<string, ArgumentValue>,
  definition: Definition,
): number {
  const word = words[at];
  if (!word) return words.length;
  const name = abbreviated(word.text, Object.keys(keywords));
  const kind = name === undefined ? undefined : keywords[name];
  if (name === undefined || kind === undefined) {
    const known = Object.keys(keywords);
    const advice = known.length > 0 ? `It takes ${known.join(", ")}.` : "It takes nothing more.";
    throw wordError(`${definition.name} does not know "${word.text}". ${advice}`, word);
  }
  if (kind === "flag") {
    values.set(name, true);
    return at + 1;
  }
  const next = words[at + 1];
  if (!next) throw wordError(`${name} needs a value after it.`, word);
  values.set(name, valueOfWord(app, next, kind));
  return at + 2;
}
