import { changeVolume, previewVolume, type VolumeChange } from "#renderer/commands/volume.ts";
import { useRun, useScene, useSelection } from "#renderer/panels/app/context.ts";
import { Histogram } from "#renderer/panels/volume/Histogram.tsx";
import { LevelFields } from "#renderer/panels/volume/LevelFields.tsx";
import "#renderer/panels/volume/volume.css";
import { isMap, type MapEntry, mapById, specOf } from "#renderer/stores/scene.ts";
import { NumberField } from "#renderer/ui/NumberField.tsx";
import { Section } from "#renderer/ui/Section.tsx";
import { Select } from "#renderer/ui/Select.tsx";
import { Slider } from "#renderer/ui/Slider.tsx";

const STYLES = [
  { value: "surface", text: "surface" },
  { value: "mesh", text: "mesh" },
] as const;

const STEPS = ["0", "1", "2", "4", "8"].map((value) => ({
  value,
  text: value === "0" ? "automatic" : value,
}));

/** The level and look of the map the panels talk about. */
export function VolumePanel() {
  const chosen = useSelection((state) => state.map);
  const map = useScene((state) => mapById(state, chosen) ?? state.entries.find(isMap));
  if (!map) return <p className="panel section hint">Open a map to see its densities and choose a level.</p>;
  return <MapVolume map={map} />;
}

function MapVolume({ map }: { map: MapEntry }) {
  const run = useRun();
  const preview = (change: VolumeChange) => run((app) => previewVolume(app, map.id, change));
  const change = (wanted: VolumeChange) => run((app) => changeVolume(app, [map], wanted));
  return (
    <div className="panel">
      <Section isName title={`${specOf(map)} ${map.name}`} aside={sizeOf(map)}>
        <Histogram map={map} onMove={(level) => preview({ level })} onCommit={(level) => change({ level })} />
        <LevelFields map={map} onChange={change} />
        <Look map={map} onPreview={preview} onChange={change} />
        {map.level === map.proposed.value ? (
          <p className="hint volume-why">Level proposed: {map.proposed.reason}.</p>
        ) : (
          <p className="hint volume-why">
            <button type="button" className="link" onClick={() => change({ level: map.proposed.value })}>
              Back to the proposed level
            </button>
          </p>
        )}
      </Section>
    </div>
  );
}

function Look(props: {
  map: MapEntry;
  onPreview: (change: VolumeChange) => void;
  onChange: (change: VolumeChange) => void;
}) {
  const { map, onPreview, onChange } = props;
  return (
    <div className="fields">
      <span className="label">Style</span>
      <Select label="Style" value={map.style} options={STYLES} onChange={(style) => onChange({ style })} />
      <span className="label">Step</span>
      <Select
        label="Step"
        value={String(map.step)}
        options={STEPS.map((one) =>
          one.value === "0" && map.drawn ? { ...one, text: `automatic (${map.drawn.step})` } : one,
        )}
        onChange={(step) => onChange({ step: Number(step) })}
      />
      <span className="label">Opacity</span>
      <Slider
        label="Opacity"
        value={map.opacity}
        min={0.05}
        max={1}
        step={0.05}
        show={(value) => value.toFixed(2)}
        onMove={(opacity) => onPreview({ transparency: 1 - opacity })}
        onCommit={(opacity) => onChange({ transparency: Number((1 - opacity).toFixed(2)) })}
      />
      <span className="label">Hide dust</span>
      <NumberField
        label="Hide parts smaller than, voxels"
        unit="voxels"
        value={map.dust}
        min={0}
        step={10}
        onCommit={(dust) => onChange({ dust: dust ?? 0 })}
      />
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

function sizeOf({ grid }: MapEntry): string {
  return `${grid.size.join("×")} · ${Number(grid.voxelSize[0].toPrecision(4))} Å`;
}
