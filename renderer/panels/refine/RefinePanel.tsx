import { refineInMap } from "#renderer/commands/refine-model.ts";
import { useRun } from "#renderer/panels/app/context.ts";
import { RefineFields } from "#renderer/panels/refine/RefineFields.tsx";
import { RefinementSection } from "#renderer/panels/refine/RefinementSection.tsx";
import { type RefinePlan, useRefine } from "#renderer/panels/refine/use-refine.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Section } from "#renderer/ui/Section.tsx";
import "#renderer/panels/refine/refine.css";

/** Improves a placed model against a map: what will be refined and why, and what came of it. */
export function RefinePanel() {
  const { plan, ...state } = useRefine();
  const run = useRun();
  if (!plan) {
    return (
      <div className="panel">
        <p className="section hint">
          Open a map and a model that is in its place. It is refined here: where its chains and atoms are, its
          B factors and occupancies, checked against data that the refinement does not see.
        </p>
      </div>
    );
  }
  const { rigid, coordinates, bFactors, occupancy } = plan.stages;
  const isNothing = !rigid && !coordinates && bFactors === null && occupancy === null;
  return (
    <div className="panel">
      {plan.refined ? <RefinementSection refined={plan.refined} /> : null}
      <Section title="Refine">
        <Sentence plan={plan} />
        <RefineFields plan={plan} {...state} />
        <div className="buttons refine-actions">
          <Button
            kind="primary"
            disabled={isNothing}
            onClick={() => run((app) => refineInMap(app, plan.judge.model, plan.wishes))}
          >
            {plan.refined ? "Refine again" : "Refine"}
          </Button>
        </div>
        {isNothing ? <p className="soft refine-why">Nothing is chosen to be refined.</p> : null}
      </Section>
    </div>
  );
}

function Sentence({ plan: { judge } }: { plan: RefinePlan }) {
  const { model, map, resolution, halves } = judge;
  return (
    <>
      <p>
        Refine <b>{model.name}</b>, where it is drawn, against <b>{(halves?.[0] ?? map).name}</b> at{" "}
        {resolution.value} Å{halves ? `; ${halves[1].name} is held out` : ""}.
      </p>
      <p className="soft refine-why">Resolution {resolution.reason}.</p>
    </>
  );
}
