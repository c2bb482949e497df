import { useState } from "react";
import { makeDifference } from "#renderer/commands/difference.ts";
import { useRun } from "#renderer/panels/app/context.ts";
import { lookAtResidue } from "#renderer/panels/validate/look-at.ts";
import type { JudgePlan } from "#renderer/panels/validate/use-judge.ts";
import type { Difference } from "#renderer/stores/judged.ts";
import { specOf } from "#renderer/stores/scene.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Section } from "#renderer/ui/Section.tsx";
import { Select } from "#renderer/ui/Select.tsx";

const SCALES = [
  { value: "global", text: "once, near the model" },
  { value: "shells", text: "by shells of resolution" },
  { value: "local", text: "where it is, 3 resolutions wide" },
  { value: "half maps", text: "by the noise of half maps" },
] as const;

type Scale = (typeof SCALES)[number]["value"];

/** What the map has and the model has not, and where most of it is. */
export function DifferenceSection({ plan }: { plan: JudgePlan }) {
  const run = useRun();
  const [scale, setScale] = useState<Scale>("local");
  const { model, map, resolution, bFactor, halves, difference } = plan;
  const offered = SCALES.filter(({ value }) => value !== "half maps" || halves);
  const chosen = offered.some(({ value }) => value === scale) ? scale : "local";
  const wishes = { map, resolution: resolution.value, bFactor, scale: chosen, ...(halves && { halves }) };
  return (
    <Section title="Difference map">
      <p className="soft">What the map has and the model has not, in σ: green above 3, red below −3.</p>
      <div className="fields validate-fields">
        <span className="label">Scaled</span>
        <Select label="How the model map is scaled" value={chosen} options={offered} onChange={setScale} />
      </div>
      <div className="buttons validate-actions">
        <Button onClick={() => run((app) => makeDifference(app, model, wishes))}>Make difference map</Button>
      </div>
      {difference ? <Peaks difference={difference} plan={plan} /> : null}
    </Section>
  );
}

function Peaks({ difference: { peaks }, plan: { model } }: { difference: Difference; plan: JudgePlan }) {
  const run = useRun();
  if (peaks.length === 0) return <p className="soft validate-why">No peak reaches 3 σ.</p>;
  return (
    <ul className="worst">
      {peaks.map((peak) => (
        <li key={peak.place.join()}>
          <button
            type="button"
            className="link"
            onClick={() => run((app) => lookAtResidue(app, model, peak))}
          >
            {peak.height.toFixed(1)} σ
          </button>
          <span>
            {peak.distance.toFixed(1)} Å from {peak.name} {peak.number}
            {peak.insertionCode} {peak.atom} of {specOf(model)}
            {peak.chain === "" ? "" : `/${peak.chain}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
