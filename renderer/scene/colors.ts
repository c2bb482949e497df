import { colorAt, PALETTES, paletteNamed } from "#core/report/palettes.ts";

/** Red, green, blue, each 0…1. */
export type Rgb = readonly [number, number, number];

/** One colour per chain, told apart on dark and light ground. */
const CHAINS = [
  "#4cc2b0",
  "#e3a857",
  "#8ea6ea",
  "#dc86b4",
  "#9bcb66",
  "#e57b70",
  "#6cb6ee",
  "#c69be0",
  "#d6c65a",
  "#7fcf9a",
  "#e59a7d",
  "#a3b1c2",
] as const;

/** Maps in the order opened: the first blue-grey, the second amber (a map being edited), then others. */
const MAPS = ["#8fb3cf", "#f2b35e", "#a99fd3", "#8fc3a4", "#c99aa8"] as const;

/** Elements, as most programs colour them (CPK); carbon takes the model's colour. */
const ELEMENTS: Readonly<Record<number, string>> = {
  1: "#f2f2f2",
  7: "#5a74f0",
  8: "#ee4a4a",
  9: "#90e050",
  12: "#8aff00",
  15: "#ff8000",
  16: "#e6c83c",
  17: "#1ff01f",
  20: "#3dff00",
  25: "#9c7ac7",
  26: "#e06633",
  30: "#7d80b0",
};

/** The colour at t = 0…1 of the perceptual scale that quality is shown on. */
export function viridis(t: number): Rgb {
  const [r, g, b] = colorAt(PALETTES.viridis, t);
  return [r / 255, g / 255, b / 255];
}

/** The colours t = 0…1 of a palette by its name or its colours; of viridis when it is undefined or unknown. */
export function scaleNamed(palette: string | undefined): (t: number) => Rgb {
  const stops = paletteNamed(palette ?? "viridis") ?? PALETTES.viridis;
  return (t) => {
    const [r, g, b] = colorAt(stops, t);
    return [r / 255, g / 255, b / 255];
  };
}

/** A palette as a CSS gradient from left to right. */
export function gradientOf(palette: string | undefined): string {
  const color = scaleNamed(palette);
  const stops = Array.from({ length: 11 }, (_, n) => `${hexOf(color(n / 10))} ${10 * n}%`);
  return `linear-gradient(90deg, ${stops.join(", ")})`;
}

function along(stops: readonly string[], t: number): Rgb {
  const at = Math.min(1, Math.max(0, t)) * (stops.length - 1);
  const n = Math.min(stops.length - 2, Math.floor(at));
  const low = rgbOf(stops[n] ?? "");
  const high = rgbOf(stops[n + 1] ?? "");
  const f = at - n;
  return [low[0] + (high[0] - low[0]) * f, low[1] + (high[1] - low[1]) * f, low[2] + (high[2] - low[2]) * f];
}

/** Blue over cyan, green and yellow to red, as ChimeraX runs along a chain, toned to be read on dark and light ground. */
const RAINBOW = ["#4a6fe3", "#3cb4d8", "#52bf62", "#e0c440", "#e2564f"] as const;

/** The colour at t = 0…1 along the rainbow. */
export function rainbow(t: number): Rgb {
  return along(RAINBOW, t);
}

export function chainColor(index: number): string {
  return CHAINS[index % CHAINS.length] ?? CHAINS[0];
}

export function mapColor(index: number): string {
  return MAPS[index % MAPS.length] ?? MAPS[0];
}

/** The colour of an element by its atomic number; undefined for carbon and what is drawn like it. */
export function elementColor(number: number): string | undefined {
  return ELEMENTS[number];
}

/** "#rrggbb", or "#rgb" as styles shorten it, as numbers; anything else is grey. */
export function rgbOf(text: string): Rgb {
  const hex = /^#[0-9a-f]{3}$/i.test(text) ? text.replace(/[0-9a-f]/gi, "$&$&") : text;
  const value = /^#[0-9a-f]{6}$/i.test(hex) ? Number.parseInt(hex.slice(1), 16) : 0x888888;
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}

export function hexOf([r, g, b]: Rgb): string {
  const two = (x: number) =>
    Math.round(x * 255)
      .toString(16)
      .padStart(2, "0");
  return `#${two(r)}${two(g)}${two(b)}`;
}
