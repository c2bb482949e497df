import type { ArgumentValue } from "#core/command/arguments.ts";
import { COLOR_SCHEMES, COLORS } from "#core/command/colors.ts";
import { nearestName } from "#core/command/nearest-name.ts";
import type { ArgumentKind } from "#core/command/syntax.ts";
import { type Word, wordError } from "#core/command/words.ts";
import { unreachable } from "#core/errors.ts";

const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  t: true,
  1: true,
  false: false,
  f: false,
  0: false,
};

const AXES: Readonly<Record<string, readonly number[]>> = { x: [1, 0, 0], y: [0, 1, 0], z: [0, 0, 1] };

/** A kind whose values are single words; specs may be several. */
export type WordKind = Exclude<ArgumentKind, "entries" | "atoms">;

/** The value of a word as an argument of a kind. Throws `input`, pointing at the word. */
export function valueOfWord(word: Word, kind: WordKind): Exclude<ArgumentValue, { many: unknown }> {
  if (typeof kind !== "string") return choice(word, kind);
  switch (kind) {
    case "number":
    case "integer":
      return numberFrom(word, kind === "integer");
    case "boolean":
      return booleanFrom(word);
    case "switch":
      return abbreviated(word.text, ["toggle"]) !== undefined && word.text.length > 1
        ? "toggle"
        : booleanFrom(word);
    case "text":
      return word.text;
    case "color":
      return colorFrom(word);
    case "axis":
      return axisFrom(word);
    case "point":
      return vectorFrom(word);
    case "numbers":
      return listFrom(word);
    case "flag":
      return true;
    default:
      throw unreachable(kind);
  }
}

/** The one word of a list that a word abbreviates; an exact one wins. Undefined when there is none or more. */
export function abbreviated(text: string, words: readonly string[]): string | undefined {
  const wanted = text.toLowerCase();
  const exact = words.find((word) => word.toLowerCase() === wanted);
  if (exact !== undefined) return exact;
  const matches = words.filter((word) => word.toLowerCase().startsWith(wanted));
  return wanted !== "" && matches.length === 1 ? matches[0] : undefined;
}

/** " Did you mean volume?" or nothing. */
export function didYouMean(text: string, words: readonly string[]): string {
  const near = nearestName(text, words);
  return near === null ? "" : ` Did you mean ${near}?`;
}

function choice(word: Word, words: readonly string[]): string {
  const found = abbreviated(word.text, words);
  if (found === undefined) throw wordError(`Expected ${words.join(", ")} instead of "${word.text}".`, word);
  return found;
}

function numberFrom(word: Word, isWhole: boolean): number {
  const value = Number(word.text);
  if (word.text === "" || !Number.isFinite(value))
    throw wordError(`Expected a number instead of "${word.text}".`, word);
  if (isWhole && !Number.isInteger(value))
    throw wordError(`Expected a whole number instead of ${word.text}.`, word);
  return value;
}

function booleanFrom(word: Word): boolean {
  const text = word.text.toLowerCase();
  const value = BOOLEANS[abbreviated(text, Object.keys(BOOLEANS)) ?? ""];
  if (value === undefined) throw wordError(`Expected true or false instead of "${word.text}".`, word);
  return value;
}

/** "x", "-x", "x,y,z". A vector must have a direction. */
function axisFrom(word: Word): readonly number[] {
  const named = AXES[word.text.replace(/^-/, "").toLowerCase()];
  if (named) return word.text.startsWith("-") ? named.map((x) => 0 - x) : named;
  const vector = numbersFrom(word.text);
  if (vector?.length !== 3) {
    throw wordError(`Expected an axis such as x, y, z, -z or 1,0,0.5 instead of "${word.text}".`, word);
  }
  if (Math.hypot(...vector) === 0) throw wordError("An axis needs a length; 0,0,0 points nowhere.", word);
  return vector;
}

function vectorFrom(word: Word): readonly number[] {
  const point = numbersFrom(word.text);
  if (point?.length !== 3)
    throw wordError(`Expected a point such as 10,20.5,-3 (x,y,z in Å) instead of "${word.text}".`, word);
  return point;
}

function listFrom(word: Word): readonly number[] {
  const numbers = numbersFrom(word.text);
  if (!numbers) throw wordError(`Expected numbers such as 1,2.5,3 instead of "${word.text}".`, word);
  return numbers;
}

function numbersFrom(text: string): number[] | undefined {
  const parts = text.split(",");
  const numbers = parts.map(Number);
  return parts.every((part) => part.trim() !== "") && numbers.every(Number.isFinite) ? numbers : undefined;
}

function colorFrom(word: Word): string {
  const text = word.text.toLowerCase();
  if (/^#[0-9a-f]{6}$/.test(text)) return text;
  if (/^#[0-9a-f]{3}$/.test(text)) return text.replace(/[0-9a-f]/g, (digit) => digit + digit);
  const named = Object.hasOwn(COLORS, text) ? COLORS[text] : COLOR_SCHEMES.find((scheme) => scheme === text);
  if (named === undefined) {
    const known = [...COLOR_SCHEMES, ...Object.keys(COLORS)];
    throw wordError(
      `"${word.text}" is no colour.${didYouMean(text, known)} Write #rrggbb, bychain or one of ${Object.keys(COLORS).join(", ")}.`,
      word,
    );
  }
  return named;
}
