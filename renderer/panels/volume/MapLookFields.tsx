import type { VolumeChange } from "#renderer/commands/volume.ts";
import { DustFields } from "#renderer/panels/volume/DustFields.tsx";
import type { MapEntry } from "#renderer/stores/scene.ts";
import { Select } from "#renderer/ui/Select.tsx";

const STYLES = [
  { value: "surface", text: "surface" },
  { value: "mesh", text: "mesh" },
] as const;

const STEPS = ["0", "1", "2", "4", "8"];

interface Props {
  map: MapEntry;
  onPreview: (change: VolumeChange) => void;
  onChange: (change: VolumeChange) => void;
}

/** Style, step, dust and outline of a map. */
export function MapLookFields(props: Props) {
  const { map, onPreview, onChange } = props;
  const styles = [
    ...STYLES,
    { value: "image", text: map.planes.length > 0 ? "planes only" : "image" },
  ] as const;
  return (
    <div className="fields">
      <span className="label">Style</span>
      <Select label="Style" value={map.style} options={styles} onChange={(style) => onChange({ style })} />
      {map.style === "image" ? null : <SurfaceFields map={map} onPreview={onPreview} onChange={onChange} />}
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

/** What only surfaces have: step, smoothing, dust. */
function SurfaceFields({ map, onPreview, onChange }: Props) {
  const auto = map.drawn && map.step === 0 ? `automatic (${map.drawn.step})` : "automatic";
  return (
    <>
      <span className="label">Step</span>
      <Select
        label="Step"
        value={String(map.step)}
        options={STEPS.map((value) => ({ value, text: value === "0" ? auto : value }))}
        onChange={(step) => onChange({ step: Number(step) })}
      />
      {map.style === "surface" ? (
        <>
          <span className="label">Smooth</span>
          <label
            className="check"
            title="Looks better, and is no longer exactly where the density has the level."
          >
            <input
              type="checkbox"
              checked={map.smooth ?? false}
              onChange={(event) => onChange({ smooth: event.target.checked })}
            />
            smooth the surface
          </label>
        </>
      ) : null}
      <DustFields map={map} onPreview={onPreview} onChange={onChange} />
    </>
  );
}
