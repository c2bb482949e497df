import { useApp } from "#renderer/panels/app/context.ts";
import { ResolutionFields } from "#renderer/panels/modelmap/ResolutionFields.tsx";
import type { ModelMapPlan, ModelMapState } from "#renderer/panels/modelmap/use-model-map.ts";
import type { ModelMapOptions } from "#renderer/stores/settings.ts";
import { NumberField } from "#renderer/ui/NumberField.tsx";
import { Select } from "#renderer/ui/Select.tsx";

const KERNELS = [
  { value: "vrm", text: "electron scattering" },
  { value: "molmap", text: "Gaussians, as ChimeraX" },
] as const;

const B_FACTORS = [
  { value: "file", text: "of the file" },
  { value: "none", text: "none" },
  { value: "one", text: "one for all" },
] as const;

const ACCURACIES = [
  { value: "0.01", text: "1 % of a peak" },
  { value: "0.001", text: "0.1 %, all ripples" },
  { value: "0.0001", text: "0.01 %, all ripples" },
] as const;

/** Everything a model map can be told. */
export function ModelMapFields({
  plan,
  setChains,
  setLocal,
}: { plan: ModelMapPlan } & Pick<ModelMapState, "setChains" | "setLocal">) {
  const app = useApp();
  const { options, map } = plan;
  const set = (change: Partial<ModelMapOptions>) =>
    app.stores.settings.setState(({ modelMap }) => ({ modelMap: { ...modelMap, ...change } }));
  return (
    <div className="fields fit-options">
      <span className="label">Made from</span>
      <Select
        label="What the map is made from"
        value={options.kernel}
        options={KERNELS}
        onChange={(kernel) => set({ kernel })}
      />
      <span className="label">Resolution</span>
      <NumberField
        label="Resolution of the model map, Å"
        unit="Å"
        value={options.resolution}
        placeholder={String(plan.resolution.value)}
        min={0.5}
        max={60}
        onCommit={(resolution) => set({ resolution })}
      />
      {options.kernel === "vrm" ? (
        <>
          <ResolutionFields plan={plan} setChains={setChains} setLocal={setLocal} />
          <span className="label">B factors</span>
          <Select
            label="B factors"
            value={options.bFactor}
            options={B_FACTORS}
            onChange={(bFactor) => set({ bFactor })}
          />
          {options.bFactor === "one" ? (
            <>
              <span className="label">B</span>
              <NumberField
                label="B of all atoms, Å²"
                unit="Å²"
                value={options.oneB}
                min={-200}
                max={2000}
                onCommit={(oneB) => set({ oneB: oneB ?? 0 })}
              />
            </>
          ) : null}
          <span className="label">Error</span>
          <Select
            label="Largest error"
            value={options.accuracy}
            options={ACCURACIES}
            onChange={(accuracy) => set({ accuracy })}
          />
        </>
      ) : null}
      {map ? (
        <>
          <span className="label">Grid</span>
          <label className="check">
            <input
              type="checkbox"
              checked={options.onGrid}
              onChange={(event) => set({ onGrid: event.target.checked })}
            />
            that of {map.name}
          </label>
        </>
      ) : null}
    </div>
  );
}
