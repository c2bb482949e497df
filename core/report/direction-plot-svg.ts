import { directionsOf } from "#core/particles/directions.ts";
import { type Html, html } from "#core/report/html.ts";
import { viridisHex } from "#core/report/palettes.ts";
import { cellOutline } from "#core/report/sphere-map.ts";

const UNIT = 124;
const MARGIN = 8;
const HEAD = 20;
const FOOT = 40;
const LEGEND = 120;
const LEGEND_FROM = 100;

/**
 * Where particles are seen from, as a map of the sphere that keeps areas: views from everywhere alike fill it evenly.
 * `angles` are rot, tilt, psi (degrees), one after the other.
 */
export function directionPlotSvg(angles: ArrayLike<number>): Html {
  const directions = directionsOf(angles);
  const { counts } = directions;
  const most = Math.max(1, ...counts);
  const [x0, y0] = [MARGIN + 2 * UNIT, HEAD + UNIT];
  const [wide, high] = [x0 + 2 * UNIT + MARGIN, y0 + UNIT + FOOT];
  const cells = counts.map((count, cell) => {
    const points = cellOutline(directions, cell).map(
      ([x, y]) => `${round(x0 + UNIT * x)},${round(y0 - UNIT * y)}`,
    );
    const fill = viridisHex(count / most);
    return html`<polygon points="${points.join(" ")}" fill="${fill}" stroke="${fill}" stroke-width="0.6"/>`;
  });
  const mean = Math.round(angles.length / 3 / counts.length);
  const legend = Array.from({ length: LEGEND }, (_, n) => {
    return html`<rect x="${LEGEND_FROM + n}" y="${high - 22}" width="1.5" height="7" fill="${viridisHex(n / (LEGEND - 1))}"/>`;
  });
  return html`<svg class="plot" viewBox="0 0 ${wide} ${high}" role="img" aria-label="Directions of view of ${angles.length / 3} particles">
${cells}
<ellipse class="axis" cx="${x0}" cy="${y0}" rx="${2 * UNIT}" ry="${UNIT}" fill="none"/>
<text x="${x0}" y="${HEAD - 6}" text-anchor="middle">tilt 0°</text>
<text x="${x0}" y="${y0 + UNIT + 13}" text-anchor="middle">tilt 180°</text>
${legend}
<text x="${LEGEND_FROM - 6}" y="${high - 14}" text-anchor="end">0</text>
<text x="${LEGEND_FROM + LEGEND + 8}" y="${high - 14}">${most} particles in a cell (${mean} if spread evenly)</text>
</svg>`;
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}
