import type { SpecArgument } from "#core/command/arguments.ts";
import { looksLikeSpec, parseSpec } from "#core/command/spec/parse-spec.ts";
import { type Word, wordError } from "#core/command/words.ts";
import { type AppError, asAppError } from "#core/errors.ts";

/** Signs with which a spec goes on in the next word, and signs after which it must. */
const GOES_ON = /^([&|)]|[#/:@][<>])/;
const UNFINISHED = /([&|~(]|[#/:@][<>])$/;

/**
 * Reads the spec that begins with a word, as many words as belong to it: "#1 & ~ligand", "(#1 | #2) @< 5". Throws
 * `input`, pointing at what was not understood.
 */
export function readSpec(
  words: readonly Word[],
  from: number,
  names: readonly string[],
): { readonly argument: SpecArgument; readonly next: number } {
  let next = from + 1;
  while (next < words.length && goesOn(words, from, next)) next++;
  const own = words.slice(from, next);
  const text = own.map((word) => word.text).join(" ");
  const last = own[own.length - 1];
  try {
    const spec = parseSpec(text, names);
    return { argument: { spec, word: { text, start: own[0].start, end: last.end } }, next };
  } catch (thrown) {
    throw placed(asAppError(thrown), own);
  }
}

/** Whether a word that may be left out is meant as a spec. */
export function mayBeSpec(word: Word, names: readonly string[]): boolean {
  return looksLikeSpec(word.text, names);
}

function goesOn(words: readonly Word[], from: number, next: number): boolean {
  const before = words.slice(from, next);
  const open = before.reduce((sum, { text }) => sum + count(text, "(") - count(text, ")"), 0);
  return open > 0 || GOES_ON.test(words[next].text) || UNFINISHED.test(before[before.length - 1].text);
}

function count(text: string, sign: string): number {
  return text.split(sign).length - 1;
}

/** The error of a spec, pointing into the line. */
function placed(error: AppError, words: readonly Word[]): AppError {
  const { start, end } = error.detail;
  if (typeof start !== "number" || typeof end !== "number") return error;
  return wordError(error.message, { start: columnOf(words, start), end: columnOf(words, end) });
}

/** Where in the line a place in the joined words stands; quotes around a word shift it by one. */
function columnOf(words: readonly Word[], offset: number): number {
  let left = offset;
  for (const { text, start, end } of words) {
    const quote = end - start > text.length ? 1 : 0;
    if (left <= text.length) return start + quote + left;
    left -= text.length + 1;
  }
  return words[words.length - 1].end;
}
