import { SYMMETRY_SEARCH, type SymmetrySearch } from "#core/fit/map-symmetry.ts";
import type { App } from "#renderer/commands/app.ts";
import { withoutWords } from "#renderer/commands/map-geometry.ts";
import { note, say, withJob } from "#renderer/commands/run.ts";
import { density, fixed, grouped, percent, volume } from "#renderer/stores/format.ts";
import { proteinMass, rmsOf } from "#renderer/stores/level.ts";
import type { Near } from "#renderer/stores/map-look.ts";
import { changeMap, type MapEntry, specOf } from "#renderer/stores/scene.ts";

/** Least, greatest and mean density, standard deviation and rms, into the log. */
export function measureStats(app: App, maps: readonly MapEntry[]): void {
  for (const map of maps) {
    say(app, `measure mapstats ${specOf(map)}`);
    const { min, max, mean, sd, name } = map;
    const parts = { minimum: min, maximum: max, mean, SD: sd, RMS: rmsOf(map) };
    const texts = Object.entries(parts).map(([word, value]) => `${word} ${digits(value)}`);
    note(app, `${specOf(map)} ${name}: ${texts.join(", ")}.`);
  }
}

/** The densities of a map at atoms, into the log. */
export async function measureAtoms(app: App, map: MapEntry, { near, spec }: Near): Promise<void> {
  say(app, `measure mapvalues ${specOf(map)} atoms ${spec}`);
  const found = await withJob(app, { title: "Measuring", kind: "other" }, (job) =>
    app.engine.call("measureAtoms", { map: map.id, near: [...near] }, job),
  );
  const inside = found.atoms - found.outside;
  if (inside === 0) {
    note(app, `None of the ${grouped(found.atoms)} atoms of ${spec} lies inside ${specOf(map)}.`);
    return;
  }
  const { mean, sd, min, max, outside } = found;
  const out = outside > 0 ? `; ${grouped(outside)} more lie outside` : "";
  note(
    app,
    `${grouped(inside)} heavy atoms of ${spec} in ${specOf(map)}: mean ${digits(mean)}, SD ${digits(sd)}, minimum ${digits(min)}, maximum ${digits(max)}${out}.`,
  );
}

/** The volume and area of the surface as it is shown, into the log. */
export async function measureVolume(app: App, maps: readonly MapEntry[]): Promise<void> {
  for (const map of maps) {
    say(app, `measure volume ${specOf(map)}`);
    const { id, level, step, dust, dustMetric, region, zone, smooth } = map;
    const size = await withJob(app, { title: "Measuring", kind: "other" }, (job) =>
      app.engine.call(
        "measureSurface",
        {
          map: id,
          level,
          step: Math.max(1, step),
          dust,
          ...(dustMetric !== "voxels" && { dustMetric }),
          ...(region && { region }),
          ...(zone && { zone: withoutWords(zone) }),
          ...(smooth && { smooth }),
        },
        job,
      ),
    );
    const mass = proteinMass(size.volume) / 1000;
    note(
      app,
      `${specOf(map)} at ${density(level)}: volume ${volume(size.volume)}, area ${grouped(Math.round(size.area))} Å², ${size.pieces} ${size.pieces === 1 ? "piece" : "pieces"}; as protein ${fixed(mass, mass < 9.95 ? 2 : 0)} kDa.`,
    );
  }
}

/** The point groups of a map, into the log; with `set` searches in it take the largest for granted. */
export async function measureSymmetry(
  app: App,
  map: MapEntry,
  search: SymmetrySearch,
  set: boolean,
): Promise<void> {
  const words = [
    search.minimum === SYMMETRY_SEARCH.minimum ? "" : ` minimumCorrelation ${search.minimum}`,
    search.most === SYMMETRY_SEARCH.most ? "" : ` nMax ${search.most}`,
    set ? "" : " set false",
  ];
  say(app, `measure symmetry ${specOf(map)}${words.join("")}`);
  const { groups } = await withJob(
    app,
    { title: `Looking for symmetry of ${map.name}`, kind: "other" },
    (job) => app.engine.call("findSymmetry", { map: map.id, level: map.level, ...search }, job),
  );
  const [first] = groups;
  if (!first) {
    note(
      app,
      `${specOf(map)} has no symmetry about z through the middle of its box (correlation ${search.minimum} or more at level ${density(map.level)}).`,
    );
    return;
  }
  const told = groups.map(({ group, correlation }) => `${group} (${fixed(correlation, 3)})`);
  const taken = set ? `; searches in ${specOf(map)} take ${first.group} for granted` : "";
  note(app, `${specOf(map)} has ${told.join(", ")}${taken}.`);
  if (set) changeMap(app.stores.scene, map.id, { symmetry: first.group });
}

/** How a map agrees with another, into the log; `envelope`: over its voxels above its level only. */
export async function measureCorrelation(
  app: App,
  map: MapEntry,
  inMap: MapEntry,
  envelope: boolean,
): Promise<void> {
  say(app, `measure correlation ${specOf(map)} inMap ${specOf(inMap)}${envelope ? "" : " envelope false"}`);
  const level = envelope ? map.level : null;
  const found = await withJob(app, { title: "Correlating", kind: "other" }, (job) =>
    app.engine.call("correlateMaps", { map: map.id, inMap: inMap.id, level }, job),
  );
  const total = map.grid.size[0] * map.grid.size[1] * map.grid.size[2];
  note(
    app,
    `Correlation ${fixed(found.correlation, 4)}, about mean ${fixed(found.correlationAboutMean, 4)}, over ${grouped(found.points)} voxels of ${specOf(map)} (${percent(found.points / total)}).`,
  );
}

/** Four significant digits. */
function digits(value: number): string {
  return String(Number(value.toPrecision(4)));
}
