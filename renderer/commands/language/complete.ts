import type { Definition } from "#renderer/commands/language/definition.ts";
import { findDefinition } from "#renderer/commands/language/parse.ts";
import { splitLine } from "#renderer/commands/language/words.ts";

/** What the last word of a line may become: command words at its beginning, keywords after it. */
export function completions(line: string, definitions: readonly Definition[]): string[] {
  const typed = /\S*$/.exec(line)?.[0] ?? "";
  const before = wordsBefore(line.slice(0, line.length - typed.length));
  const start = (word: string) => word.toLowerCase().startsWith(typed.toLowerCase());
  const depth = before.length;
  const parts = definitions
    .map(({ name }) => name.split(" "))
    .filter((name) => name.length > depth && before.every(({ text }, n) => name[n] === text))
    .map((name) => name[depth] ?? "");
  const keywords = depth > 0 ? keywordsAfter(before, definitions) : [];
  return [...new Set([...parts, ...keywords])].filter(start).sort();
}

function wordsBefore(text: string): ReturnType<typeof splitLine>[number] {
  try {
    return /;\s*$/.test(text) ? [] : (splitLine(text).at(-1) ?? []);
  } catch {
    return [];
  }
}

function keywordsAfter(words: ReturnType<typeof wordsBefore>, definitions: readonly Definition[]): string[] {
  try {
    const { positional = [], keywords = {} } = findDefinition(words, definitions);
    const choices = positional.flatMap(({ kind }) => (typeof kind === "string" ? [] : kind));
    return [...choices, ...Object.keys(keywords)];
  } catch {
    return [];
  }
}
