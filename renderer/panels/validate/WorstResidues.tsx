import { useRun } from "#renderer/panels/app/context.ts";
import { lookAtResidue } from "#renderer/panels/validate/look-at.ts";
import type { Judgement } from "#renderer/stores/judged.ts";
import type { ModelEntry } from "#renderer/stores/scene.ts";

const SHOWN = 8;

/** The residues that the map supports least, as far as they are poor. */
export function WorstResidues({ document, model }: { document: Judgement["document"]; model: ModelEntry }) {
  const run = useRun();
  const poor = document.residues.filter((residue) => residue.poor);
  const worst = poor.toSorted((a, b) => a.q - b.q).slice(0, SHOWN);
  if (worst.length === 0) return <p className="soft validate-why">No residue is poor.</p>;
  return (
    <>
      <p className="soft validate-why">
        {poor.length === 1 ? "One residue is" : `${poor.length} residues are`} poor; the worst:
      </p>
      <ul className="worst">
        {worst.map((residue) => (
          <li key={`${residue.chain}${residue.number}${residue.insertionCode}`}>
            <button
              type="button"
              className="link"
              onClick={() => run((app) => lookAtResidue(app, model, residue))}
            >
              {residue.name} {residue.number}
              {residue.insertionCode} {residue.chain}
            </button>
            <span className="number">Q {residue.q.toFixed(2)}</span>
            <span className="number">CC {Number.isFinite(residue.cc) ? residue.cc.toFixed(2) : "–"}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
