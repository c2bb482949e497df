import { type Rgb, rgbOf, scaleNamed } from "#renderer/scene/colors.ts";
import type { SurfaceShape } from "#renderer/scene/MapSurface.ts";
import { type MapEntry, specOf } from "#renderer/stores/scene.ts";
import type { Legend } from "#renderer/stores/scores.ts";
import type { PlacedAtoms } from "#workers/protocol.ts";

/** The colours of the drawn atoms of each entry, rgb 0…1; null for one that is not drawn. */
export type AtomColors = (near: readonly PlacedAtoms[]) => readonly (Float32Array | null)[];

/** Where the other map does not reach. */
const UNKNOWN: Rgb = [0.5, 0.5, 0.5];

/** Colours of the vertices of a surface, rgb 0…1, by what its entry takes them from; null = one colour. */
export function colorsOfSurface(
  { paint }: SurfaceShape,
  { paint: wanted, color, drawn }: Pick<MapEntry, "paint" | "color" | "drawn">,
  near: readonly (Float32Array | null)[],
): Float32Array | null {
  if (!paint || !wanted) return null;
  if ("values" in paint) {
    const color = scaleNamed(wanted.kind === "map" ? wanted.palette : undefined);
    const [low, high] = (wanted.kind === "map" ? wanted.range : null) ?? drawn?.painted ?? [0, 1];
    return triplets(paint.values.length, (n) => {
      const value = paint.values[n] ?? Number.NaN;
      return Number.isNaN(value) ? UNKNOWN : color((value - low) / (high - low || 1));
    });
  }
  const own = rgbOf(color);
  return triplets(paint.nearest.length, (n) => atomColor(paint.nearest[n] ?? -1, paint.starts, near) ?? own);
}

/** The scale of a surface that is coloured by another map; null of any other. */
export function legendOf(entry: MapEntry): Legend | null {
  const { paint, drawn, shown, style } = entry;
  const range = paint?.kind === "map" ? (paint.range ?? drawn?.painted) : undefined;
  const palette = paint?.kind === "map" ? paint.palette : undefined;
  if (!paint || !range || !shown || style === "image") return null;
  return {
    spec: specOf(entry),
    title: `density of ${paint.spec}`,
    unit: "",
    low: range[0],
    high: range[1],
    palette,
  };
}

function atomColor(
  atom: number,
  starts: readonly number[],
  near: readonly (Float32Array | null)[],
): Rgb | null {
  if (atom < 0) return null;
  const entry = starts.findLastIndex((start) => start <= atom);
  const colors = near[entry];
  const at = 3 * (atom - (starts[entry] ?? 0));
  if (!colors || at + 2 >= colors.length) return null;
  return [colors[at] ?? 0, colors[at + 1] ?? 0, colors[at + 2] ?? 0];
}

/** three.js takes colours of vertices as they are mixed by light; those on the screen are brighter. */
function triplets(count: number, paint: (n: number) => Rgb): Float32Array {
  const out = new Float32Array(3 * count);
  for (let n = 0; n < count; n++) {
    const [r, g, b] = paint(n);
    out[3 * n] = linear(r);
    out[3 * n + 1] = linear(g);
    out[3 * n + 2] = linear(b);
  }
  return out;
}

/** The intensity of an sRGB value. */
function linear(x: number): number {
  return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
}
