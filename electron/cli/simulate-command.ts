import { writeMrc } from "#core/format/mrc-write.ts";
import type { Structure } from "#core/structure/structure.ts";
import type { Volume } from "#core/volume/volume.ts";
import { EXIT, type Host } from "#electron/cli/host.ts";
import { findPath } from "#electron/cli/inputs.ts";
import { loadMap, loadModel } from "#electron/cli/load.ts";
import { onlyStructure } from "#electron/cli/model-map.ts";
import { createReporter, type Reporter } from "#electron/cli/reporter.ts";
import { refuseContradictions, withResolution } from "#electron/cli/simulate-checks.ts";
import { imageMapOf } from "#electron/cli/simulate-images.ts";
import { densityMapOf, recipeMapOf } from "#electron/cli/simulate-kernels.ts";
import type { SimulateOptions } from "#electron/cli/simulate-options.ts";
import { grouped, short } from "#electron/cli/text.ts";
import { writeAtomic } from "#workers/files.ts";

/** `mapwright simulate MODEL`: writes the model's density at a resolution. */
export async function simulateCommand(path: string, options: SimulateOptions, host: Host): Promise<number> {
  const reporter = createReporter(host, options);
  refuseContradictions(options);
  const find = (word: string) => findPath(word, reporter, host);
  const model = await loadModel(await find(path));
  const [like, local] = await Promise.all(
    [options.like, options.localResolution].map(async (word) =>
      word === undefined ? undefined : loadMap(await find(word)),
    ),
  );
  for (const part of [model, like, local]) for (const warning of part?.warnings ?? []) reporter.warn(warning);
  const structure = onlyStructure(model, reporter);
  const maps = { like: like?.volume, local: local?.volume };
  const volume = await simulate(structure, options, maps, host, reporter);
  const at = options.resolution === undefined ? "" : ` at ${options.resolution} Å`;
  const out = options.out ?? `${structure.name}_${endOfName(options)}.mrc`;
  const label = `Mapwright ${options.kernel}: ${structure.name}${at.replace("Å", "A")}`;
  await writeAtomic(out, writeMrc(volume, { mode: 2, labels: [label] }));
  const { size, voxelSize } = volume.grid;
  reporter.note(
    `${out}: ${size.map(grouped).join(" × ")} voxels of ${voxelSize.map(short).join(" × ")} Å${at}`,
  );
  return EXIT.ok;
}

function simulate(
  structure: Structure,
  options: SimulateOptions,
  maps: { like?: Volume | undefined; local?: Volume | undefined },
  host: Host,
  reporter: Reporter,
): Promise<Volume> {
  const { kernel } = options;
  if (kernel === "density") return densityMapOf(structure, options, maps.like?.grid, reporter);
  const resolved = withResolution(options);
  if (kernel === "vrm") return imageMapOf(structure, resolved, maps, host, reporter);
  return recipeMapOf(structure, kernel, resolved, maps.like?.grid, reporter);
}

function endOfName({ kernel, resolution }: SimulateOptions): string {
  const at = resolution === undefined ? "" : `${resolution}A`;
  return kernel === "vrm" || kernel === "molmap" ? at : [kernel, at].filter(Boolean).join("_");
}
