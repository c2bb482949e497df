import type { RefineStages } from "#core/refine/propose-stages.ts";
import { useApp, useSettings } from "#renderer/panels/app/context.ts";
import type { RefinePlan, RefineState } from "#renderer/panels/refine/use-refine.ts";
import { HalfFields, LocalField } from "#renderer/panels/validate/JudgeFields.tsx";
import { Button } from "#renderer/ui/Button.tsx";
import { NumberField } from "#renderer/ui/NumberField.tsx";
import { Select } from "#renderer/ui/Select.tsx";

const B_FACTORS = [
  { value: "none", text: "as they are" },
  { value: "chain", text: "per chain" },
  { value: "residue", text: "per residue" },
  { value: "atom", text: "per atom" },
] as const;

const OCCUPANCIES = [
  { value: "none", text: "as they are" },
  { value: "partial", text: "partly there" },
  { value: "residues", text: "all residues" },
] as const;

const RESULTS = [
  { value: "new", text: "new model" },
  { value: "replace", text: "in its place" },
] as const;

/** What a refinement can be told. The resolution is that of the Model map panel. */
export function RefineFields({ plan, ...state }: { plan: RefinePlan } & Omit<RefineState, "plan">) {
  const { stages, replace, judge } = plan;
  const set = (change: Partial<RefineStages>) => state.setStages({ ...stages, ...change });
  return (
    <div className="fields refine-fields">
      <ResolutionField placeholder={String(judge.resolution.value)} />
      <LocalField plan={judge} setLocal={state.setLocal} />
      <span className="label">Shift</span>
      <span className="checks">
        <Check text="chains, rigid" checked={stages.rigid} onChange={(rigid) => set({ rigid })} />
        <Check
          text="atoms, restrained"
          checked={stages.coordinates}
          onChange={(coordinates) => set({ coordinates })}
        />
      </span>
      <span className="label">B factors</span>
      <Select
        label="B factors that are refined"
        value={stages.bFactors ?? "none"}
        options={B_FACTORS}
        onChange={(value) => set({ bFactors: value === "none" ? null : value })}
      />
      <span className="label">Occupancies</span>
      <Select
        label="Occupancies that are refined"
        value={stages.occupancy ?? "none"}
        options={OCCUPANCIES}
        onChange={(value) => set({ occupancy: value === "none" ? null : value })}
      />
      {judge.others.length > 1 ? <HalfFields plan={judge} setHalves={state.setHalves} /> : null}
      <span className="label">Result</span>
      <Select
        label="Where the refined model goes"
        value={replace ? "replace" : "new"}
        options={RESULTS}
        onChange={(value) => state.setReplace(value === "replace")}
      />
      <Reason plan={plan} setStages={state.setStages} />
    </div>
  );
}

function Reason({
  plan: { isOwn, proposed },
  setStages,
}: { plan: RefinePlan } & Pick<RefineState, "setStages">) {
  if (!isOwn) return <p className="hint wide">Chosen so because {proposed.reason}.</p>;
  return (
    <p className="hint wide refine-own">
      Your choice.
      <Button kind="quiet" onClick={() => setStages(null)}>
        Use what is proposed
      </Button>
    </p>
  );
}

function ResolutionField({ placeholder }: { placeholder: string }) {
  const app = useApp();
  const value = useSettings((state) => state.modelMap.resolution);
  return (
    <>
      <span className="label">Resolution</span>
      <NumberField
        label="Resolution of the map, Å"
        unit="Å"
        value={value}
        placeholder={placeholder}
        min={0.5}
        max={60}
        onCommit={(resolution) =>
          app.stores.settings.setState(({ modelMap }) => ({ modelMap: { ...modelMap, resolution } }))
        }
      />
    </>
  );
}

function Check(props: { text: string; checked: boolean; onChange: (checked: boolean) => void }) {
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={props.checked}
        onChange={(event) => props.onChange(event.target.checked)}
      />
      {props.text}
    </label>
  );
}
