import { tally } from "#core/particles/tally.ts";
import { type Html, html } from "#core/report/html.ts";

const WIDE = 360;
const HIGH = 130;
const PAD = 34;
const FOOT = 34;

/** A histogram of values from 0 to their 99.5th percentile; larger ones stand in the last bar. */
export function histogramSvg(values: ArrayLike<number>, label: string): Html {
  const { to: high, counts } = tally(values);
  const most = Math.max(1, ...counts);
  const ground = HIGH - FOOT;
  const width = (WIDE - 2 * PAD) / counts.length;
  return html`<svg class="plot" viewBox="0 0 ${WIDE} ${HIGH}" role="img" aria-label="${label}: histogram of ${values.length} values up to ${high.toPrecision(3)}">
${counts.map((count, n) => {
  const tall = Math.round((10 * count * (ground - 14)) / most) / 10;
  return html`<rect class="bar" x="${Math.round(10 * (PAD + n * width)) / 10}" y="${ground - tall}" width="${Math.round(10 * (width - 1)) / 10}" height="${tall}"/>`;
})}
<line class="axis" x1="${PAD}" x2="${WIDE - PAD}" y1="${ground}" y2="${ground}"/>
<text x="${PAD}" y="${ground + 14}">0</text>
<text x="${WIDE - PAD}" y="${ground + 14}" text-anchor="end">${high.toPrecision(3)}</text>
<text x="${PAD - 6}" y="20" text-anchor="end">${most}</text>
<text x="${WIDE / 2}" y="${HIGH - 6}" text-anchor="middle">${label}</text>
</svg>`;
}
