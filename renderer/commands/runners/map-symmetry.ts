import { type Arguments, argumentError, textOf } from "#core/command/arguments.ts";
import { asAppError } from "#core/errors.ts";
import { pointGroup } from "#core/fit/symmetry.ts";
import type { App } from "#renderer/commands/app.ts";
import { note, say } from "#renderer/commands/run.ts";
import { changeMap, type MapEntry, specOf } from "#renderer/stores/scene.ts";

/** `volume symmetry`: what searches in these maps take for granted; "none" takes it back. */
export function setSymmetry(app: App, maps: readonly MapEntry[], args: Arguments): void {
  const text = textOf(args, "symmetry");
  if (text === undefined) return;
  const isNone = /^(none|c1)$/i.test(text);
  const copies = isNone ? 1 : copiesIn(args, text);
  const symmetry = isNone ? "" : text.toUpperCase();
  for (const map of maps) {
    changeMap(app.stores.scene, map.id, { symmetry });
    say(app, `volume ${specOf(map)} symmetry ${isNone ? "none" : symmetry}`);
    note(
      app,
      isNone
        ? `Searches in ${specOf(map)} assume no symmetry.`
        : `Searches in ${specOf(map)} count its ${copies} equivalent places as one.`,
    );
  }
}

function copiesIn(args: Arguments, text: string): number {
  try {
    return pointGroup(text).length;
  } catch (thrown) {
    throw argumentError(args, "symmetry", asAppError(thrown).message);
  }
}
