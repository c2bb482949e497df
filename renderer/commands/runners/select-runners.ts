import { type Arguments, specOf } from "#core/command/arguments.ts";
import { parseSpec } from "#core/command/spec/parse-spec.ts";
import type { SelectCommand } from "#core/command/tables/select-commands.ts";
import type { App } from "#renderer/commands/app.ts";
import { findParts, partsOf } from "#renderer/commands/named.ts";
import type { Runner } from "#renderer/commands/runners/runner.ts";
import { clearSelection, narrow, selectParts, widen } from "#renderer/commands/select.ts";

export const selectRunners: Readonly<Record<SelectCommand, Runner>> = {
  select: (app, args) => select(app, args, ""),
  "select add": (app, args) => select(app, args, "add"),
  "select subtract": (app, args) => select(app, args, "subtract"),
  "select intersect": (app, args) => select(app, args, "intersect"),
  "select up": (app) => widen(app),
  "select down": (app) => narrow(app),
  "select clear": (app) => clearSelection(app),
  "~select": (app, args) => (specOf(args, "spec") ? select(app, args, "subtract") : clearSelection(app)),
};

type Way = "" | "add" | "subtract" | "intersect";

/** With what is selected the named is joined as the specs of both would be. */
async function select(app: App, args: Arguments, way: Way): Promise<void> {
  const given = specOf(args, "spec") ?? { spec: parseSpec("all"), word: { text: "all", start: 0, end: 0 } };
  const { spec, word } = given;
  const sel = parseSpec("sel");
  const parts = await partsOf(app, given);
  const command = `select ${way === "" ? "" : `${way} `}${word.text}`;
  switch (way) {
    case "":
      return selectParts(app, parts, command);
    case "add":
      return selectParts(app, await partsOf(app, { spec: { kind: "or", of: [sel, spec] }, word }), command);
    case "subtract": {
      const rest = { kind: "and", of: [sel, { kind: "not", of: spec }] } as const;
      return selectParts(app, await findParts(app, { spec: rest, word }), command);
    }
    case "intersect":
      return selectParts(
        app,
        await findParts(app, { spec: { kind: "and", of: [sel, spec] }, word }),
        command,
      );
    default:
      throw way satisfies never;
  }
}
