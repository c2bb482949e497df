/** What an argument may be. A list of words is a choice among them. */
export type ArgumentKind =
  | "number"
  | "integer"
  | "boolean"
  /** A boolean, or "toggle": the opposite of what is. */
  | "switch"
  | "text"
  /** Whole maps and models: "#1", "sel". */
  | "entries"
  /** Atoms too: "#1/A:10-20@CA". */
  | "atoms"
  | "color"
  /** "x", "-y" or a vector "1,0,0.5". */
  | "axis"
  /** "x,y,z", Å. */
  | "point"
  /** "1,2.5,3". */
  | "numbers"
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

/** A keyword that may be given several times; the values keep their order. */
export interface Repeated {
  readonly many: Exclude<ArgumentKind, "flag">;
  /** Takes every word up to the next keyword, so that it need not be said again. */
  readonly inRow?: boolean;
}

/** What a command is called besides (its place in a record names it) takes, and does. */
export interface CommandSyntax {
  /** What it does, one sentence. */
  readonly summary: string;
  readonly positional?: readonly Positional[];
  readonly keywords?: Readonly<Record<string, ArgumentKind | Repeated>>;
}

/** Commands by their name of one or more words: "surface dust". */
export type CommandTable = Readonly<Record<string, CommandSyntax>>;

/** "volume spec [level number] [style surface|mesh]": the command as help writes it. */
export function usageOf(name: string, { positional = [], keywords = {} }: CommandSyntax): string {
  const places = positional.map((one) => {
    const text = typeof one.kind === "string" ? one.name : one.kind.join("|");
    const many = one.repeated ? `${text}…` : text;
    return one.optional ? `[${many}]` : many;
  });
  const named = Object.entries(keywords).map(([word, kind]) => {
    if (kind === "flag") return `[${word}]`;
    return isRepeated(kind) ? `[${word} ${kindText(kind.many)}]…` : `[${word} ${kindText(kind)}]`;
  });
  return [name, ...places, ...named].join(" ");
}

export function isRepeated(kind: ArgumentKind | Repeated): kind is Repeated {
  return typeof kind === "object" && "many" in kind;
}

/** What a value of a kind looks like: "true|false", "#1". */
export function kindText(kind: ArgumentKind): string {
  if (typeof kind !== "string") return kind.join("|");
  const texts: Partial<Record<string, string>> = {
    boolean: "true|false",
    switch: "true|false|toggle",
    entries: "#1",
    atoms: "#1/A",
    axis: "x|y|z",
    point: "x,y,z",
    numbers: "n,n,…",
  };
  return texts[kind] ?? kind;
}
