import { type Arguments, argumentError, numbersOf } from "#core/command/arguments.ts";
import { asAppError } from "#core/errors.ts";
import { pointGroup } from "#core/fit/symmetry.ts";
import type { PlacedGroup } from "#renderer/commands/symmetry-copies.ts";

/**
 * The point group that the argument `name` says, with the words axis (z when left out) and center (the origin). Throws
 * `input`, pointing at it, for anything else.
 */
export function placedGroupIn(args: Arguments, name: string, text: string): PlacedGroup {
  try {
    pointGroup(text);
  } catch (thrown) {
    throw argumentError(args, name, asAppError(thrown).message);
  }
  const [ax = 0, ay = 0, az = 1] = numbersOf(args, "axis") ?? [];
  const [x = 0, y = 0, z = 0] = numbersOf(args, "center") ?? [];
  return { group: text.toUpperCase(), axis: [ax, ay, az], centre: [x, y, z] };
}
