import type { App } from "#renderer/commands/app.ts";
import type { SceneEntry } from "#renderer/stores/scene.ts";

/** What an argument may be. A list of words is a choice among them. */
export type ArgumentKind =
  | "number"
  | "integer"
  | "boolean"
  | "text"
  | "entries"
  | "color"
  | "axis"
  | "flag"
  | readonly string[];

/** An argument that is known by its place. */
export interface Positional {
  readonly name: string;
  readonly kind: ArgumentKind;
  readonly optional?: boolean;
  /** Takes every word up to the first keyword. */
  readonly repeated?: boolean;
}

export type ArgumentValue = number | boolean | string | readonly string[] | readonly SceneEntry[];

/** The arguments of a command as read from a line. */
export interface Arguments {
  readonly values: ReadonlyMap<string, ArgumentValue>;
}

/** A command: its words, what it takes, what it does. */
export interface Definition {
  /** One or more words: "surface dust". */
  readonly name: string;
  /** What it does, one sentence. */
  readonly summary: string;
  readonly positional?: readonly Positional[];
  readonly keywords?: Readonly<Record<string, ArgumentKind>>;
  run(app: App, args: Arguments): Promise<void> | void;
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

export function isGiven({ values }: Arguments, name: string): boolean {
  return values.get(name) === true;
}

export function booleanOf({ values }: Arguments, name: string): boolean | undefined {
  const value = values.get(name);
  return typeof value === "boolean" ? value : undefined;
}

export function textsOf({ values }: Arguments, name: string): readonly string[] {
  const value = values.get(name);
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}

export function entriesOf({ values }: Arguments, name: string): readonly SceneEntry[] {
  const value = values.get(name);
  return Array.isArray(value) ? value.filter((one): one is SceneEntry => typeof one === "object") : [];
}

/** "volume entries [level number] [style surface|mesh]": the command as help writes it. */
export function usageOf({ name, positional = [], keywords = {} }: Definition): string {
  const places = positional.map((one) => {
    const text = Array.isArray(one.kind) ? one.kind.join("|") : one.name;
    const many = one.repeated ? `${text}…` : text;
    return one.optional ? `[${many}]` : many;
  });
  const named = Object.entries(keywords).map(
    ([word, kind]) => `[${kind === "flag" ? word : `${word} ${kindText(kind)}`}]`,
  );
  return [name, ...places, ...named].join(" ");
}

function kindText(kind: ArgumentKind): string {
  if (typeof kind !== "string") return kind.join("|");
  const texts: Partial<Record<string, string>> = { boolean: "true|false", entries: "#1", axis: "x|y|z" };
  return texts[kind] ?? kind;
}
