import { findCommand } from "#core/command/parse.ts";
import { SPEC_WORDS } from "#core/command/spec/spec.ts";
import { type ArgumentKind, type CommandTable, isRepeated, usageOf } from "#core/command/syntax.ts";
import { splitLine, type Word } from "#core/command/words.ts";

/** What the last word of a line may become: command words at its beginning, keywords and choices after it. */
export function completions(line: string, table: CommandTable): string[] {
  const typed = /[^\s;]*$/.exec(line)?.[0] ?? "";
  const before = wordsBefore(line.slice(0, line.length - typed.length));
  const start = (word: string) => word.toLowerCase().startsWith(typed.toLowerCase());
  const depth = before.length;
  const parts = Object.keys(table)
    .map((name) => name.split(" "))
    .filter((name) => name.length > depth && before.every(({ text }, n) => name[n] === text))
    .map((name) => name[depth]);
  const others = depth > 0 ? wordsAfter(before, table) : [];
  return [...new Set([...parts, ...others])].filter(start).sort();
}

/** How the command being typed is used, and what it does; null while it is not known. */
export function hintFor(line: string, table: CommandTable): { usage: string; summary: string } | null {
  const words = wordsBefore(line);
  try {
    const name = findCommand(words, table);
    return { usage: usageOf(name, table[name]), summary: table[name].summary };
  } catch {
    return null;
  }
}

function wordsBefore(text: string): Word[] {
  try {
    return /;\s*$/.test(text) ? [] : (splitLine(text).at(-1) ?? []);
  } catch {
    return [];
  }
}

function wordsAfter(words: readonly Word[], table: CommandTable): readonly string[] {
  try {
    const name = findCommand(words, table);
    const { positional = [], keywords = {} } = table[name];
    const last = words[words.length - 1].text;
    const value = Object.hasOwn(keywords, last) ? keywords[last] : undefined;
    if (value !== undefined && value !== "flag") return valuesOf(isRepeated(value) ? value.many : value);
    const choices = positional.flatMap(({ kind }) => (typeof kind === "string" ? [] : kind));
    const first = positional.at(0);
    const isFirst = words.length === name.split(" ").length || /[&|~(]$/.test(last);
    return [...choices, ...Object.keys(keywords), ...(first && isFirst ? valuesOf(first.kind) : [])];
  } catch {
    return [];
  }
}

function valuesOf(kind: ArgumentKind): readonly string[] {
  if (typeof kind !== "string") return kind;
  if (kind === "boolean") return ["true", "false"];
  if (kind === "switch") return ["true", "false", "toggle"];
  if (kind === "atoms") return Object.keys(SPEC_WORDS);
  return kind === "entries" ? ["all", "sel"] : [];
}
