import type { SpecArgument } from "#core/command/arguments.ts";
import { parseSpec } from "#core/command/spec/parse-spec.ts";
import { printSpec } from "#core/command/spec/print-spec.ts";
import { replaceNames } from "#core/command/spec/replace-names.ts";
import { SPEC_WORDS, type Spec } from "#core/command/spec/spec.ts";
import { AppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { note, say } from "#renderer/commands/run.ts";

/** Words that specs may use besides the built-in ones. */
export function namesIn(app: App): string[] {
  return Object.keys(app.stores.selection.getState().names);
}

/** A spec without names: what they stand for is put in their place. */
export function withoutNames(app: App, spec: Spec): Spec {
  const { names } = app.stores.selection.getState();
  const known = Object.keys(names);
  const specs = Object.entries(names).map(([name, text]) => [name, parseSpec(text, known)] as const);
  return replaceNames(spec, Object.fromEntries(specs));
}

/** Gives a spec a name. Throws `input` for a name that specs could not tell from something else. */
export function giveName(app: App, name: string, { spec, word }: SpecArgument): void {
  if (!/^[A-Za-z_][\w+-]*$/.test(name) || Object.hasOwn(SPEC_WORDS, name)) {
    throw new AppError(
      "input",
      `"${name}" cannot be a name: use letters, digits and _, and no built-in word.`,
    );
  }
  const text = printSpec(withoutNames(app, spec));
  set(app, (names) => ({ ...names, [name]: text }));
  say(app, `name ${name} ${word.text}`);
}

export function listNames(app: App): void {
  say(app, "name list");
  const names = Object.entries(app.stores.selection.getState().names);
  if (names.length === 0) note(app, "No names were given.");
  for (const [name, text] of names) note(app, `${name} = ${text}`);
}

/** Forgets a name; all of them when it is "all". Throws `input` for a name that was not given. */
export function deleteName(app: App, name: string): void {
  if (name !== "all" && !namesIn(app).includes(name)) {
    throw new AppError("input", `There is no name "${name}"; name list shows those there are.`);
  }
  set(app, (names) =>
    Object.fromEntries(Object.entries(names).filter(([one]) => name !== "all" && one !== name)),
  );
  say(app, `name delete ${name}`);
}

function set(app: App, change: (names: Readonly<Record<string, string>>) => Record<string, string>): void {
  app.stores.selection.setState(({ names }) => ({ names: change(names) }));
}
