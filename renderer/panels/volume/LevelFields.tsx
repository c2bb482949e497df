import type { VolumeChange } from "#renderer/commands/volume.ts";
import { density, fixed } from "#renderer/stores/format.ts";
import { enclosedVolume, levelInRms, levelInSd, proteinMass } from "#renderer/stores/level.ts";
import type { MapEntry } from "#renderer/stores/scene.ts";
import { NumberField } from "#renderer/ui/NumberField.tsx";

/** A level in every unit at once: map units, sd above the mean, multiples of the rms, volume enclosed. Each can be typed. */
export function LevelFields(props: {
  map: MapEntry;
  level: number;
  onChange: (change: VolumeChange) => void;
}) {
  const { map, level, onChange } = props;
  const enclosed = enclosedVolume(map, level);
  const mass = proteinMass(enclosed) / 1000;
  return (
    <>
      <div className="level-fields">
        <span aria-hidden="true">level</span>
        <span aria-hidden="true">sd</span>
        <span aria-hidden="true">rms</span>
        <span aria-hidden="true">nm³</span>
        <NumberField
          label="Level, map units"
          value={level}
          show={density}
          step={(map.max - map.min) / 200}
          onCommit={(value) => value !== null && onChange({ level: value })}
        />
        <NumberField
          label="Level, standard deviations above the mean"
          value={levelInSd(map, level)}
          show={(value) => value.toFixed(2)}
          step={0.1}
          onCommit={(sdLevel) => sdLevel !== null && onChange({ sdLevel })}
        />
        <NumberField
          label="Level, multiples of the rms about 0"
          value={levelInRms(map, level)}
          show={(value) => value.toFixed(2)}
          step={0.1}
          onCommit={(rmsLevel) => rmsLevel !== null && onChange({ rmsLevel })}
        />
        <NumberField
          label="Volume enclosed, nm³"
          value={enclosed / 1000}
          show={(value) => value.toFixed(value < 10 ? 2 : value < 1000 ? 1 : 0)}
          min={0}
          onCommit={(nm) => nm !== null && onChange({ encloseVolume: nm * 1000 })}
        />
      </div>
      <p
        className="hint level-mass"
        title="The volume as protein of 1.35 g/cm³: 0.813 Da per Å³, 1 kDa in 1.23 nm³. At low levels noise and solvent count too."
      >
        ≈ {fixed(mass, mass < 9.95 ? 1 : 0)} kDa of protein
      </p>
    </>
  );
}
