import type { Arguments, ArgumentValue, SpecArgument } from "#core/command/arguments.ts";
import { mayBeSpec, readSpec } from "#core/command/spec-words.ts";
import {
  type ArgumentKind,
  type CommandSyntax,
  type CommandTable,
  isRepeated,
  kindText,
  type Positional,
  type Repeated,
  usageOf,
} from "#core/command/syntax.ts";
import { abbreviated, didYouMean, valueOfWord } from "#core/command/values.ts";
import { type Word, wordError } from "#core/command/words.ts";

/** A command that was understood. */
export interface ParsedCommand {
  /** As in the table. */
  readonly name: string;
  readonly args: Arguments;
}

type Single = number | boolean | string | readonly number[] | SpecArgument;

/**
 * Understands the words of one command. Command words and keywords may be abbreviated as long as they stay unique.
 * `names` are words that specs may use besides the built-in ones. Throws `input` with the place of the word that was
 * not understood.
 */
export function parseCommand(
  words: readonly Word[],
  table: CommandTable,
  names: readonly string[] = [],
): ParsedCommand {
  const name = findCommand(words, table);
  const reader = new ArgumentReader(name, table[name], words, names);
  return { name, args: reader.read() };
}

/** The command that the first words abbreviate. Throws `input` when there is none, or more. */
export function findCommand(words: readonly Word[], table: CommandTable): string {
  const first = words.at(0);
  if (!first) throw wordError("Write a command.", { start: 0, end: 0 });
  const names = Object.keys(table).map((name) => name.split(" "));
  const heads = [...new Set(names.map(([head]) => head))];
  const head = abbreviated(first.text, heads);
  if (head === undefined) throw wordError(noCommand(first.text, heads), first);
  const family = names.filter((name) => name[0] === head);
  const isBare = family.some((name) => name.length === 1);
  const matching = family
    .filter((name) => followsName(words, name, family, isBare))
    .sort((a, b) => b.length - a.length);
  if (matching.length > 0) return matching[0].join(" ");
  const second = words.at(1);
  const known = family.map((name) => name.slice(1).join(" "));
  const near = second ? didYouMean(second.text, known) : "";
  throw wordError(`After ${head} comes one of: ${known.join(", ")}.${near}`, second ?? first);
}

function noCommand(text: string, heads: readonly string[]): string {
  const similar = heads.filter((word) => word.startsWith(text.toLowerCase()));
  const advice =
    similar.length > 1
      ? ` It could be ${similar.join(", ")}.`
      : didYouMean(text, heads) || " Type help for the list.";
  return `There is no command "${text}".${advice}`;
}

/**
 * The first word stands for the family; of the others each must abbreviate its own. Where the first word alone is a
 * command too, short beginnings are its arguments: "select s" is no "select subtract".
 */
function followsName(
  words: readonly Word[],
  name: readonly string[],
  family: readonly (readonly string[])[],
  isBare: boolean,
): boolean {
  return name.slice(1).every((part, n) => {
    const text = words[n + 1]?.text.toLowerCase() ?? "";
    if (text === part) return true;
    if (!part.startsWith(text) || text.length < (isBare ? 3 : 1)) return false;
    const siblings = new Set(
      family
        .filter((other) => name.slice(0, n + 1).every((own, k) => own === other[k]))
        .map((other) => other[n + 1]),
    );
    return [...siblings].filter((other) => other?.startsWith(text)).length === 1;
  });
}

class ArgumentReader {
  private readonly values = new Map<string, ArgumentValue>();
  private readonly places = new Map<string, Word[]>();
  private at: number;
  private readonly name: string;
  private readonly syntax: CommandSyntax;
  private readonly words: readonly Word[];
  private readonly names: readonly string[];

  constructor(name: string, syntax: CommandSyntax, words: readonly Word[], names: readonly string[]) {
    this.name = name;
    this.syntax = syntax;
    this.words = words;
    this.names = names;
    this.at = name.split(" ").length;
  }

  read(): Arguments {
    const { positional = [] } = this.syntax;
    for (const place of positional) this.readPositional(place);
    const missing = positional.find(({ name, optional }) => !optional && !this.values.has(name));
    if (missing) {
      const last = this.words[this.words.length - 1];
      throw wordError(`${missing.name} is missing: ${usageOf(this.name, this.syntax)}`, last);
    }
    while (this.at < this.words.length) this.readKeyword();
    return { values: this.values, words: this.places };
  }

  private readPositional(place: Positional): void {
    const many: Single[] = [];
    while (this.at < this.words.length) {
      const word = this.words[this.at];
      const mayEnd = place.optional || many.length > 0;
      if (mayEnd && this.keywordOf(word) !== undefined && !this.startsSpec(place, word)) break;
      if (place.optional && !this.mayBe(place, word)) break;
      const value = this.take(place.name, place.kind);
      if (!place.repeated) {
        this.values.set(place.name, value);
        return;
      }
      many.push(value);
    }
    if (many.length > 0) this.values.set(place.name, { many });
  }

  private keywordOf({ text }: Word): string | undefined {
    return abbreviated(text, Object.keys(this.syntax.keywords ?? {}));
  }

  /** "sel" is a spec even where it abbreviates a keyword. */
  private startsSpec({ kind }: Positional, word: Word): boolean {
    return isSpecKind(kind) && mayBeSpec(word, this.names);
  }

  /** An optional choice or spec is skipped by a word that is none. */
  private mayBe({ kind }: Positional, word: Word): boolean {
    if (isSpecKind(kind)) return mayBeSpec(word, this.names);
    if (kind === "number" || kind === "integer") return /^[-+.\d]/.test(word.text);
    return typeof kind === "string" || abbreviated(word.text, kind) !== undefined;
  }

  private readKeyword(): void {
    const word = this.words[this.at];
    const { keywords = {} } = this.syntax;
    const name = this.keywordOf(word);
    if (name === undefined) throw wordError(this.unknown(word.text, Object.keys(keywords)), word);
    const kind = keywords[name];
    this.at++;
    if (kind === "flag") {
      this.places.set(name, [word]);
      this.values.set(name, true);
      return;
    }
    const own = isRepeated(kind) ? kind.many : kind;
    if (this.at >= this.words.length)
      throw wordError(`${name} needs a value after it: ${kindText(own)}.`, word);
    if (isRepeated(kind)) this.readMany(name, kind);
    else this.values.set(name, this.take(name, own));
  }

  private readMany(name: string, { many, inRow = false }: Repeated): void {
    const before = this.values.get(name);
    const values = typeof before === "object" && "many" in before ? [...before.many] : [];
    do values.push(this.take(name, many));
    while (inRow && this.at < this.words.length && this.keywordOf(this.words[this.at]) === undefined);
    this.values.set(name, { many: values });
  }

  private take(name: string, kind: ArgumentKind): Single {
    this.places.set(name, [...(this.places.get(name) ?? []), this.words[this.at]]);
    if (!isSpecKind(kind)) {
      const value = valueOfWord(this.words[this.at], kind);
      this.at++;
      return value;
    }
    const { argument, next } = readSpec(this.words, this.at, this.names);
    this.at = next;
    return argument;
  }

  private unknown(text: string, known: readonly string[]): string {
    if (known.length === 0) return `${this.name} does not know "${text}". It takes nothing more.`;
    return `${this.name} does not know "${text}".${didYouMean(text, known)} It takes ${known.join(", ")}.`;
  }
}

function isSpecKind(kind: ArgumentKind): kind is "entries" | "atoms" {
  return kind === "entries" || kind === "atoms";
}
