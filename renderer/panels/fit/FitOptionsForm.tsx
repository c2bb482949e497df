import { FIT_DEFAULTS } from "#core/fit/params.ts";
import { useApp } from "#renderer/panels/app/context.ts";
import type { FitPlan } from "#renderer/panels/fit/use-fit.ts";
import { density, grouped } from "#renderer/stores/format.ts";
import type { FitOptions } from "#renderer/stores/settings.ts";
import { NumberField } from "#renderer/ui/NumberField.tsx";
import { Select } from "#renderer/ui/Select.tsx";

const ATOMS = [
  { value: "all", text: "all heavy atoms" },
  { value: "backbone", text: "backbone" },
  { value: "ca", text: "Cα only" },
] as const;

const SCORES = [
  { value: "vrm", text: "electron scattering" },
  { value: "molmap", text: "molmap, as ChimeraX" },
] as const;

const SYMMETRIES = [
  "",
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
].map((value) => ({ value, text: value || "none" }));

/** Everything a fit can be told; what is left empty is chosen from the data. */
export function FitOptionsForm({ plan: { model, options } }: { plan: FitPlan }) {
  const app = useApp();
  const set = (change: Partial<FitOptions>) =>
    app.stores.settings.setState(({ fit }) => ({ fit: { ...fit, ...change } }));
  return (
    <div className="fields fit-options">
      <span className="label">Resolution</span>
      <NumberField
        label="Resolution, Å"
        unit="Å"
        value={options.resolution}
        placeholder={model.resolution === null ? "guessed" : String(model.resolution)}
        min={1}
        max={60}
        onCommit={(resolution) => set({ resolution })}
      />
      <span className="label">Level</span>
      <NumberField
        label="Contour level for the fit, map units"
        value={options.level}
        placeholder="chosen"
        show={density}
        onCommit={(level) => set({ level })}
      />
      <span className="label">Starts</span>
      <NumberField
        label="Number of starts"
        value={options.starts}
        placeholder="until confirmed"
        show={grouped}
        min={1}
        max={100_000}
        onCommit={(starts) => set({ starts: starts === null ? null : Math.round(starts) })}
      />
      <span className="label">Atoms</span>
      <Select
        label="Atoms that are fitted"
        value={options.atoms}
        options={ATOMS}
        onChange={(atoms) => set({ atoms })}
      />
      <span className="label">Scores</span>
      <Select
        label="Model map that placements are ranked by"
        value={options.score ?? FIT_DEFAULTS.score}
        options={SCORES}
        onChange={(score) => set({ score })}
      />
      <span className="label">Symmetry</span>
      <Select
        label="Symmetry of the map"
        value={options.symmetry}
        options={SYMMETRIES}
        onChange={(symmetry) => set({ symmetry })}
      />
      <span className="label">Seed</span>
      <NumberField
        label="Seed of the random numbers"
        value={options.seed}
        min={0}
        step={1}
        onCommit={(seed) => set({ seed: Math.round(seed ?? FIT_DEFAULTS.seed) })}
      />
      <span className="label">Chains</span>
      <label className="check">
        <input
          type="checkbox"
          checked={options.split}
          onChange={(event) => set({ split: event.target.checked })}
        />
        fit each chain on its own
      </label>
    </div>
  );
}
