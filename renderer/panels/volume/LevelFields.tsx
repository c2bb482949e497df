import type { VolumeChange } from "#renderer/commands/volume.ts";
import { density, volume } from "#renderer/stores/format.ts";
import { enclosedVolume, levelInSd } from "#renderer/stores/level.ts";
import type { MapEntry } from "#renderer/stores/scene.ts";
import { NumberField } from "#renderer/ui/NumberField.tsx";

/** The level in three units at once: map units, standard deviations, volume enclosed (nm³). Each can be typed. */
export function LevelFields(props: { map: MapEntry; onChange: (change: VolumeChange) => void }) {
  const { map, onChange } = props;
  const enclosed = enclosedVolume(map, map.level);
  return (
    <div className="level-fields">
      <NumberField
        label="Level, map units"
        value={map.level}
        show={density}
        step={(map.max - map.min) / 200}
        onCommit={(level) => level !== null && onChange({ level })}
      />
      <NumberField
        label="Level, standard deviations above the mean"
        unit="sd"
        value={levelInSd(map, map.level)}
        show={(value) => value.toFixed(2)}
        step={0.1}
        onCommit={(sdLevel) => sdLevel !== null && onChange({ sdLevel })}
      />
      <NumberField
        label={`Volume enclosed, nm³ (${volume(enclosed)})`}
        unit="nm³"
        value={enclosed / 1000}
        show={(value) => value.toFixed(value < 10 ? 2 : 1)}
        min={0}
        onCommit={(nm) => nm !== null && onChange({ encloseVolume: nm * 1000 })}
      />
    </div>
  );
}
