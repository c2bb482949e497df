import { Table } from "lucide-react";
import { checkRotamers, saveRotamers } from "#renderer/commands/rotamers.ts";
import { useJudged, useRun } from "#renderer/panels/app/context.ts";
import { lookAtResidue } from "#renderer/panels/validate/look-at.ts";
import type { JudgePlan } from "#renderer/panels/validate/use-judge.ts";
import type { CheckedRotamers } from "#renderer/stores/judged.ts";
import type { ModelEntry } from "#renderer/stores/scene.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Section } from "#renderer/ui/Section.tsx";

/** Side chains for which another rotamer agrees clearly better with the map. */
export function RotamerSection({ plan: { model, map, resolution, local } }: { plan: JudgePlan }) {
  const run = useRun();
  const checked = useJudged(({ rotamers }) => rotamers.find((one) => one.model === model.id));
  const wishes = { map, resolution: resolution.value, ...(local && { localResolution: local }) };
  return (
    <Section title="Rotamers">
      <p className="soft">
        Every standard rotamer of every side chain against what the map has beyond the rest of the model.
      </p>
      <div className="buttons validate-actions">
        <Button onClick={() => run((app) => checkRotamers(app, model, wishes))}>
          {checked ? "Check again" : "Check rotamers"}
        </Button>
        {checked ? (
          <Button
            kind="quiet"
            icon={<Table />}
            label="Save the side chains (CSV)"
            onClick={() => run((app) => saveRotamers(app, model, checked))}
          />
        ) : null}
      </div>
      {checked ? <Findings checked={checked} model={model} /> : null}
    </Section>
  );
}

function Findings({ checked, model }: { checked: CheckedRotamers; model: ModelEntry }) {
  const run = useRun();
  const { residues, summary, rule, remarks, motion } = checked;
  const better = residues
    .flatMap(({ better: found, ...residue }) => (found ? [{ ...residue, found }] : []))
    .toSorted((a, b) => b.found.gain - a.found.gain);
  return (
    <>
      <p className="validate-why" role="status">
        {summary}
      </p>
      {motion === model.motion ? null : (
        <p className="soft validate-why">The model has moved since: check it again for where it is now.</p>
      )}
      <ul className="worst">
        {better.map(({ found, ...residue }) => (
          <li key={residue.start}>
            <button
              type="button"
              className="link"
              onClick={() => run((app) => lookAtResidue(app, model, residue))}
            >
              {residue.name} {residue.number}
              {residue.insertionCode} {residue.chain}
            </button>
            <span className="number rotamer-names">
              {residue.rotamer ?? "none"} → {found.name}
            </span>
            <span className="number rotamer-scores">
              CC {residue.correlation.toFixed(2)} → {found.correlation.toFixed(2)}
            </span>
          </li>
        ))}
      </ul>
      <p className="hint validate-why">{[...remarks, rule].join(" ")}</p>
    </>
  );
}
