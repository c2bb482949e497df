import { type Html, html } from "#core/report/html.ts";
import { chainPath } from "#core/report/identify/chain-path.ts";
import type { Projection } from "#core/report/identify/projection.ts";

/** Name of the picture that all thumbnails share. */
const DENSITY = "density";

/** The region's picture, to be put into the page once. */
export function densitySymbol({ url, width, height }: Projection): Html {
  return html`<svg width="0" height="0" aria-hidden="true"><symbol id="${DENSITY}" viewBox="0 0 ${round(width)} ${round(height)}"><image href="${url}" width="${round(width)}" height="${round(height)}" preserveAspectRatio="none"/></symbol></svg>`;
}

/** A placed chain over the region's picture. */
export function thumbnail(projection: Projection, trace: readonly number[], label: string): Html {
  const { width, height } = projection;
  return html`<svg class="thumb" viewBox="0 0 ${round(width)} ${round(height)}" role="img" aria-label="${label}"><use href="#${DENSITY}" width="${round(width)}" height="${round(height)}"/><path d="${chainPath(projection, trace)}"/></svg>`;
}

const WIDE = 520;
const HIGH = 130;
const PAD = 34;
const FOOT = 34;
const BINS = 52;

/**
 * The z of all candidates as a histogram (square root of the counts, so that single ones are seen), with what stands out
 * (`named`) marked and the range of wrong models shaded: beyond z 4.3 lies one in 500.
 */
export function backgroundPlot(z: readonly number[], named: readonly { name: string; z: number }[]): Html {
  const low = Math.floor(Math.min(-3, ...z));
  const high = Math.ceil(Math.max(6, ...z) + 0.5);
  const counts = new Array<number>(BINS).fill(0);
  for (const value of z) counts[Math.min(BINS - 1, Math.floor(((value - low) / (high - low)) * BINS))]++;
  const ground = HIGH - FOOT;
  const most = Math.max(...counts, 1);
  const width = WIDE - 2 * PAD;
  const at = (value: number) => round(PAD + ((value - low) / (high - low)) * width);
  const bars = counts.map((count, n) => {
    const tall = (Math.sqrt(count) / Math.sqrt(most)) * (ground - 30);
    return count === 0
      ? null
      : html`<rect class="bar" x="${round(PAD + (n * width) / BINS)}" y="${round(ground - tall)}" width="${round(width / BINS - 1)}" height="${round(tall)}"/>`;
  });
  const marks = named.map(
    ({ name, z: value }, n) =>
      html`<line class="best" x1="${at(value)}" x2="${at(value)}" y1="${14 + 11 * n}" y2="${ground}"/><text x="${at(value) - 4}" y="${12 + 11 * n}" text-anchor="end">${name}: ${value.toFixed(1)}</text>`,
  );
  return html`<svg class="plot" viewBox="0 0 ${WIDE} ${HIGH}" role="img" aria-label="z of ${z.length} candidates">
<rect class="shade" x="${at(low)}" y="30" width="${round(at(WRONG_BELOW) - at(low))}" height="${ground - 30}"/>
${bars}<line class="axis" x1="${PAD}" x2="${WIDE - PAD}" y1="${ground}" y2="${ground}"/>
${marks}
<text x="${PAD}" y="${ground + 14}">${low}</text>
<text x="${at(0)}" y="${ground + 14}" text-anchor="middle">0</text>
<text x="${WIDE - PAD}" y="${ground + 14}" text-anchor="end">${high}</text>
<text x="${WIDE / 2}" y="${HIGH - 6}" text-anchor="middle">z: standard deviations above wrong models of the same size</text>
</svg>`;
}

const WRONG_BELOW = 4.3;

function round(value: number): number {
  return Math.round(10 * value) / 10;
}
