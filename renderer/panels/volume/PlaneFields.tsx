import { changePlane, positionOf, previewPlane, togglePlane } from "#renderer/commands/planes.ts";
import { changeVolume, previewVolume } from "#renderer/commands/volume.ts";
import { useRun } from "#renderer/panels/app/context.ts";
import { density } from "#renderer/stores/format.ts";
import { AXIS_NAMES } from "#renderer/stores/map-look.ts";
import type { MapEntry } from "#renderer/stores/scene.ts";
import { NumberField } from "#renderer/ui/NumberField.tsx";
import { Slider } from "#renderer/ui/Slider.tsx";

const AXES = [0, 1, 2] as const;

/** Grey planes across the axes: which, where, and which densities are black and white. */
export function PlaneFields({ map }: { map: MapEntry }) {
  const run = useRun();
  const [low, high] = map.grey;
  const shade = (range: readonly [number, number]) =>
    run((app) => changeVolume(app, [map], { grey: range[0] < range[1] ? range : [range[1], range[0]] }));
  const spread = (map.max - map.min) / 100;
  return (
    <div className="fields plane-fields">
      {AXES.map((axis) => (
        <PlaneField key={axis} map={map} axis={axis} />
      ))}
      {map.planes.length > 0 ? (
        <>
          <span className="label">Grey from</span>
          <span className="pair">
            <NumberField
              label="Density shown black, map units"
              value={low}
              show={density}
              step={spread}
              onCommit={(value) => value !== null && value !== high && shade([value, high])}
            />
            <NumberField
              label="Density shown white, map units"
              value={high}
              show={density}
              step={spread}
              onCommit={(value) => value !== null && value !== low && shade([low, value])}
            />
          </span>
          <span className="label">Contrast</span>
          <Slider
            label="Width of the grey range"
            value={Math.min(1, (high - low) / (map.max - map.min || 1))}
            min={0.01}
            max={1}
            step={0.01}
            show={(value) => `${Math.round(100 * value)} %`}
            onMove={(share) => run((app) => previewVolume(app, map.id, { grey: widened(map, share) }))}
            onCommit={(share) => shade(widened(map, share))}
          />
        </>
      ) : null}
    </div>
  );
}

function PlaneField({ map, axis }: { map: MapEntry; axis: 0 | 1 | 2 }) {
  const run = useRun();
  const plane = map.planes.find((one) => one.axis === axis);
  const name = AXIS_NAMES[axis];
  return (
    <>
      <label className="check">
        <input
          type="checkbox"
          checked={plane !== undefined}
          onChange={() => run((app) => togglePlane(app, map, axis))}
        />
        {name}
      </label>
      {plane ? (
        <Slider
          label={`Plane across ${name}`}
          value={plane.index}
          min={0}
          max={map.grid.size[axis] - 1}
          step={1}
          show={(index) => `${index} · ${positionOf(map, { axis, index }).toFixed(0)} Å`}
          onMove={(index) => run((app) => previewPlane(app, map.id, axis, index))}
          onCommit={(index) => run((app) => changePlane(app, map.id, axis, index))}
        />
      ) : (
        <span className="hint">no plane</span>
      )}
    </>
  );
}

/** The grey range of this share of all densities about the same middle. */
function widened({ grey: [low, high], min, max }: MapEntry, share: number): readonly [number, number] {
  const half = (share * (max - min)) / 2;
  const middle = (low + high) / 2;
  return [middle - half, middle + half];
}
