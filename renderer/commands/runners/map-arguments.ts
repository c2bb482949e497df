import {
  type Arguments,
  argumentError,
  numberOf,
  numbersOf,
  specOf as specIn,
  textOf,
} from "#core/command/arguments.ts";
import { AppError, asAppError } from "#core/errors.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import type { IndexBox } from "#core/volume/crop.ts";
import type { App } from "#renderer/commands/app.ts";
import { partsOf } from "#renderer/commands/named.ts";
import { middleOf } from "#renderer/commands/planes.ts";
import { regionFrom } from "#renderer/commands/region.ts";
import { ZONE_DISTANCE } from "#renderer/commands/surface-near.ts";
import { AXIS_NAMES, type MapPlane, type Near } from "#renderer/stores/map-look.ts";
import { isMap, isPlaced, type MapEntry } from "#renderer/stores/scene.ts";

/** The atoms that an argument names, where they are drawn now. Throws `input` when it names none. */
export async function nearOf(
  app: App,
  args: Arguments,
  name: string,
  distanceName = "distance",
): Promise<Near> {
  const argument = specIn(args, name);
  if (!argument) throw new AppError("input", `Name atoms: ${name} #2, or ${name} #2/A.`);
  const parts = await partsOf(app, argument);
  const near = parts.flatMap(({ entry, ranges, isWhole }) => {
    if (isMap(entry)) return [];
    const placed = { model: isPlaced(entry) ? entry.model : entry.id, motion: entry.motion };
    return [isWhole ? placed : { ...placed, atoms: ranges }];
  });
  if (near.length === 0)
    throw argumentError(args, name, `${argument.word.text} names no atoms; name a model.`);
  const distance = numberOf(args, distanceName) ?? ZONE_DISTANCE;
  if (!(distance > 0)) throw argumentError(args, distanceName, "The distance must be positive, in Å.");
  return { near, spec: argument.word.text, distance };
}

/** Planes as `planes z,50` and `orthoplanes xyz positionPlanes i,j,k` name them; undefined when neither is given. */
export function wantedPlanes(map: MapEntry, args: Arguments): MapPlane[] | undefined {
  const ortho = textOf(args, "orthoplanes")?.toLowerCase();
  const one = textOf(args, "planes")?.toLowerCase();
  if (ortho === "off" || one === "off") return [];
  if (ortho !== undefined) {
    if (!/^(?!.*(.).*\1)[xyz]+$/.test(ortho)) {
      throw argumentError(args, "orthoplanes", "After orthoplanes come axes such as xyz or xz, or off.");
    }
    const at = numbersOf(args, "positionPlanes");
    const index = at && vectorOf(args, at, "positionPlanes");
    return [...ortho].map((name) => {
      const axis = axisOf(name);
      return { axis, index: index?.[axis] ?? middleOf(map, axis) };
    });
  }
  if (one === undefined) return undefined;
  const [name = "", index] = one.split(",");
  if (!/^[xyz]$/.test(name) || (index !== undefined && !/^\d+$/.test(index))) {
    throw argumentError(args, "planes", "After planes come an axis and an index: planes z,50; or off.");
  }
  const axis = axisOf(name);
  return [{ axis, index: index === undefined ? middleOf(map, axis) : Number(index) }];
}

/** Three numbers, or one for all three axes. */
export function vectorOf(args: Arguments, numbers: readonly number[], word: string): Vec3 {
  const [x, y = x, z = x] = numbers;
  if (x === undefined || y === undefined || z === undefined || numbers.length === 2 || numbers.length > 3) {
    throw argumentError(args, word, `After ${word} come three numbers, for x, y and z, or one for all.`);
  }
  return [x, y, z];
}

/** A region as `regionFrom` reads it; errors point at the word. */
export function regionIn(map: MapEntry, args: Arguments, name: string, text: string): IndexBox | null {
  try {
    return regionFrom(map, text);
  } catch (thrown) {
    throw argumentError(args, name, asAppError(thrown).message);
  }
}

function axisOf(name: string): MapPlane["axis"] {
  return Math.max(0, AXIS_NAMES.indexOf(name as "x")) as MapPlane["axis"];
}
