import type { Spec } from "#core/command/spec/spec.ts";
import { type Word, wordError } from "#core/command/words.ts";
import { AppError } from "#core/errors.ts";

/** A spec of a line, and the words it was written in. What it names is found where maps and models are known. */
export interface SpecArgument {
  readonly spec: Spec;
  readonly word: Word;
}

type Single = number | boolean | string | readonly number[] | SpecArgument;

export type ArgumentValue = Single | { readonly many: readonly Single[] };

/** The arguments of a command as read from a line, by name. */
export interface Arguments {
  readonly values: ReadonlyMap<string, ArgumentValue>;
  /** Where the values of each were written: their first words, in order. */
  readonly words: ReadonlyMap<string, readonly Word[]>;
}

/** The error about an argument; it points at the word that gave it (the n-th of several) when there is one. */
export function argumentError({ words }: Arguments, name: string, message: string, n = -1): AppError {
  const word = words.get(name)?.at(n);
  return word ? wordError(message, word) : new AppError("input", message);
}

/** The value of a number, or undefined when it was not given. */
export function numberOf({ values }: Arguments, name: string): number | undefined {
  const value = values.get(name);
  return typeof value === "number" ? value : undefined;
}

export function textOf({ values }: Arguments, name: string): string | undefined {
  const value = values.get(name);
  return typeof value === "string" ? value : undefined;
}

/** Whether a flag was given, or a boolean is true. */
export function isGiven({ values }: Arguments, name: string): boolean {
  return values.get(name) === true;
}

export function booleanOf({ values }: Arguments, name: string): boolean | undefined {
  const value = values.get(name);
  return typeof value === "boolean" ? value : undefined;
}

/** What a switch is to be, given what it is; undefined when it was not given. */
export function switchOf({ values }: Arguments, name: string, now: boolean): boolean | undefined {
  const value = values.get(name);
  return value === "toggle" ? !now : typeof value === "boolean" ? value : undefined;
}

/** The numbers of a vector, a point or a list. */
export function numbersOf({ values }: Arguments, name: string): readonly number[] | undefined {
  const value = values.get(name);
  return Array.isArray(value) ? value : undefined;
}

export function specOf({ values }: Arguments, name: string): SpecArgument | undefined {
  return asSpec(values.get(name));
}

/** The words of an argument that is repeated, as typed. */
export function textsOf(args: Arguments, name: string): readonly string[] {
  return manyOf(args, name).filter((one): one is string => typeof one === "string");
}

/** The specs of a keyword that was given several times. */
export function specsOf(args: Arguments, name: string): readonly SpecArgument[] {
  return manyOf(args, name).flatMap((one) => asSpec(one) ?? []);
}

/**
 * The numbers of a keyword that was given several times.
 * @public
 */
export function allNumbersOf(args: Arguments, name: string): readonly number[] {
  return manyOf(args, name).filter((one): one is number => typeof one === "number");
}

function manyOf({ values }: Arguments, name: string): readonly Single[] {
  const value = values.get(name);
  return typeof value === "object" && "many" in value ? value.many : [];
}

function asSpec(value: ArgumentValue | undefined): SpecArgument | undefined {
  return typeof value === "object" && "spec" in value ? value : undefined;
}
