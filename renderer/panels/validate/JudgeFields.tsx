import { useApp, useSettings } from "#renderer/panels/app/context.ts";
import type { JudgePlan, JudgeState } from "#renderer/panels/validate/use-judge.ts";
import { specOf } from "#renderer/stores/scene.ts";
import type { ModelMapOptions } from "#renderer/stores/settings.ts";
import { NumberField } from "#renderer/ui/NumberField.tsx";
import { Select } from "#renderer/ui/Select.tsx";

const B_FACTORS = [
  { value: "file", text: "of the file" },
  { value: "none", text: "none" },
  { value: "one", text: "one for all" },
] as const;

const NONE = "";

/** What a comparison can be told. Resolution and B are those of the Model map panel. */
export function JudgeFields({
  plan,
  setHalves,
  setLocal,
}: { plan: JudgePlan } & Pick<JudgeState, "setHalves" | "setLocal">) {
  const app = useApp();
  const options = useSettings((state) => state.modelMap);
  const set = (change: Partial<ModelMapOptions>) =>
    app.stores.settings.setState(({ modelMap }) => ({ modelMap: { ...modelMap, ...change } }));
  return (
    <div className="fields validate-fields">
      <span className="label">Resolution</span>
      <NumberField
        label="Resolution of the map, Å"
        unit="Å"
        value={options.resolution}
        placeholder={String(plan.resolution.value)}
        min={0.5}
        max={60}
        onCommit={(resolution) => set({ resolution })}
      />
      <span className="label">B factors</span>
      <Select
        label="B factors of the model map"
        value={options.bFactor}
        options={B_FACTORS}
        onChange={(bFactor) => set({ bFactor })}
      />
      <LocalField plan={plan} setLocal={setLocal} />
      {plan.others.length > 1 ? <HalfFields plan={plan} setHalves={setHalves} /> : null}
    </div>
  );
}

/** Which map holds the resolution of every place; nothing where no other map is open. */
export function LocalField({
  plan: { others, local },
  setLocal,
}: { plan: JudgePlan } & Pick<JudgeState, "setLocal">) {
  if (others.length === 0) return null;
  const options = [
    { value: NONE, text: "everywhere the same" },
    ...others.map((map) => ({ value: String(map.id), text: `from ${specOf(map)} ${map.name}` })),
  ];
  return (
    <>
      <span className="label">Varies</span>
      <Select
        label="Where resolutions of places come from"
        value={local ? String(local.id) : NONE}
        options={options}
        onChange={(value) => setLocal(others.find(({ id }) => id === value)?.id ?? null)}
      />
    </>
  );
}

/** Which maps are the half maps. */
export function HalfFields({ plan, setHalves }: { plan: JudgePlan } & Pick<JudgeState, "setHalves">) {
  const options = [
    { value: NONE, text: "none" },
    ...plan.others.map((map) => ({ value: String(map.id), text: `${specOf(map)} ${map.name}` })),
  ];
  const idOf = (value: string) => plan.others.find(({ id }) => id === value)?.id ?? null;
  const [first, second] = plan.chosenHalves;
  return (
    <>
      <span className="label">Half map 1</span>
      <Select
        label="First half map"
        value={first ?? NONE}
        options={options}
        onChange={(value) => setHalves([idOf(value), second])}
      />
      <span className="label">Half map 2</span>
      <Select
        label="Second half map"
        value={second ?? NONE}
        options={options}
        onChange={(value) => setHalves([first, idOf(value)])}
      />
    </>
  );
}
