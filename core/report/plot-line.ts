/** The `points` of SVG polylines through a series: one for every stretch without a gap in its values or a break. */
export function pointsOf(
  count: number,
  value: (n: number) => number | undefined,
  place: {
    readonly x: (n: number) => number;
    readonly y: (value: number) => number;
    readonly isBreak?: (n: number) => boolean;
  },
): string[] {
  const lines: string[][] = [];
  let open: string[] | undefined;
  for (let n = 0; n < count; n++) {
    const v = value(n);
    if (v === undefined || Number.isNaN(v)) {
      open = undefined;
      continue;
    }
    if (!open || place.isBreak?.(n)) {
      open = [];
      lines.push(open);
    }
    open.push(`${place.x(n)},${place.y(v)}`);
  }
  // A point alone would not be seen.
  return lines.map((points) => (points.length === 1 ? `${points[0]} ${points[0]}` : points.join(" ")));
}
