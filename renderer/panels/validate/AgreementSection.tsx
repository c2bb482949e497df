import { FileText, Table } from "lucide-react";
import { colorByJudgement } from "#renderer/commands/color-by-judgement.ts";
import { saveValidation } from "#renderer/commands/save-validation.ts";
import { useRun } from "#renderer/panels/app/context.ts";
import { ChainPlot } from "#renderer/panels/validate/ChainPlot.tsx";
import { WorstResidues } from "#renderer/panels/validate/WorstResidues.tsx";
import type { Judgement } from "#renderer/stores/judged.ts";
import type { ModelEntry } from "#renderer/stores/scene.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Section } from "#renderer/ui/Section.tsx";

const VERDICT_CLASS = { agrees: "clear", "in part": "ambiguous", disagrees: "none" } as const;

/** The verdict of a validation, its numbers, a plot per chain and the residues to look at first. */
export function AgreementSection({ judgement, model }: { judgement: Judgement; model: ModelEntry }) {
  const run = useRun();
  const { document } = judgement;
  const { verdict, correlations, scores, fsc, expectedQ, chains } = document;
  const isMoved = judgement.motion !== model.motion;
  return (
    <Section title="Agreement">
      <div className={`verdict-box ${VERDICT_CLASS[verdict.kind]}`}>
        <p className={`verdict ${VERDICT_CLASS[verdict.kind]}`} role="status">
          {verdict.sentence}
        </p>
      </div>
      {isMoved ? (
        <p className="soft validate-why">The model has moved since: validate it again for where it is now.</p>
      ) : null}
      <div className="fields validate-numbers">
        <Measure
          label="Q-score"
          value={fixed(scores.q)}
          aside={expectedQ ? `${fixed(expectedQ.value)} expected` : ""}
        />
        <Measure label="CC mask" value={fixed(correlations.mask)} aside="near the model" />
        <Measure label="CC box" value={fixed(correlations.box)} aside="all voxels" />
        <Measure
          label="FSC 0.5"
          value={fsc.map.resolution05 === null ? "never" : `${fsc.map.resolution05.toFixed(2)} Å`}
          aside="model and map"
        />
      </div>
      <div className="buttons validate-actions">
        <Button onClick={() => run((app) => colorByJudgement(app, [model], "qscore", { range: null }))}>
          Colour by Q
        </Button>
        <Button onClick={() => run((app) => colorByJudgement(app, [model], "cc", { range: null }))}>
          Colour by CC
        </Button>
        <Button
          kind="quiet"
          icon={<FileText />}
          label="Save the report (HTML)"
          onClick={() => run((app) => saveValidation(app, judgement, "html"))}
        />
        <Button
          kind="quiet"
          icon={<Table />}
          label="Save the residues (CSV)"
          onClick={() => run((app) => saveValidation(app, judgement, "csv"))}
        />
      </div>
      {chains.map(({ chain }) => (
        <ChainPlot key={chain} chain={chain} document={document} model={model} />
      ))}
      <WorstResidues document={document} model={model} />
    </Section>
  );
}

function Measure({ label, value, aside }: { label: string; value: string; aside: string }) {
  return (
    <>
      <span className="label">{label}</span>
      <span>
        <b className="number">{value}</b> <span className="soft">{aside}</span>
      </span>
    </>
  );
}

function fixed(value: number): string {
  return value.toFixed(2);
}
