/** Anchors of matplotlib's viridis at equal distances (public domain), "#rrggbb". */
export const VIRIDIS = [
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

/** The colour at t = 0…1 of the scale, "#rrggbb": between two anchors the mixture of both. */
export function viridisHex(t: number): string {
  const at = Math.min(1, Math.max(0, t)) * (VIRIDIS.length - 1);
  const n = Math.min(VIRIDIS.length - 2, Math.floor(at));
  const [low, high] = [
    Number.parseInt(VIRIDIS[n].slice(1), 16),
    Number.parseInt(VIRIDIS[n + 1].slice(1), 16),
  ];
  const part = (shift: number) => {
    const [a, b] = [(low >> shift) & 255, (high >> shift) & 255];
    return Math.round(a + (b - a) * (at - n))
      .toString(16)
      .padStart(2, "0");
  };
  return `#${part(16)}${part(8)}${part(0)}`;
}
