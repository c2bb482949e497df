import { Minus, Plus } from "lucide-react";
import { addContour, changeContour, previewContour, removeContour } from "#renderer/commands/contours.ts";
import { levelOf } from "#renderer/commands/volume.ts";
import { useRun } from "#renderer/panels/app/context.ts";
import { LevelFields } from "#renderer/panels/volume/LevelFields.tsx";
import { density } from "#renderer/stores/format.ts";
import type { Contour } from "#renderer/stores/map-look.ts";
import type { MapEntry } from "#renderer/stores/scene.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Slider } from "#renderer/ui/Slider.tsx";

/** The level, colour and opacity of one surface of a map, and which of several it is. */
export function ContourControls(props: {
  map: MapEntry;
  contours: readonly Contour[];
  active: number;
  onActivate: (n: number) => void;
}) {
  const { map, contours, active, onActivate } = props;
  const run = useRun();
  const contour = contours[active] ?? map;
  const change = (wanted: Partial<Contour>) => run((app) => changeContour(app, map.id, active, wanted));
  return (
    <>
      <LevelFields
        map={map}
        level={contour.level}
        onChange={(wanted) => {
          const level = levelOf(map, wanted);
          if (level !== undefined) change({ level });
        }}
      />
      <div className="contour-row">
        <input
          type="color"
          className="swatch"
          aria-label="Colour of this level"
          value={contour.color}
          onChange={(event) => change({ color: event.target.value })}
        />
        <Slider
          label="Opacity"
          value={contour.opacity}
          min={0.05}
          max={1}
          step={0.05}
          show={(value) => `${Math.round(100 * value)} %`}
          onMove={(opacity) => run((app) => previewContour(app, map.id, active, { opacity }))}
          onCommit={(opacity) => change({ opacity })}
        />
        {contours.length > 1 ? (
          <div className="contour-chips">
            {contours.map(({ level, color }, n) => (
              <button
                // biome-ignore lint/suspicious/noArrayIndexKey: a level is known by its place
                key={n}
                type="button"
                className="contour-chip"
                aria-pressed={n === active}
                aria-label={`Level ${n + 1}, ${density(level)}`}
                title={density(level)}
                style={{ background: color }}
                onClick={() => onActivate(n)}
              />
            ))}
            <Button
              kind="quiet"
              icon={<Minus />}
              label="Take this level away"
              onClick={() => {
                onActivate(0);
                run((app) => removeContour(app, map, active));
              }}
            />
          </div>
        ) : null}
        <Button
          kind="quiet"
          icon={<Plus />}
          label="Show another level"
          onClick={() => {
            run((app) => addContour(app, map));
            onActivate(contours.length);
          }}
        />
      </div>
    </>
  );
}
