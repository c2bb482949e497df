import type { App } from "#renderer/commands/app.ts";
import type { ArgumentKind, ArgumentValue } from "#renderer/commands/language/definition.ts";
import { findEntries } from "#renderer/commands/language/specs.ts";
import { type Word, wordError } from "#renderer/commands/language/words.ts";

/** Colours with names, as the web knows them. */
const COLORS: Readonly<Record<string, string>> = {
  black: "#000000",
  white: "#ffffff",
  gray: "#808080",
  grey: "#808080",
  red: "#ff0000",
  green: "#008000",
  lime: "#00ff00",
  blue: "#0000ff",
  yellow: "#ffff00",
  orange: "#ffa500",
  cyan: "#00ffff",
  magenta: "#ff00ff",
  purple: "#800080",
  pink: "#ffc0cb",
  brown: "#a52a2a",
  gold: "#ffd700",
  tan: "#d2b48c",
  teal: "#008080",
  salmon: "#fa8072",
  skyblue: "#87ceeb",
  cornflowerblue: "#6495ed",
};

const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  t: true,
  1: true,
  false: false,
  f: false,
  0: false,
};

/** The value of a word as an argument of a kind. Throws `input`, pointing at the word. */
export function valueOfWord(app: App, word: Word, kind: ArgumentKind): ArgumentValue {
  if (typeof kind !== "string") return choice(word, kind);
  switch (kind) {
    case "number":
    case "integer":
      return numberFrom(word, kind === "integer");
    case "boolean":
      return booleanFrom(word);
    case "text":
      return word.text;
    case "color":
      return colorFrom(word);
    case "axis":
      return choice(word, ["x", "y", "z"]);
    case "entries":
      return findEntries(word, app.stores.scene.getState().entries, app.stores.selection.getState().picked);
    case "flag":
      return true;
    default:
      throw kind satisfies never;
  }
}

/** The one word of a list that a word abbreviates; an exact one wins. Undefined when there is none or more. */
export function abbreviated(text: string, words: readonly string[]): string | undefined {
  const wanted = text.toLowerCase();
  const exact = words.find((word) => word.toLowerCase() === wanted);
  if (exact !== undefined) return exact;
  const matches = words.filter((word) => word.toLowerCase().startsWith(wanted));
  return matches.length === 1 ? matches[0] : undefined;
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
  const value = BOOLEANS[word.text.toLowerCase()];
  if (value === undefined) throw wordError(`Expected true or false instead of "${word.text}".`, word);
  return value;
}

function colorFrom(word: Word): string {
  const text = word.text.toLowerCase();
  if (/^#[0-9a-f]{6}$/.test(text)) return text;
  if (/^#[0-9a-f]{3}$/.test(text)) return text.replace(/[0-9a-f]/g, (digit) => digit + digit);
  const named = COLORS[text] ?? (["bychain", "byb"].includes(text) ? text : undefined);
  if (named === undefined) {
    throw wordError(
      `"${word.text}" is no colour; write #rrggbb, bychain or one of ${Object.keys(COLORS).join(", ")}.`,
      word,
    );
  }
  return named;
}
