/** A scale of colours: where on 0…1 each anchor stands, ascending from 0 to 1, and its colour, "#rrggbb". */
export type Palette = readonly { readonly at: number; readonly color: string }[];

/** Anchors of matplotlib's viridis at equal distances (public domain): the perceptual scale that quality is shown on. */
const VIRIDIS = [
  "#440154",
  "#482878",
  "#3e4989",
  "#31688e",
  "#26828e",
  "#1f9e89",
  "#35b779",
  "#6ece58",
  "#b5de2b",
  "#fde725",
] as const;

/**
 * Scales by name: matplotlib's (public domain) and ColorBrewer's RdBu (C. Brewer, Apache 2.0), read from low to high,
 * and those that ChimeraX names: rainbow, grayscale, two colours over white, and AlphaFold DB's bands of pLDDT.
 */
export const PALETTES = {
  viridis: even(VIRIDIS),
  cividis: even([
    "#00224e",
    "#123570",
    "#3b496c",
    "#575d6d",
    "#707173",
    "#8a8678",
    "#a59c74",
    "#c3b369",
    "#e1cc55",
    "#fee838",
  ]),
  plasma: even([
    "#0d0887",
    "#46039f",
    "#7201a8",
    "#9c179e",
    "#bd3786",
    "#d8576b",
    "#ed7953",
    "#fb9f3a",
    "#fdca26",
    "#f0f921",
  ]),
  rdbu: even([
    "#67001f",
    "#b2182b",
    "#d6604d",
    "#f4a582",
    "#fddbc7",
    "#f7f7f7",
    "#d1e5f0",
    "#92c5de",
    "#4393c3",
    "#2166ac",
    "#053061",
  ]),
  rainbow: even(["#0000ff", "#00ffff", "#00ff00", "#ffff00", "#ff0000"]),
  bluered: even(["#0000ff", "#ffffff", "#ff0000"]),
  redblue: even(["#ff0000", "#ffffff", "#0000ff"]),
  cyanmaroon: even(["#00ffff", "#ffffff", "#800000"]),
  grayscale: even(["#000000", "#ffffff"]),
  alphafold: [
    { at: 0, color: "#ff7d45" },
    { at: 0.5, color: "#ff7d45" },
    { at: 0.7, color: "#ffdb13" },
    { at: 0.9, color: "#65cbf3" },
    { at: 1, color: "#0053d6" },
  ],
} as const satisfies Readonly<Record<string, Palette>>;

export type PaletteName = keyof typeof PALETTES;

/** The ends between which a palette is meant to be used; null for all but AlphaFold's, which is for pLDDT. */
export function meantRange(name: string): readonly [number, number] | null {
  return name === "alphafold" ? [0, 100] : null;
}

/** The palette of a name, or of colours joined by ":" ("#0000ff:#ffffff:#ff0000"); undefined for anything else. */
export function paletteNamed(text: string): Palette | undefined {
  if (Object.hasOwn(PALETTES, text)) return PALETTES[text as PaletteName];
  const colors = text.split(":");
  return colors.length > 1 && colors.every((color) => /^#[0-9a-f]{6}$/i.test(color))
    ? even(colors)
    : undefined;
}

/** The colour at t = 0…1 of a palette, each channel 0…255: between two anchors the mixture of both. */
export function colorAt(palette: Palette, t: number): readonly [number, number, number] {
  const at = Math.min(1, Math.max(0, t));
  const n = Math.max(
    0,
    palette.findLastIndex((anchor, k) => anchor.at <= at && k < palette.length - 1),
  );
  const [low, high] = [palette[n], palette[n + 1]];
  const share = (at - low.at) / (high.at - low.at);
  const [a, b] = [Number.parseInt(low.color.slice(1), 16), Number.parseInt(high.color.slice(1), 16)];
  const part = (shift: number) => ((a >> shift) & 255) * (1 - share) + ((b >> shift) & 255) * share;
  return [part(16), part(8), part(0)];
}

/** The colour at t = 0…1 of viridis, "#rrggbb". */
export function viridisHex(t: number): string {
  const two = (x: number) => Math.round(x).toString(16).padStart(2, "0");
  return `#${colorAt(PALETTES.viridis, t).map(two).join("")}`;
}

function even(colors: readonly string[]): Palette {
  return colors.map((color, n) => ({ at: n / (colors.length - 1), color }));
}
