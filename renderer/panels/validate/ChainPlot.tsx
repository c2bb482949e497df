import { pointsOf } from "#core/report/plot-line.ts";
import { useRun } from "#renderer/panels/app/context.ts";
import { lookAtResidue } from "#renderer/panels/validate/look-at.ts";
import type { Judgement } from "#renderer/stores/judged.ts";
import type { ModelEntry } from "#renderer/stores/scene.ts";

const WIDE = 280;
const HIGH = 76;
const FOOT = 10;

/** Q-score and correlation along a chain; a click goes to the residue. */
export function ChainPlot(props: { chain: string; document: Judgement["document"]; model: ModelEntry }) {
  const { chain, document, model } = props;
  const run = useRun();
  const residues = document.residues.filter((one) => one.chain === chain && !one.isWater);
  if (residues.length < 2) return null;
  const { expectedQ } = document;
  const step = WIDE / residues.length;
  const x = (n: number) => (n + 0.5) * step;
  const y = (value: number) => (HIGH - FOOT) * (1 - Math.min(1, Math.max(0, value)));
  const lines = (value: (n: number) => number | undefined, name: string) =>
    pointsOf(residues.length, value, { x, y }).map((points) => (
      <polyline key={points} className={name} points={points} />
    ));
  const go = (at: number, width: number) => {
    const residue = residues[Math.min(residues.length - 1, Math.floor((at / width) * residues.length))];
    if (residue) run((app) => lookAtResidue(app, model, residue));
  };
  return (
    <figure className="chain-plot">
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the list below goes to residues by keyboard */}
      <svg
        viewBox={`0 0 ${WIDE} ${HIGH}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Q-score and correlation of ${residues.length} residues of chain ${chain}`}
        onClick={({ nativeEvent, currentTarget }) => go(nativeEvent.offsetX, currentTarget.clientWidth)}
      >
        {expectedQ ? (
          <rect
            className="expected"
            x={0}
            width={WIDE}
            y={y(expectedQ.high)}
            height={y(expectedQ.low) - y(expectedQ.high)}
          />
        ) : null}
        {lines((n) => residues[n]?.cc, "cc")}
        {lines((n) => residues[n]?.q, "q")}
        {residues.map((residue, n) =>
          residue.poor ? (
            <rect
              key={`${residue.number}${residue.insertionCode}`}
              className="poor"
              x={x(n) - Math.max(1, step) / 2}
              width={Math.max(1, step)}
              y={HIGH - FOOT + 3}
              height={5}
            />
          ) : null,
        )}
      </svg>
      <figcaption className="hint">
        Chain {chain || "(blank)"}: <span className="q">Q-score</span>,{" "}
        <span className="cc">correlation</span>
        {expectedQ ? "; band: Q as models have it at this resolution" : ""}
      </figcaption>
    </figure>
  );
}
