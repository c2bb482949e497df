import type { VolumeChange } from "#renderer/commands/volume.ts";
import { DustFields } from "#renderer/panels/volume/DustFields.tsx";
import type { MapEntry } from "#renderer/stores/scene.ts";
import { Select } from "#renderer/ui/Select.tsx";

const STYLES = [
  { value: "surface", text: "surface" },
  { value: "mesh", text: "mesh" },
  { value: "image", text: "planes only" },
] as const;

const STEPS = ["0", "1", "2", "4", "8"];

/** Style, step, dust and outline of a map. */
export function MapLookFields(props: {
  map: MapEntry;
  onPreview: (change: VolumeChange) => void;
  onChange: (change: VolumeChange) => void;
}) {
  const { map, onPreview, onChange } = props;
  const auto = map.drawn && map.step === 0 ? `automatic (${map.drawn.step})` : "automatic";
  return (
    <div className="fields">
      <span className="label">Style</span>
      <Select label="Style" value={map.style} options={STYLES} onChange={(style) => onChange({ style })} />
      <span className="label">Step</span>
      <Select
        label="Step"
        value={String(map.step)}
        options={STEPS.map((value) => ({ value, text: value === "0" ? auto : value }))}
        onChange={(step) => onChange({ step: Number(step) })}
      />
      <DustFields map={map} onPreview={onPreview} onChange={onChange} />
      <span className="label">Box</span>
      <label className="check">
        <input
          type="checkbox"
          checked={map.outline}
          onChange={(event) => onChange({ outline: event.target.checked })}
        />
        show outline
      </label>
    </div>
  );
}
