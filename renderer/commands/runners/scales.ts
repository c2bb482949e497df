import { type Arguments, argumentError, textOf } from "#core/command/arguments.ts";
import { COLORS } from "#core/command/colors.ts";
import { nearestName } from "#core/command/nearest-name.ts";
import { meantRange, PALETTES, paletteNamed } from "#core/report/palettes.ts";

/** The palette named, or its colours as "#rrggbb:#rrggbb"; undefined when none was given. Throws `input` for others. */
export function paletteOf(args: Arguments): string | undefined {
  const text = textOf(args, "palette")?.toLowerCase();
  if (text === undefined) return undefined;
  const plain = text
    .split(":")
    .map((color) => (Object.hasOwn(COLORS, color) ? COLORS[color] : color))
    .join(":");
  if (paletteNamed(plain)) return plain;
  const names = Object.keys(PALETTES);
  const near = nearestName(text, names);
  throw argumentError(
    args,
    "palette",
    `"${text}" is no palette.${near === null ? "" : ` Did you mean ${near}?`} There are ${names.join(", ")}, or colours such as blue:white:red.`,
  );
}

/** The ends "10,80" of a scale; null for those of the data ("full", or nothing given and none meant by the palette). */
export function scaleRange(args: Arguments, palette: string | undefined): readonly [number, number] | null {
  const text = textOf(args, "range");
  if (text === undefined) return palette === undefined ? null : meantRange(palette);
  if (text.toLowerCase() === "full") return null;
  const [low, high, ...more] = text
    .split(",")
    .map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  const isRange = low !== undefined && high !== undefined && more.length === 0 && Number.isFinite(high - low);
  if (isRange && low !== high) return [low, high];
  throw argumentError(
    args,
    "range",
    "A range has two different ends, range 10,80; or full for those of the data.",
  );
}
