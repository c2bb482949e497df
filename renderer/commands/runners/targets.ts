import { type Arguments, argumentError, textOf } from "#core/command/arguments.ts";

/** What the letters of `target` stand for, as ChimeraX has them, and two of our own (l, t). */
export const DRAWN: Readonly<Record<string, string>> = {
  a: "atoms",
  c: "cartoons",
  s: "surfaces",
  m: "models",
  l: "ligands",
  t: "trace",
};

/** The letters of `target`; null when it was not given. Throws `input`, pointing at the word, for other letters. */
export function targetOf(args: Arguments, letters: string): ReadonlySet<string> | null {
  const text = textOf(args, "target")?.toLowerCase();
  if (text === undefined) return null;
  const known = [...letters].map((letter) => `${letter} (${DRAWN[letter]})`).join(", ");
  if (text === "" || [...text].some((letter) => !letters.includes(letter))) {
    throw argumentError(args, "target", `target takes letters: ${known}; together such as ac.`);
  }
  return new Set(text);
}
