import { type Html, html } from "#core/report/html.ts";
import { pointsOf } from "#core/report/plot-line.ts";
import type { ResidueDocument } from "#core/report/validation-document.ts";
import type { ExpectedQ } from "#core/validate/expected-q.ts";

const WIDE = 920;
const HIGH = 190;
const LEFT = 34;
const RIGHT = 8;
const TOP = 18;
const FOOT = 34;
/** Wanted between labelled residue numbers, in units of the picture. */
const LABEL_GAP = 60;

/**
 * Q-score and correlation along a chain: the Q-scores that models have at the resolution shaded, residues without
 * support of the map marked below. Lines break where residue numbers jump. Values below 0 are drawn at 0.
 */
export function chainPlotSvg(
  chain: string,
  residues: readonly ResidueDocument[],
  expected: ExpectedQ | null,
): Html {
  const ground = HIGH - FOOT;
  const step = (WIDE - LEFT - RIGHT) / Math.max(1, residues.length);
  const x = (n: number) => round(LEFT + (n + 0.5) * step);
  const y = (value: number) => round(ground - Math.min(1, Math.max(0, value)) * (ground - TOP));
  const isBreak = (n: number) => n > 0 && residues[n].number - residues[n - 1].number > 1;
  const line = (name: string, value: (residue: ResidueDocument) => number | undefined) =>
    pointsOf(residues.length, (n) => value(residues[n]), { x, y, isBreak }).map(
      (points) => html`<polyline class="${name}" points="${points}"/>`,
    );
  const hasLocal = residues.some(({ ccLocal }) => ccLocal !== undefined);
  return html`<svg class="plot long" viewBox="0 0 ${WIDE} ${HIGH}" role="img" aria-label="Q-score and correlation of ${residues.length} residues of chain ${chain}">
${expected ? html`<rect class="shade" x="${LEFT}" y="${y(expected.high)}" width="${WIDE - LEFT - RIGHT}" height="${round(y(expected.low) - y(expected.high))}"/>` : null}
${[0, 0.5, 1].map((value) => html`<line class="axis" x1="${LEFT}" x2="${WIDE - RIGHT}" y1="${y(value)}" y2="${y(value)}"/><text x="${LEFT - 5}" y="${y(value) + 4}" text-anchor="end">${value}</text>`)}
${line("cc", ({ cc }) => cc)}${hasLocal ? line("local", ({ ccLocal }) => ccLocal) : null}${line("q", ({ q }) => q)}
${residues.map((residue, n) => (residue.poor ? html`<rect class="poor" x="${round(x(n) - Math.max(1, step / 2))}" y="${ground + 2}" width="${round(Math.max(2, step))}" height="6"><title>${residue.name} ${residue.number}: Q ${residue.q.toFixed(2)}, CC ${residue.cc.toFixed(2)}</title></rect>` : null))}
${labels(residues, step).map((n) => html`<text x="${x(n)}" y="${ground + 21}" text-anchor="middle">${residues[n].number}</text>`)}
<text x="${LEFT}" y="11"><tspan class="q">Q-score</tspan><tspan class="cc" dx="14">correlation</tspan>${hasLocal ? html`<tspan class="local" dx="14">correlation at its own resolution</tspan>` : null}</text>
<text x="${WIDE / 2}" y="${HIGH - 2}" text-anchor="middle">residue of chain ${chain}</text>
</svg>`;
}

/** Residues to label: round numbers, about as far apart as text needs. */
function labels(residues: readonly ResidueDocument[], step: number): number[] {
  const wanted = LABEL_GAP / step;
  const every = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((size) => size >= wanted) ?? 2000;
  const chosen: number[] = [];
  for (const [n, { number }] of residues.entries()) {
    const isFar = chosen.length === 0 || n - chosen[chosen.length - 1] >= wanted / 2;
    if (number % every === 0 && isFar) chosen.push(n);
  }
  return chosen;
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}
