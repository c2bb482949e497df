import { AppError } from "#core/errors.ts";
import { writeMrc } from "#core/format/mrc-write.ts";
import type { Structure } from "#core/structure/structure.ts";
import type { Volume } from "#core/volume/volume.ts";
import { writeAtomic } from "#electron/cli/files.ts";
import { EXIT, type Host } from "#electron/cli/host.ts";
import { findPath } from "#electron/cli/inputs.ts";
import { loadMap, loadModel } from "#electron/cli/load.ts";
import { modelMapOf, onlyStructure } from "#electron/cli/model-map.ts";
import { createReporter, type Reporter } from "#electron/cli/reporter.ts";
import { imageMapOf } from "#electron/cli/simulate-images.ts";
import type { SimulateOptions } from "#electron/cli/simulate-options.ts";
import { grouped, short } from "#electron/cli/text.ts";

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
  const volume = await simulate(
    structure,
    options,
    { like: like?.volume, local: local?.volume },
    host,
    reporter,
  );
  const out = options.out ?? `${structure.name}_${options.resolution}A.mrc`;
  const label = `Mapwright ${options.kernel}: ${structure.name} at ${options.resolution} A`;
  await writeAtomic(out, writeMrc(volume, { mode: 2, labels: [label] }));
  const { size, voxelSize } = volume.grid;
  reporter.note(
    `${out}: ${size.map(grouped).join(" × ")} voxels of ${voxelSize.map(short).join(" × ")} Å at ${options.resolution} Å`,
  );
  return EXIT.ok;
}

function simulate(
  structure: Structure,
  options: SimulateOptions,
  maps: { like?: Volume | undefined; local?: Volume | undefined },
  host: Host,
  reporter: Reporter,
): Promise<Volume> | Volume {
  if (options.kernel === "vrm") return imageMapOf(structure, options, maps, host, reporter);
  return modelMapOf(structure, options.resolution, maps.like?.grid, options.spacing);
}

/** What only the scattering of atoms can do must not be passed over in silence. */
function refuseContradictions(options: SimulateOptions): void {
  if (options.periodic && options.like === undefined) {
    throw new AppError("input", "A periodic box needs the grid of a map: name one with --like MAP.");
  }
  if (options.route === "fourier" && options.cutoff !== undefined) {
    throw new AppError(
      "input",
      "--cutoff ends images of atoms; a Fourier map has no such end: leave one of them out.",
    );
  }
  const beyondMolmap = ["localResolution", "resolutionBy", "cutoff", "periodic"] as const;
  const asked = beyondMolmap.find((key) => options[key] !== undefined);
  if (options.kernel === "molmap" && asked !== undefined) {
    const flag = asked.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    throw new AppError(
      "input",
      `--${flag} works with --kernel vrm only; molmap has one resolution and one cut-off.`,
    );
  }
}
