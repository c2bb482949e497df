import { colorEntries, setTransparency, styleModels } from "#renderer/commands/look.ts";
import { useApp, useRun, useScene, useSelection } from "#renderer/panels/app/context.ts";
import { grouped } from "#renderer/stores/format.ts";
import { changeLook, isModel, isPlaced, type ModelEntry, modelById, specOf } from "#renderer/stores/scene.ts";
import { Section } from "#renderer/ui/Section.tsx";
import { Select } from "#renderer/ui/Select.tsx";
import { Slider } from "#renderer/ui/Slider.tsx";

const ATOMS = [
  { value: "none", text: "not shown" },
  { value: "stick", text: "sticks" },
  { value: "sphere", text: "spheres" },
] as const;

const COLORS = [
  { value: "bychain", text: "by chain" },
  { value: "byb", text: "by B factor" },
  { value: "one", text: "one colour" },
] as const;

/** The look of the model the panels talk about, and of the copies placed of it. */
export function ModelPanel() {
  const chosen = useSelection((state) => state.model);
  const model = useScene((state) => modelById(state, chosen) ?? state.entries.find(isModel));
  if (!model) return <p className="panel section hint">Open a model to choose how it is drawn.</p>;
  return (
    <div className="panel">
      <Section isName title={`${specOf(model)} ${model.name}`} aside={`${grouped(model.atoms)} atoms`}>
        <ModelLook model={model} />
      </Section>
      <Facts model={model} />
    </div>
  );
}

function ModelLook({ model }: { model: ModelEntry }) {
  const app = useApp();
  const run = useRun();
  const all = useScene((state) => state.entries);
  const targets = all.filter((entry) => entry === model || (isPlaced(entry) && entry.model === model.id));
  const { color, cartoon, atoms, opacity } = model.look;
  const plain = color === "bychain" || color === "byb" ? null : color;
  const paint = (wanted: typeof color) => run(() => colorEntries(app, targets, wanted));
  return (
    <div className="fields">
      <span className="label">Cartoon</span>
      <label className="check">
        <input
          type="checkbox"
          checked={cartoon}
          onChange={(event) => run(() => styleModels(app, targets, { cartoon: event.target.checked }))}
        />
        show
      </label>
      <span className="label">Atoms</span>
      <Select
        label="Atoms"
        value={atoms}
        options={ATOMS}
        onChange={(wanted) => run(() => styleModels(app, targets, { atoms: wanted }))}
      />
      <span className="label">Colour</span>
      <Select
        label="Colour"
        value={plain === null ? (color as "bychain" | "byb") : "one"}
        options={COLORS}
        onChange={(wanted) => paint(wanted === "one" ? "#4cc2b0" : wanted)}
      />
      <span className="label">Opacity</span>
      <Slider
        label="Opacity"
        value={opacity}
        min={0.1}
        max={1}
        step={0.05}
        show={(value) => value.toFixed(2)}
        onMove={(value) => {
          for (const entry of targets) changeLook(app.stores.scene, specOf(entry), { opacity: value });
        }}
        onCommit={(value) => run(() => setTransparency(app, targets, Math.round(100 * (1 - value))))}
      />
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
        <span className="label">Residues</span>
        <span>{grouped(model.residues)}</span>
        <span className="label">Mass</span>
        <span>{(model.mass / 1000).toFixed(1)} kDa</span>
        <span className="label">Resolution</span>
        <span>{model.resolution === null ? "not stated" : `${model.resolution} Å`}</span>
      </div>
    </Section>
  );
}
