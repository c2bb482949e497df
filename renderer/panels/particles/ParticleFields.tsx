import { useApp, useParticles } from "#renderer/panels/app/context.ts";
import { MaskProblems, PartFields } from "#renderer/panels/particles/PartFields.tsx";
import type { ParticleOptions } from "#renderer/stores/particles.ts";
import { NumberField } from "#renderer/ui/NumberField.tsx";
import { Select } from "#renderer/ui/Select.tsx";
import type { ParticleReport } from "#workers/particle-calls.ts";

const MOST_ITERATIONS = 100;
const GROUPS = [
  "C1",
  "C2",
  "C3",
  "C4",
  "C5",
  "C6",
  "C7",
  "C8",
  "D2",
  "D3",
  "D4",
  "D5",
  "D6",
  "D7",
  "T",
  "O",
  "I",
];

/** What may be chosen of a refinement, and what the program chose, with the reasons. */
export function ParticleFields({ report }: { report: ParticleReport }) {
  const app = useApp();
  const options = useParticles((state) => state.options);
  const change = (changed: Partial<ParticleOptions>) =>
    app.stores.particles.setState((state) => ({ options: { ...state.options, ...changed } }));
  const groups = GROUPS.includes(options.symmetry) ? GROUPS : [options.symmetry, ...GROUPS];
  return (
    <>
      <div className="fields">
        <span className="label">Iterations</span>
        <NumberField
          label="Iterations"
          value={options.iterations}
          min={options.patches === null ? 1 : 0}
          max={MOST_ITERATIONS}
          step={1}
          onCommit={(value) => value !== null && change({ iterations: Math.round(value) })}
        />
        <span className="label">Symmetry</span>
        <Select
          label="Symmetry that is imposed on the maps"
          value={options.symmetry}
          options={groups.map((value) => ({ value, text: value }))}
          onChange={(symmetry) => change({ symmetry })}
        />
      </div>
      <PartFields options={options} change={change} />
      <MaskProblems report={report} options={options} />
      <details className="particles-why">
        <summary>What is chosen, and why</summary>
        <dl>
          {report.settings
            .filter(([what]) => what !== "Iterations" && what !== "Symmetry")
            .map(([what, value, why]) => (
              <div key={what}>
                <dt>
                  {what}: <b>{value}</b>
                </dt>
                <dd className="soft">{why}</dd>
              </div>
            ))}
        </dl>
      </details>
    </>
  );
}
