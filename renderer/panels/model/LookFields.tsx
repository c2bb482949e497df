import { labelModels, setTransparency, styleModels } from "#renderer/commands/look.ts";
import { useApp, useRun, useScene } from "#renderer/panels/app/context.ts";
import { ColorField } from "#renderer/panels/model/ColorField.tsx";
import { changeLook, isPlaced, type ModelEntry, specOf } from "#renderer/stores/scene.ts";
import { Select } from "#renderer/ui/Select.tsx";
import { Slider } from "#renderer/ui/Slider.tsx";

const ATOMS = [
  { value: "none", text: "not shown" },
  { value: "stick", text: "sticks" },
  { value: "ball", text: "balls and sticks" },
  { value: "sphere", text: "spheres" },
] as const;

const LABELS = [
  { value: "none", text: "none" },
  { value: "chains", text: "chains" },
  { value: "residues", text: "residues" },
] as const;

/** How a model and the copies placed of it are drawn. */
export function LookFields({ model }: { model: ModelEntry }) {
  const app = useApp();
  const run = useRun();
  const all = useScene((state) => state.entries);
  const targets = all.filter((entry) => entry === model || (isPlaced(entry) && entry.model === model.id));
  const { atoms, labels, opacity } = model.look;
  return (
    <div className="fields">
      <PartFields model={model} />
      <span className="label">Atoms</span>
      <Select
        label="Atoms"
        value={atoms}
        options={ATOMS}
        onChange={(wanted) => run(() => styleModels(app, targets, { atoms: wanted }))}
      />
      <ColorField model={model} />
      <span className="label">Labels</span>
      <Select
        label="Labels"
        value={labels}
        options={LABELS}
        onChange={(wanted) => run(() => labelModels(app, targets, wanted))}
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
      <p className="hint wide">First drawn so because: {model.lookReason}.</p>
    </div>
  );
}

function PartFields({ model }: { model: ModelEntry }) {
  const app = useApp();
  const run = useRun();
  const all = useScene((state) => state.entries);
  const targets = all.filter((entry) => entry === model || (isPlaced(entry) && entry.model === model.id));
  const parts: readonly { part: "cartoon" | "trace" | "ligands"; text: string }[] = [
    { part: "cartoon", text: "cartoon" },
    { part: "trace", text: "trace" },
    { part: "ligands", text: "ligands" },
  ];
  return (
    <>
      <span className="label">Show</span>
      <span className="checks">
        {parts.map(({ part, text }) => (
          <label key={part} className="check">
            <input
              type="checkbox"
              checked={model.look[part]}
              onChange={(event) => run(() => styleModels(app, targets, { [part]: event.target.checked }))}
            />
            {text}
          </label>
        ))}
      </span>
    </>
  );
}
