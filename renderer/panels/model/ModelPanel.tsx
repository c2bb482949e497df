import { useScene, useSelection } from "#renderer/panels/app/context.ts";
import { LookFields } from "#renderer/panels/model/LookFields.tsx";
import { grouped } from "#renderer/stores/format.ts";
import { isGaussian, modelSize } from "#renderer/stores/model-size.ts";
import { isModel, type ModelEntry, modelById, specOf } from "#renderer/stores/scene.ts";
import { Section } from "#renderer/ui/Section.tsx";

/** The look of the model the panels talk about, and of the copies placed of it. */
export function ModelPanel() {
  const chosen = useSelection((state) => state.model);
  const model = useScene((state) => modelById(state, chosen) ?? state.entries.find(isModel));
  if (!model) return <p className="panel section hint">Open a model to choose how it is drawn.</p>;
  return (
    <div className="panel">
      <Section
        isName
        title={`${specOf(model)} ${model.name}`}
        aside={isGaussian(model) ? modelSize(model) : `${grouped(model.atoms)} atoms`}
      >
        <LookFields model={model} />
      </Section>
      <Facts model={model} />
    </div>
  );
}

function Facts({ model }: { model: ModelEntry }) {
  const chains = model.chains.join(" ");
  return (
    <Section title="Contents">
      <div className="fields">
        <span className="label">Chains</span>
        <span>{chains || "none"}</span>
        {isGaussian(model) ? null : (
          <>
            <span className="label">Residues</span>
            <span>{grouped(model.residues)}</span>
            <span className="label">Mass</span>
            <span>{(model.mass / 1000).toFixed(1)} kDa</span>
          </>
        )}
        <span className="label">Resolution</span>
        <span>{model.resolution === null ? "not stated" : `${model.resolution} Å`}</span>
      </div>
    </Section>
  );
}
