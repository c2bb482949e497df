import { CLEAR_GAP } from "#core/fit/verdict.ts";
import { distributionOf, placeOf } from "#core/report/distribution.ts";
import { type Html, html } from "#core/report/html.ts";

const WIDE = 520;
const HIGH = 120;
const PAD = 34;
const FOOT = 34;
const BINS = 48;

/**
 * The scores of all placements of a search as a histogram (square root of the counts, so that single placements are
 * seen), with rank 1 marked and the scores from which another answer would make it ambiguous shaded.
 */
export function distributionSvg(scores: readonly number[]): Html {
  const distribution = distributionOf(scores, BINS);
  const { low, high, counts } = distribution;
  const ground = HIGH - FOOT;
  const most = Math.max(...counts, 1);
  const width = WIDE - 2 * PAD;
  const at = (score: number) => round(PAD + placeOf(distribution, score) * width);
  const best = Math.max(...scores, low);
  const bars = counts.map((count, n) => {
    const tall = (Math.sqrt(count) / Math.sqrt(most)) * (ground - 22);
    return count === 0
      ? null
      : html`<rect class="bar" x="${round(PAD + (n * width) / BINS)}" y="${round(ground - tall)}" width="${round(width / BINS - 1)}" height="${round(tall)}"/>`;
  });
  const shadeFrom = at(best - CLEAR_GAP);
  const side = at(best) > WIDE * 0.7 ? "end" : "start";
  return html`<svg class="plot" viewBox="0 0 ${WIDE} ${HIGH}" role="img" aria-label="Scores of ${scores.length} placements, rank 1 at ${best.toFixed(3)}">
<rect class="shade" x="${shadeFrom}" y="16" width="${round(at(best) - shadeFrom)}" height="${ground - 16}"/>
${bars}<line class="axis" x1="${PAD}" x2="${WIDE - PAD}" y1="${ground}" y2="${ground}"/>
<line class="best" x1="${at(best)}" x2="${at(best)}" y1="14" y2="${ground}"/>
<text x="${at(best) + (side === "end" ? 2 : -2)}" y="11" text-anchor="${side}">rank 1: ${best.toFixed(3)}</text>
<text x="${PAD}" y="${ground + 14}">${low.toFixed(1)}</text>
<text x="${WIDE - PAD}" y="${ground + 14}" text-anchor="end">${high.toFixed(1)}</text>
<text x="${WIDE / 2}" y="${HIGH - 6}" text-anchor="middle">correlation about the mean</text>
<text x="${PAD - 6}" y="${ground}" text-anchor="end">0</text>
<text x="${PAD - 6}" y="30" text-anchor="end">${most}</text>
</svg>`;
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}
