import { useState } from "react";
import { changeContour, contoursOf, previewContour } from "#renderer/commands/contours.ts";
import { changeVolume, previewVolume, type VolumeChange } from "#renderer/commands/volume.ts";
import { useRun, useScene, useSelection } from "#renderer/panels/app/context.ts";
import { ContourControls } from "#renderer/panels/volume/ContourControls.tsx";
import { EditFields } from "#renderer/panels/volume/EditFields.tsx";
import { Histogram } from "#renderer/panels/volume/Histogram.tsx";
import { MapLookFields } from "#renderer/panels/volume/MapLookFields.tsx";
import { NearFields } from "#renderer/panels/volume/NearFields.tsx";
import { PlaneFields } from "#renderer/panels/volume/PlaneFields.tsx";
import { density } from "#renderer/stores/format.ts";
import "#renderer/panels/volume/volume.css";
import { isMap, type MapEntry, mapById, specOf } from "#renderer/stores/scene.ts";
import { Fold } from "#renderer/ui/Fold.tsx";
import { Section } from "#renderer/ui/Section.tsx";

/** The levels and look of the map the panels talk about, and what can be made of it. */
export function VolumePanel() {
  const chosen = useSelection((state) => state.map);
  const map = useScene((state) => mapById(state, chosen) ?? state.entries.find(isMap));
  if (!map) return <p className="panel section hint">Open a map to see its densities and choose a level.</p>;
  return <MapVolume key={map.number} map={map} />;
}

function MapVolume({ map }: { map: MapEntry }) {
  const run = useRun();
  const [wanted, setActive] = useState(0);
  const contours = contoursOf(map);
  const active = Math.min(wanted, contours.length - 1);
  const preview = (change: VolumeChange) => run((app) => previewVolume(app, map.id, change));
  const change = (one: VolumeChange) => run((app) => changeVolume(app, [map], one));
  return (
    <div className="panel">
      <Section isName title={`${specOf(map)} ${map.name}`} aside={sizeOf(map)}>
        <Histogram
          map={map}
          contours={contours}
          active={active}
          onActivate={setActive}
          onMove={(n, level) => run((app) => previewContour(app, map.id, n, { level }))}
          onCommit={(n, level) =>
            run((app) => changeContour(app, map.id, n, { level: Number(density(level)) }))
          }
        />
        <ContourControls map={map} contours={contours} active={active} onActivate={setActive} />
        <LevelReason map={map} onChange={change} />
      </Section>
      <Fold title="Style" isOpen>
        <MapLookFields map={map} onPreview={preview} onChange={change} />
      </Fold>
      <Fold title="Planes" isOpen={map.planes.length > 0}>
        <PlaneFields map={map} />
      </Fold>
      <Fold title="Zone and colours" isOpen={map.zone !== null || map.paint !== null}>
        <NearFields map={map} />
      </Fold>
      <Fold title="Edit">
        <EditFields map={map} />
      </Fold>
    </div>
  );
}

function LevelReason({ map, onChange }: { map: MapEntry; onChange: (change: VolumeChange) => void }) {
  if (map.more.length > 0) return null;
  if (map.level === map.proposed.value) {
    return <p className="hint volume-why">Level proposed: {map.proposed.reason}.</p>;
  }
  return (
    <p className="hint volume-why">
      <button type="button" className="link" onClick={() => onChange({ level: map.proposed.value })}>
        Back to the proposed level
      </button>
    </p>
  );
}

function sizeOf({ grid }: MapEntry): string {
  return `${grid.size.join("×")} · ${Number(grid.voxelSize[0].toPrecision(4))} Å`;
}
