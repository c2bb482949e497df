import { availableParallelism } from "node:os";
import { basename } from "node:path";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { writePdb } from "#core/format/pdb-write.ts";
import type { RefinementMaps } from "#core/refine/evidence.ts";
import { refineModel } from "#core/refine/refine-model.ts";
import { refinementResult } from "#core/refine/refinement-result.ts";
import type { RefineRequest } from "#core/refine/request.ts";
import { localResolutions } from "#core/simulate/vrm/atom-resolution.ts";
import { scatteringWarnings } from "#core/simulate/vrm/scatterers.ts";
import type { Structure } from "#core/structure/structure.ts";
import type { Volume } from "#core/volume/volume.ts";
import { EXIT, type Host } from "#electron/cli/host.ts";
import { findPath } from "#electron/cli/inputs.ts";
import { loadMap, loadModel } from "#electron/cli/load.ts";
import { onlyStructure } from "#electron/cli/model-map.ts";
import type { RefineOptions } from "#electron/cli/refine-options.ts";
import { refineTables } from "#electron/cli/refine-table.ts";
import { createReporter, type Reporter } from "#electron/cli/reporter.ts";
import { rigidGroups } from "#electron/cli/rigid-groups.ts";
import { checkPlace, writeAtomic } from "#workers/files.ts";
import { createImageEngine } from "#workers/images/image-engine.ts";

/** `mapwright refine MODEL MAP`: writes the refined model, and says whether held-out data agree better with it. */
export async function refineCommand(
  [modelWord, mapWord]: readonly [string, string],
  options: RefineOptions,
  host: Host,
): Promise<number> {
  const reporter = createReporter(host, options, options.json === "-");
  for (const path of [options.out, options.json]) {
    if (path !== undefined && path !== "-") await checkPlace(path);
  }
  const files = await open(modelWord, mapWord, options, reporter, host);
  const { structure, maps } = files;
  for (const warning of scatteringWarnings(structure, "electron")) reporter.warn(warning);
  const request = requestOf(options, structure, files.local);
  const engine = createImageEngine(host.engineFiles, options.threads ?? availableParallelism());
  const began = host.seconds();
  const refined = await refineModel(structure, maps, request, engine, reporter.job).finally(() =>
    engine.dispose(),
  );
  const result = refinementResult(refined, request.bFactors !== undefined);
  const out = options.out ?? `${structure.name}_refined.cif`;
  await write(out, refined.structure, files.mapPath);
  const { modelPath: model, mapPath: map } = files;
  const document = { model, map, out, resolution: options.resolution, ...result };
  const text = `${JSON.stringify(document, null, 2)}\n`;
  if (options.json === "-") host.out(text);
  else if (options.json !== undefined) await writeAtomic(options.json, text);
  reporter.print(result.verdict.label);
  reporter.print(`\n${refineTables(result)}\n`);
  for (const line of [`${result.heldOut}.`, ...result.remarks, ...result.notes]) reporter.note(line);
  reporter.note(`${out}: written after ${(host.seconds() - began).toFixed(1)} s`);
  return EXIT.ok;
}

interface RefineFiles {
  readonly modelPath: string;
  readonly mapPath: string;
  readonly structure: Structure;
  readonly maps: RefinementMaps;
  readonly local: Volume | undefined;
}

async function open(
  modelWord: string,
  mapWord: string,
  { half1, half2, localResolution }: RefineOptions,
  reporter: Reporter,
  host: Host,
): Promise<RefineFiles> {
  const find = (word: string) => findPath(word, reporter, host);
  const [modelPath, mapPath] = [await find(modelWord), await find(mapWord)];
  const model = await loadModel(modelPath);
  const [map, first, second, local] = await Promise.all(
    [mapPath, half1, half2, localResolution].map(async (word) =>
      word === undefined ? undefined : loadMap(await find(word)),
    ),
  );
  if (!map) throw new TypeError("A map was asked for.");
  for (const part of [model, map, first, second, local])
    for (const warning of part?.warnings ?? []) reporter.warn(warning);
  const halves = first && second && ([first.volume, second.volume] as const);
  const maps = { map: map.volume, ...(halves && { halves }) };
  return { modelPath, mapPath, structure: onlyStructure(model, reporter), maps, local: local?.volume };
}

function requestOf(options: RefineOptions, structure: Structure, local: Volume | undefined): RefineRequest {
  const { resolution, accuracy, rigid, by, coordinates = false, bfactors, occupancy } = options;
  const places = { elsewhere: resolution, coarsest: 4 * resolution };
  return {
    resolution,
    accuracy,
    coordinates,
    ...(local && { atomResolution: localResolutions(structure, local, places) }),
    ...(rigid && { rigid: rigidGroups(structure, by) }),
    ...(bfactors && { bFactors: B_FACTORS[bfactors] }),
    ...(occupancy && { occupancy }),
  };
}

const B_FACTORS = { chain: "chain", group: "residue", individual: "atom" } as const;

async function write(path: string, structure: Structure, mapPath: string): Promise<void> {
  const title = `${structure.name} refined against ${basename(mapPath)}`;
  const isPdb = /\.(pdb|ent)$/i.test(path);
  const content = isPdb ? writePdb(structure) : writeMmcif([structure], { name: structure.name, title });
  await writeAtomic(path, content);
}
