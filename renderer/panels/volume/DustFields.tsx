import type { VolumeChange } from "#renderer/commands/volume.ts";
import { DUST_METRICS, dustFromSlider, dustText, sliderFromDust } from "#renderer/panels/volume/dust.ts";
import type { MapEntry } from "#renderer/stores/scene.ts";
import { Select } from "#renderer/ui/Select.tsx";
import { Slider } from "#renderer/ui/Slider.tsx";

/** Which pieces of the surface are too small to show, measured as the user likes. */
export function DustFields(props: {
  map: MapEntry;
  onPreview: (change: VolumeChange) => void;
  onChange: (change: VolumeChange) => void;
}) {
  const { map, onPreview, onChange } = props;
  const { dust, dustMetric } = map;
  const change = (at: number): VolumeChange => ({ dust: dustFromSlider(at, dustMetric), dustMetric });
  return (
    <>
      <span className="label">Hide dust</span>
      <Select
        label="Dust is measured by"
        value={dustMetric}
        options={DUST_METRICS}
        onChange={(metric) => onChange({ dustMetric: metric, dust: metric.endsWith("rank") ? 5 : 10 })}
      />
      <span className="label">{dustMetric.endsWith("rank") ? "Keep" : "Below"}</span>
      <Slider
        label={dustMetric.endsWith("rank") ? "Largest pieces to keep" : "Pieces smaller than this are hidden"}
        value={sliderFromDust(dust, dustMetric)}
        min={0}
        max={100}
        step={1}
        show={() => dustText(dust, dustMetric)}
        onMove={(at) => onPreview(change(at))}
        onCommit={(at) => onChange(change(at))}
      />
    </>
  );
}
