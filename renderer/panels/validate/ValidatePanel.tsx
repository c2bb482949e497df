import { validateModel } from "#renderer/commands/validate.ts";
import { useRun } from "#renderer/panels/app/context.ts";
import { AgreementSection } from "#renderer/panels/validate/AgreementSection.tsx";
import { DifferenceSection } from "#renderer/panels/validate/DifferenceSection.tsx";
import { JudgeFields } from "#renderer/panels/validate/JudgeFields.tsx";
import { RotamerSection } from "#renderer/panels/validate/RotamerSection.tsx";
import { type JudgePlan, useJudge } from "#renderer/panels/validate/use-judge.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Section } from "#renderer/ui/Section.tsx";
import "#renderer/panels/validate/validate.css";

/** How well a model agrees with a map: what is compared, the verdict, and where they differ. */
export function ValidatePanel() {
  const { plan, ...setters } = useJudge();
  const run = useRun();
  if (!plan) {
    return (
      <div className="panel">
        <p className="section hint">
          Open a map and a model that is in its place. How well they agree, residue by residue, is told here.
        </p>
      </div>
    );
  }
  const { model, map, resolution, bFactor, halves, local } = plan;
  const wishes = {
    map,
    resolution: resolution.value,
    bFactor,
    ...(halves && { halves }),
    ...(local && { localResolution: local }),
  };
  return (
    <div className="panel">
      <Section title="Validate">
        <Sentence plan={plan} />
        <JudgeFields plan={plan} {...setters} />
        <div className="buttons validate-actions">
          <Button kind="primary" onClick={() => run((app) => validateModel(app, model, wishes))}>
            {plan.judgement ? "Validate again" : "Validate"}
          </Button>
        </div>
      </Section>
      {plan.judgement ? <AgreementSection judgement={plan.judgement} model={model} /> : null}
      <RotamerSection plan={plan} />
      <DifferenceSection plan={plan} />
    </div>
  );
}

function Sentence({ plan: { model, map, resolution } }: { plan: JudgePlan }) {
  return (
    <>
      <p>
        Compare <b>{model.name}</b>, where it is drawn, with <b>{map.name}</b> at {resolution.value} Å.
      </p>
      <p className="soft validate-why">Resolution {resolution.reason}.</p>
    </>
  );
}
