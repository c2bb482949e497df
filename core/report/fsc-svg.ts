import { type Html, html } from "#core/report/html.ts";
import { pointsOf } from "#core/report/plot-line.ts";
import type { FscCurve } from "#core/validate/fsc-curve.ts";

const WIDE = 560;
const HIGH = 210;
const LEFT = 40;
const RIGHT = 14;
const TOP = 20;
const FOOT = 36;
/** Resolutions that are labelled where there is room, Å. */
const TICKS = [20, 10, 7, 5, 4, 3.5, 3, 2.5, 2.2, 2, 1.8, 1.6, 1.5, 1.4, 1.3, 1.2, 1.1, 1];
const TICK_GAP = 36;

/** A curve, what it is called, and the class it is drawn in: "q", "cc" or "local". */
export interface NamedCurve {
  readonly name: string;
  readonly style: "q" | "cc" | "local";
  readonly curve: FscCurve;
}

/** FSC curves against 1 ⁄ d, with 0.5, 0.143 and the map's resolution (Å) marked. */
export function fscSvg(curves: readonly NamedCurve[], resolution: number): Html {
  const finest = Math.min(
    ...curves.flatMap(({ curve }) => curve.bins.map((bin) => bin.resolution)),
    resolution,
  );
  const ground = HIGH - FOOT;
  const at = (d: number) => round(LEFT + (finest / d) * (WIDE - LEFT - RIGHT));
  const y = (fsc: number) => round(ground - Math.min(1, Math.max(0, fsc)) * (ground - TOP));
  const path = ({ curve: { bins }, style }: NamedCurve) =>
    pointsOf(bins.length, (n) => bins[n].fsc, { x: (n) => at(bins[n].resolution), y }).map(
      (points) => html`<polyline class="${style}" points="${points}"/>`,
    );
  return html`<svg class="plot" viewBox="0 0 ${WIDE} ${HIGH}" role="img" aria-label="Fourier shell correlation">
${[0, 0.143, 0.5, 1].map((value) => html`<line class="axis" x1="${LEFT}" x2="${WIDE - RIGHT}" y1="${y(value)}" y2="${y(value)}"/><text x="${LEFT - 5}" y="${y(value) + 4}" text-anchor="end">${value}</text>`)}
<line class="mark" x1="${at(resolution)}" x2="${at(resolution)}" y1="${TOP}" y2="${ground}"/>
${curves.map(path)}
${ticks(finest, at).map((d) => html`<text x="${at(d)}" y="${ground + 15}" text-anchor="middle">${d}</text>`)}
<text x="${LEFT}" y="12">${curves.map(({ name, style }, n) => html`<tspan class="${style}" dx="${n > 0 ? 14 : 0}">${name}</tspan>`)}</text>
<text x="${WIDE / 2}" y="${HIGH - 4}" text-anchor="middle">resolution, Å (dashed: of the map)</text>
</svg>`;
}

function ticks(finest: number, at: (d: number) => number): number[] {
  const chosen: number[] = [];
  for (const d of TICKS) {
    const last = chosen[chosen.length - 1];
    if (d < finest || (last !== undefined && at(d) - at(last) < TICK_GAP)) continue;
    chosen.push(d);
  }
  return chosen;
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}
