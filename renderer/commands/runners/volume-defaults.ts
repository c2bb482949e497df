import {
  type Arguments,
  argumentError,
  booleanOf,
  isGiven,
  numberOf,
  textOf,
} from "#core/command/arguments.ts";
import type { App } from "#renderer/commands/app.ts";
import { note, say } from "#renderer/commands/run.ts";
import type { MapDefaults } from "#renderer/stores/settings.ts";

/** `volume defaultvalues`: how maps opened from now on are drawn, on this computer, until it is reset. */
export function defaultValues(app: App, args: Arguments): void {
  const { settings } = app.stores;
  const before = isGiven(args, "reset") ? {} : settings.getState().newMaps;
  const changed = wanted(args);
  const newMaps = { ...before, ...changed };
  settings.setState({ newMaps });
  const words = wordsOf(changed);
  say(app, `volume defaultvalues${isGiven(args, "reset") ? " reset" : ""}${words}`);
  const set = wordsOf(newMaps).trim();
  note(app, set === "" ? "New maps are drawn as the program proposes." : `New maps are drawn with: ${set}.`);
}

function wanted(args: Arguments): MapDefaults {
  const [style, transparency, step] = [
    textOf(args, "style") as MapDefaults["style"] | undefined,
    numberOf(args, "transparency"),
    numberOf(args, "step"),
  ];
  const [outline, smooth] = [booleanOf(args, "showOutlineBox"), booleanOf(args, "surfaceSmoothing")];
  if (transparency !== undefined && !(transparency >= 0 && transparency <= 1))
    throw argumentError(args, "transparency", "transparency is 0 (opaque) to 1 (invisible).");
  if (step !== undefined && step < 0)
    throw argumentError(args, "step", "A step is 1 or more, or 0 to choose.");
  return {
    ...(style !== undefined && { style }),
    ...(transparency !== undefined && { opacity: 1 - transparency }),
    ...(step !== undefined && { step }),
    ...(outline !== undefined && { outline }),
    ...(smooth !== undefined && { smooth }),
  };
}

function wordsOf({ style, opacity, step, outline, smooth }: MapDefaults): string {
  const words = {
    style,
    transparency: opacity === undefined ? undefined : Math.round(100 * (1 - opacity)) / 100,
    step,
    showOutlineBox: outline,
    surfaceSmoothing: smooth,
  };
  return Object.entries(words)
    .map(([word, value]) => (value === undefined ? "" : ` ${word} ${value}`))
    .join("");
}
