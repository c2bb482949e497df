import type { App } from "#renderer/commands/app.ts";
import { atomsOf, paintSurfaces, ZONE_DISTANCE, zoneSurfaces } from "#renderer/commands/surface-near.ts";
import { useRun, useScene } from "#renderer/panels/app/context.ts";
import { isMap, type MapEntry, type SceneEntry, specOf } from "#renderer/stores/scene.ts";
import { NumberField } from "#renderer/ui/NumberField.tsx";
import { Select } from "#renderer/ui/Select.tsx";

/** What of the surface is shown, and what colours it: atoms nearby or the density of another map. */
export function NearFields({ map }: { map: MapEntry }) {
  const run = useRun();
  const entries = useScene((state) => state.entries);
  const models = entries.filter((entry) => !isMap(entry));
  const others = entries.filter((entry) => isMap(entry) && entry.id !== map.id);
  const { zone, paint } = map;
  const zoneBy = (spec: string, distance: number) =>
    run((app) => zoneSurfaces(app, [map], spec === "" ? null : near(app, spec, distance)));
  const colour = paint === null ? "" : paint.spec;
  return (
    <div className="fields">
      <span className="label">Show near</span>
      <Select
        label="Show only near a model"
        value={zone?.spec ?? ""}
        options={[{ value: "", text: "everything" }, ...optionsOf(models, zone?.spec)]}
        onChange={(spec) => zoneBy(spec, zone?.distance ?? ZONE_DISTANCE)}
      />
      {zone ? (
        <>
          <span className="label">within</span>
          <NumberField
            label="Distance to show, Å"
            unit="Å"
            value={zone.distance}
            min={0.1}
            step={0.5}
            onCommit={(distance) => distance !== null && zoneBy(zone.spec, distance)}
          />
        </>
      ) : null}
      <span className="label">Colour by</span>
      <Select
        label="Colour by"
        value={colour}
        options={[
          { value: "", text: "one colour" },
          ...optionsOf(models, paint?.kind === "atoms" ? paint.spec : undefined, "atoms of "),
          ...optionsOf(others, paint?.kind === "map" ? paint.spec : undefined, "density of "),
        ]}
        onChange={(spec) => run((app) => paintBy(app, map, spec))}
      />
    </div>
  );
}

function optionsOf(
  entries: readonly SceneEntry[],
  chosen: string | undefined,
  before = "",
): { value: string; text: string }[] {
  const known = entries.map((entry) => ({
    value: specOf(entry),
    text: `${before}${specOf(entry)} ${entry.name}`,
  }));
  // A command may have named atoms in words that are none of these.
  const isKnown = chosen === undefined || known.some(({ value }) => value === chosen);
  return isKnown ? known : [{ value: chosen, text: `${before}${chosen}` }, ...known];
}

function near(app: App, spec: string, distance: number) {
  const entries = app.stores.scene.getState().entries.filter((entry) => specOf(entry) === spec);
  return { near: atomsOf(entries), spec, distance };
}

function paintBy(app: App, map: MapEntry, spec: string): void {
  const by = app.stores.scene.getState().entries.find((entry) => specOf(entry) === spec);
  if (!by) paintSurfaces(app, [map], null);
  else if (isMap(by)) paintSurfaces(app, [map], { kind: "map", by: by.id, spec, range: null });
  else paintSurfaces(app, [map], { kind: "atoms", ...near(app, spec, ZONE_DISTANCE + 2) });
}
