import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { AppError, asAppError } from "#core/errors.ts";
import { writeMrc } from "#core/format/mrc-write.ts";
import { parseTrainingList, type TrainingLine } from "#core/simulate/training/training-list.ts";
import { trainingMap } from "#core/simulate/training/training-map.ts";
import type { ImageKernel } from "#core/simulate/vrm/image-kernel.ts";
import { scatteringWarnings } from "#core/simulate/vrm/scatterers.ts";
import type { Structure } from "#core/structure/structure.ts";
import { type MadeMap, openManifest, type TrainingManifest } from "#electron/cli/batch-manifest.ts";
import { EXIT, type Host } from "#electron/cli/host.ts";
import { parseModel } from "#electron/cli/load.ts";
import { createReporter, type Reporter } from "#electron/cli/reporter.ts";
import type { SimulateOptions } from "#electron/cli/simulate-options.ts";
import { counted } from "#electron/cli/text.ts";
import { makeFolder, readBytes, writeAtomic } from "#workers/files.ts";
import { createImageEngine } from "#workers/images/image-engine.ts";

/** What the maps of a batch are made in. */
interface Batch {
  readonly folder: string;
  readonly list: string;
  readonly manifest: TrainingManifest;
  readonly engine: ImageKernel;
  readonly reporter: Reporter;
}

/**
 * `mapwright simulate --batch LIST`: writes the maps of a list into a folder with a manifest of what each is. Maps that
 * the manifest already has are kept; lines that fail are reported and passed over.
 */
export async function simulateBatch(list: string, options: SimulateOptions, host: Host): Promise<number> {
  const reporter = createReporter(host, options);
  const { lines, errors } = parseTrainingList(new TextDecoder().decode(await readBytes(list)));
  if (lines.length === 0 && errors.length === 0) {
    throw new AppError(
      "input",
      `${list} lists no maps: write lines such as {"model": "1abc.cif", "resolution": [3, 6]}.`,
    );
  }
  const folder = options.out ?? `${basename(list).replace(/\.[^.]+$/, "")}_maps`;
  await makeFolder(folder);
  const manifest = await openManifest(join(folder, "manifest.json"), list);
  const engine = createImageEngine(host.engineFiles, options.threads ?? availableParallelism());
  const batch = { folder, list, manifest, engine, reporter };
  for (const { line, message } of errors) report(batch, line, message);
  try {
    const stems = stemsOf(lines);
    for (const [n, line] of lines.entries()) await makeLine(batch, line, stems[n] ?? `${n}`);
  } finally {
    await engine.dispose();
    await manifest.save();
  }
  const { made, kept, failed } = manifest;
  const parts = [
    counted(made, "map"),
    kept > 0 ? `${kept} kept` : "",
    failed > 0 ? `${failed} lines failed` : "",
  ];
  reporter.note(`${folder}: ${parts.filter(Boolean).join(", ")}; manifest.json says what each map is.`);
  return failed > 0 ? EXIT.error : EXIT.ok;
}

async function makeLine(batch: Batch, line: TrainingLine, stem: string): Promise<void> {
  const path = resolve(dirname(batch.list), line.model);
  try {
    const bytes = await readBytes(path);
    const { value, warnings } = await parseModel(path, bytes);
    const [structure] = value.structures;
    if (!structure) throw new TypeError("A model file without structures passed its reader.");
    const odd = [...warnings, ...scatteringWarnings(structure, line.scattering)];
    for (const warning of odd) batch.reporter.warn(`${basename(path)}: ${warning}`);
    const contents = sha256(bytes);
    for (let copy = 0; copy < line.copies; copy++) {
      const file = `${stem}_${String(copy + 1).padStart(4, "0")}.mrc`;
      await makeMap(batch, line, { structure, contents, copy, file });
    }
  } catch (thrown) {
    const error = asAppError(thrown);
    if (error.code === "cancelled" || error.code === "internal") throw thrown;
    report(batch, line.line, error.message);
  }
}

async function makeMap(
  { folder, manifest, engine, reporter }: Batch,
  line: TrainingLine,
  { structure, contents, copy, file }: { structure: Structure; contents: string; copy: number; file: string },
): Promise<void> {
  const { line: number, name: _, copies: __, ...wishes } = line;
  // The same wishes for the same atoms make the same bytes: that is what a map already there is judged by.
  const key = sha256(JSON.stringify({ ...wishes, contents, copy }));
  if (manifest.has(file, key) && (await isThere(join(folder, file)))) {
    manifest.keep(file);
    return;
  }
  const { drawn, volume, resolutions } = await trainingMap(structure, line, copy, engine, reporter.job);
  const bytes = writeMrc(volume, { mode: 2, labels: [`Mapwright ${line.kernel}: ${structure.name}`] });
  const local = resolutions && `${file.replace(/\.mrc$/, "")}_resolution.mrc`;
  if (local) {
    const label = `Mapwright: resolution (A) of ${file}`;
    await writeAtomic(join(folder, local), writeMrc(resolutions, { mode: 2, labels: [label] }));
  }
  await writeAtomic(join(folder, file), bytes);
  const { size, voxelSize, origin } = volume.grid;
  const { model, seed, kernel, scattering } = line;
  const made: MadeMap = {
    file,
    ...(local && { resolutionMap: local }),
    line: number,
    copy: copy + 1,
    model,
    kernel,
    ...(kernel === "vrm" && { scattering }),
    seed,
    ...drawn,
    ...(line.local && { local: line.local, localScale: line.localScale }),
    size,
    voxelSize,
    origin,
    sha256: sha256(bytes),
    key,
  };
  await manifest.add(made);
  reporter.note(`${file}: ${drawn.resolution.toFixed(2)} Å`);
}

/** A name of its own for the maps of every line. */
function stemsOf(lines: readonly TrainingLine[]): string[] {
  const taken = new Set<string>();
  return lines.map(({ line, model, name }) => {
    const wanted =
      name ??
      basename(model)
        .replace(/(\.gz)?$/, "")
        .replace(/\.[^.]+$/, "");
    const safe = wanted.replace(/[^A-Za-z0-9._+-]+/g, "_").replace(/^[._]+/, "") || "map";
    const stem = taken.has(safe.toLowerCase()) ? `${safe}_line${line}` : safe;
    taken.add(stem.toLowerCase());
    return stem;
  });
}

function report({ manifest, reporter, list }: Batch, line: number, message: string): void {
  manifest.fail(line, message);
  reporter.fail(`${basename(list)}, line ${line}: ${message}`);
}

function sha256(content: Uint8Array | string): string {
  return createHash("sha256").update(content).digest("hex");
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    (info) => info.isFile() && info.size > 0,
    () => false,
  );
}
