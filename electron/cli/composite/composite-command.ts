import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { assemblyOf } from "#core/composite/assembly.ts";
import { bodiesOf, type Composite, compose } from "#core/composite/compose.ts";
import type { CompositeContext } from "#core/composite/context.ts";
import { type CopiesByFile, type Plan, planWork } from "#core/composite/plan.ts";
import { type DomainsOf, poorKinds } from "#core/composite/poor-kinds.ts";
import { composeFlexibly, type FlexibleComposite } from "#core/composite/refit-domains.ts";
import { FIT_DEFAULTS, type FitRequest } from "#core/fit/params.ts";
import { chooseResolution } from "#core/fit/target.ts";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import type { KernelName } from "#core/kernel/fit-kernel.ts";
import { type CompositeDocument, compositeCsv, compositeDocument } from "#core/report/composite-document.ts";
import { compositeHtml } from "#core/report/composite-report.ts";
import { fitJson } from "#core/report/fit-document.ts";
import { compositeText, planText, poorSentences } from "#electron/cli/composite/composite-table.ts";
import { loadPae, paeBeside, partsOfModels } from "#electron/cli/composite/parts-of-model.ts";
import { type Called, frameOf } from "#electron/cli/fit-html.ts";
import { clock } from "#electron/cli/fit-run.ts";
import { EXIT, type Host } from "#electron/cli/host.ts";
import { findInput } from "#electron/cli/inputs.ts";
import { type LoadedMap, loadMap, loadModel } from "#electron/cli/load.ts";
import { type CommonOptions, createReporter, type Reporter } from "#electron/cli/reporter.ts";
import { checkPlace, makeFolder, writeAtomic } from "#workers/files.ts";
import { createImageEngine } from "#workers/images/image-engine.ts";
import { startEngine } from "#workers/start-engine.ts";

/** Options of `composite`, named as on the command line. */
export interface CompositeOptions extends CommonOptions {
  readonly split?: "chains" | "domains" | "auto";
  readonly pae?: readonly string[];
  readonly resolution?: number;
  readonly level?: number;
  readonly starts?: number;
  readonly seed: number;
  readonly copies?: ReadonlyMap<string, number>;
  readonly kernel: KernelName | "auto";
  readonly threads?: number;
  readonly saveDir?: string;
  readonly json?: string;
  readonly report?: string;
  readonly called: Called;
}

interface Input {
  readonly map: LoadedMap;
  readonly plan: Plan;
  readonly stated: number | undefined;
  readonly copies: CopiesByFile;
  readonly domainsOf: DomainsOf;
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

/** `mapwright composite MAP FILE…`: puts a complex together in a map, prints what was placed and writes what was asked for. */
export async function compositeCommand(
  mapWord: string,
  modelWords: readonly string[],
  options: CompositeOptions,
  host: Host,
): Promise<number> {
  const reporter = createReporter(host, options, options.json === "-");
  // The threads start while the files are read.
  const starting = startEngine(options.kernel, options.threads ?? availableParallelism(), host.engineFiles);
  const images = createImageEngine(host.engineFiles, options.threads ?? availableParallelism());
  try {
    for (const place of [options.json, options.report])
      if (place !== undefined && place !== "-") await checkPlace(place);
    if (options.saveDir !== undefined) await makeFolder(options.saveDir);
    const [{ engine }, input] = await Promise.all([
      starting,
      load(mapWord, modelWords, options, reporter, host),
    ]);
    const { map, plan, stated } = input;
    for (const warning of input.warnings) reporter.warn(warning);
    const resolution = chooseResolution(map.volume, options.resolution, stated);
    reporter.note(`${planText(basename(map.path), map.volume, plan, resolution)}\n`);
    const request = requestOf(options);
    for (const note of input.notes) reporter.note(note);
    const { composite, poor, isRefitted } = await composeAs(options, input, {
      engine,
      images,
      map: map.volume,
      plan,
      bodies: bodiesOf(plan, request.atoms),
      resolution,
      request,
      clock,
      job: reporter.job,
    });
    for (const sentence of [...composite.warnings, ...poorSentences(poor, options.split, isRefitted)])
      reporter.warn(sentence);
    const document = await save(composite, input, options, host);
    reporter.print(compositeText(document, reporter.hasColour, Math.min(reporter.columns, 110)));
    if (options.saveDir !== undefined)
      reporter.note(
        `Saved assembly.cif, composite.json, placements.csv and report.html in ${options.saveDir}`,
      );
    if (host.signal.aborted) return EXIT.cancelled;
    return composite.placed.length > 0 ? EXIT.ok : EXIT.error;
  } finally {
    reporter.end();
    await images.dispose();
    await starting.then(
      ({ engine }) => engine.dispose(),
      () => {},
    );
  }
}

/** By chain, and where that is wished once more by domain; in any case says which chains do not fit as a whole. */
async function composeAs(
  { split }: CompositeOptions,
  { domainsOf, copies }: Input,
  context: CompositeContext,
): Promise<FlexibleComposite> {
  if (split === "auto") return composeFlexibly(context, domainsOf, copies);
  const composite = await compose(context);
  const poor = split === "domains" ? [] : poorKinds(composite, context.map, domainsOf);
  return { composite, poor, isRefitted: false };
}

function requestOf({ level, starts, seed }: CompositeOptions): FitRequest {
  return {
    ...FIT_DEFAULTS,
    seed,
    ...(level !== undefined && { level }),
    ...(starts !== undefined && { starts }),
  };
}

async function load(
  mapWord: string,
  modelWords: readonly string[],
  options: CompositeOptions,
  reporter: Reporter,
  host: Host,
): Promise<Input> {
  const mapInput = await findInput(mapWord, reporter, host);
  const paths: string[] = [];
  for (const word of modelWords) paths.push((await findInput(word, reporter, host)).path);
  const [map, ...models] = await Promise.all([loadMap(mapInput.path), ...paths.map(loadModel)]);
  const errors = await loadPae(options.pae ?? paths.flatMap(paeBeside));
  const { parts, domainsOf, notes, warnings } = partsOfModels(
    models,
    options.split,
    errors,
    options.pae !== undefined,
  );
  const copies = copiesByPath(options.copies, modelWords, paths);
  const plan = planWork(parts, copies);
  return {
    map,
    plan,
    stated:
      mapInput.stated?.resolution ??
      models.find(({ resolution }) => resolution !== null)?.resolution ??
      undefined,
    copies,
    domainsOf,
    notes,
    warnings: [...map.warnings, ...models.flatMap((model) => model.warnings), ...warnings],
  };
}

/** Copies are stated for a file as it was written on the command line, by its path or by its name. */
function copiesByPath(
  stated: CompositeOptions["copies"],
  words: readonly string[],
  paths: readonly string[],
): Map<string, number> {
  const out = new Map<string, number>();
  for (const [name, count] of stated ?? []) {
    const at = words.findIndex(
      (word, n) => word === name || paths[n] === name || basename(paths[n] ?? "") === name,
    );
    out.set(paths[at] ?? name, count);
  }
  return out;
}

async function save(
  composite: Composite,
  input: Input,
  options: CompositeOptions,
  host: Host,
): Promise<CompositeDocument> {
  const { saveDir, json, report, called } = options;
  const isSaved = saveDir !== undefined && composite.placed.length > 0;
  const mapName = basename(input.map.path);
  const { structure, chains } = assemblyOf(composite.placed, "assembly");
  const place = isSaved ? join(saveDir, "assembly.cif") : null;
  if (place) {
    const title = `${composite.placed.length} chains placed in ${mapName}`;
    await writeAtomic(place, writeMmcif([structure], { name: "assembly", title }));
  }
  const document = compositeDocument(composite, {
    mapFile: input.map.path,
    grid: input.map.volume.grid,
    seconds: host.seconds(),
    assembly: place,
    chains,
    warnings: [...input.warnings, ...composite.warnings],
  });
  const text = fitJson(document);
  if (json === "-") host.out(text);
  else if (json !== undefined) await writeAtomic(json, text);
  const { program, date, commands } = frameOf("", called);
  const page = () => compositeHtml(document, { program, date, command: commands.lines.join("\n") });
  if (report !== undefined) await writeAtomic(report, page());
  if (saveDir !== undefined) {
    await writeAtomic(join(saveDir, "composite.json"), text);
    await writeAtomic(join(saveDir, "placements.csv"), compositeCsv(document));
    await writeAtomic(join(saveDir, "report.html"), page());
  }
  return document;
}
