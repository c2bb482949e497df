import { useState } from "react";
import { maskProblem } from "#core/particles/mask-grid.ts";
import { useScene } from "#renderer/panels/app/context.ts";
import { openOptions, type ParticleOptions } from "#renderer/stores/particles.ts";
import { isMap, specOf } from "#renderer/stores/scene.ts";
import { NumberField } from "#renderer/ui/NumberField.tsx";
import { Select } from "#renderer/ui/Select.tsx";
import type { ParticleReport } from "#workers/particle-calls.ts";
import type { VolumeId } from "#workers/protocol.ts";

const MOST_PATCHES = 100;

/** Which parts of the particle count, steer the poses, or are refined on their own; folded until something is chosen. */
export function PartFields(props: {
  options: ParticleOptions;
  change: (changed: Partial<ParticleOptions>) => void;
}) {
  const { options, change } = props;
  const { mask, focus, patches } = options;
  // Taking a choice back must not fold it from under the pointer.
  const [isOpen] = useState(mask !== null || focus !== null || patches !== null);
  return (
    <details className="particles-why" open={isOpen}>
      <summary>Mask, focus, patches</summary>
      <div className="fields">
        <span className="label">Mask</span>
        <MapChoice
          label="Mask: what counts in the FSC and the models"
          none="automatic"
          value={options.mask}
          onChange={(mask) => change({ mask })}
        />
        <span className="label">Focus</span>
        <MapChoice
          label="Focus: the part of the particle that poses are told by"
          none="none"
          value={options.focus}
          onChange={(focus) => change({ focus })}
        />
        <span className="label">Patches</span>
        <NumberField
          label="Patches"
          value={options.patches}
          placeholder="none"
          min={1}
          max={MOST_PATCHES}
          step={1}
          onCommit={(value) => change({ patches: value === null ? null : Math.round(value) })}
        />
      </div>
    </details>
  );
}

/** Why a map that was chosen cannot be a mask of these particles. */
export function MaskProblems({ report, options }: { report: ParticleReport; options: ParticleOptions }) {
  const entries = useScene((state) => state.entries);
  const { mask, focus } = openOptions(options, entries);
  const chosen = entries.filter(isMap).filter(({ id }) => id === mask || id === focus);
  return chosen.map((map) => {
    const problem = maskProblem(`${specOf(map)} ${map.name}`, map.grid, report);
    return problem === null ? null : (
      <p key={map.id} className="particles-refusal" role="alert">
        {problem}
      </p>
    );
  });
}

function MapChoice(props: {
  label: string;
  /** What it is called when no map is chosen. */
  none: string;
  value: VolumeId | null;
  onChange: (map: VolumeId | null) => void;
}) {
  const { label, none, value, onChange } = props;
  const entries = useScene((state) => state.entries);
  const maps = entries.filter(isMap);
  const options = [
    { value: "", text: none },
    ...maps.map((map) => ({ value: map.id as string, text: `${specOf(map)} ${map.name}` })),
  ];
  const chosen = maps.find(({ id }) => id === value);
  return (
    <Select
      label={label}
      value={chosen?.id ?? ""}
      options={options}
      onChange={(id) => onChange(maps.find((map) => map.id === id)?.id ?? null)}
    />
  );
}
