import { writeMrc } from "#core/format/mrc-write.ts";
import { writeAtomic } from "#electron/cli/files.ts";
import { EXIT, type Host } from "#electron/cli/host.ts";
import { loadMap, loadModel } from "#electron/cli/load.ts";
import { modelMapOf, onlyStructure } from "#electron/cli/model-map.ts";
import { type CommonOptions, createReporter } from "#electron/cli/reporter.ts";
import { grouped, short } from "#electron/cli/text.ts";

export interface SimulateOptions extends CommonOptions {
  /** Å. */
  readonly resolution: number;
  /** A map whose grid is used. */
  readonly onGrid?: string;
  readonly out?: string;
}

/** `mapwright simulate MODEL`: writes the model's density at a resolution, as ChimeraX molmap makes it. */
export async function simulateCommand(path: string, options: SimulateOptions, host: Host): Promise<number> {
  const reporter = createReporter(host, options);
  const [model, map] = await Promise.all([
    loadModel(path),
    options.onGrid === undefined ? undefined : loadMap(options.onGrid),
  ]);
  for (const warning of [...model.warnings, ...(map?.warnings ?? [])]) reporter.warn(warning);
  const structure = onlyStructure(model, reporter);
  const volume = modelMapOf(structure, options.resolution, map?.volume.grid);
  const out = options.out ?? `${structure.name}_${options.resolution}A.mrc`;
  const label = `Mapwright: model map of ${structure.name} at ${options.resolution} A`;
  await writeAtomic(out, writeMrc(volume, { mode: 2, labels: [label] }));
  const { size, voxelSize } = volume.grid;
  reporter.note(
    `${out}: ${size.map(grouped).join(" × ")} voxels of ${voxelSize.map(short).join(" × ")} Å at ${options.resolution} Å`,
  );
  return EXIT.ok;
}
