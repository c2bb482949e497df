import { hexOf, type Rgb, rgbOf, viridis } from "#renderer/scene/colors.ts";

const STEPS = 64;
/** Lightness by which a line must differ from its ground, 0…1, and how far it is moved to the colour of text at most. */
const LEAST_DIFFERENCE = 0.3;
const MOST_MIXED = 0.6;

/** The scale of quality from worst to best as colours of thin lines: its ends are moved away from a ground like them. */
export function lineColors(ground: string, text: string): readonly string[] {
  const [under, ink] = [rgbOf(ground), rgbOf(text)];
  return Array.from({ length: STEPS }, (_, n) => {
    const color = viridis(n / (STEPS - 1));
    const missing = LEAST_DIFFERENCE - Math.abs(lightness(color) - lightness(under));
    return hexOf(mixed(color, ink, MOST_MIXED * Math.max(0, missing / LEAST_DIFFERENCE)));
  });
}

/** The colour of a share 0…1 of the scale. */
export function colorOfShare(colors: readonly string[], share: number): string {
  return colors[Math.round(share * (colors.length - 1))] ?? "";
}

function mixed(a: Rgb, b: Rgb, share: number): Rgb {
  return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]), a[2] + share * (b[2] - a[2])];
}

/** Luma of Rec. 709, of values as they are shown. */
function lightness([r, g, b]: Rgb): number {
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
