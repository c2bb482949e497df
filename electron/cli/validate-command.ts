import { availableParallelism } from "node:os";
import { basename } from "node:path";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { writePdb } from "#core/format/pdb-write.ts";
import { validationCsv } from "#core/report/validation-csv.ts";
import {
  type ValidationDocument,
  validationDocument,
  validationJson,
} from "#core/report/validation-document.ts";
import { validationHtml } from "#core/report/validation-report.ts";
import type { Structure } from "#core/structure/structure.ts";
import { type ValidationRequest, validateModel } from "#core/validate/validate-model.ts";
import type { Validation } from "#core/validate/validation.ts";
import { frameOf } from "#electron/cli/fit-html.ts";
import { EXIT, type Host } from "#electron/cli/host.ts";
import { type JudgedInput, loadJudged } from "#electron/cli/judged-input.ts";
import { createReporter, type Reporter } from "#electron/cli/reporter.ts";
import type { ValidateOptions } from "#electron/cli/validate-options.ts";
import { validationText } from "#electron/cli/validate-table.ts";
import { checkPlace, writeAtomic } from "#workers/files.ts";
import { createImageEngine } from "#workers/images/image-engine.ts";

/** `mapwright validate MODEL MAP`: how well a placed model agrees with a map. */
export async function validateCommand(
  words: readonly [string, string],
  options: ValidateOptions,
  host: Host,
): Promise<number> {
  const reporter = createReporter(host, options, options.json === "-");
  try {
    for (const path of [options.csv, options.json, options.report, options.out]) {
      if (path !== undefined && path !== "-") await checkPlace(path);
    }
    const input = await loadJudged(words, options, reporter, host);
    reporter.note(`resolution  ${input.resolution.value} Å  ${input.resolution.reason}\n`);
    const validation = await measured(input, options, reporter, host);
    const document = documentOf(validation, input, options);
    for (const note of validation.notes) reporter.warn(note);
    await write(document, validation, input.structure, options, host);
    reporter.print(validationText(document, options.worst, reporter.hasColour, reporter.columns));
    if (options.out !== undefined) reporter.note(`\n${options.out}: ${attributeSentence(options)}`);
    return EXIT.ok;
  } finally {
    reporter.end();
  }
}

async function measured(
  { structure, map, halves, local, resolution }: JudgedInput,
  { sigma, sparse, bfactor, threads }: ValidateOptions,
  reporter: Reporter,
  host: Host,
): Promise<Validation> {
  const engine = createImageEngine(host.engineFiles, threads ?? availableParallelism());
  try {
    const request: ValidationRequest = {
      structure,
      map: map.volume,
      resolution: resolution.value,
      settings: { sigma, sparse },
      bFactor: bfactor,
      halves,
      localResolution: local?.volume,
    };
    return await validateModel(request, engine, reporter.job);
  } finally {
    await engine.dispose();
  }
}

function documentOf(
  validation: Validation,
  input: JudgedInput,
  { bfactor }: ValidateOptions,
): ValidationDocument {
  return validationDocument(validation, {
    mapFile: input.map.path,
    grid: input.map.volume.grid,
    modelFile: input.modelPath,
    modelName: input.structure.name,
    resolution: input.resolution,
    bFactor: bfactor,
    halfMaps: input.halfPaths,
    localResolution: input.local?.path ?? null,
    warnings: input.warnings,
  });
}

async function write(
  document: ValidationDocument,
  validation: Validation,
  structure: Structure,
  options: ValidateOptions,
  host: Host,
): Promise<void> {
  const { csv, json, report, out } = options;
  const text = json === undefined ? "" : validationJson(document);
  if (json === "-") host.out(text);
  else if (json !== undefined) await writeAtomic(json, text);
  if (csv !== undefined) await writeAtomic(csv, validationCsv(document));
  if (report !== undefined) {
    const title = `${basename(document.model.file)} in ${basename(document.map.file)}`;
    await writeAtomic(report, validationHtml(document, frameOf(title, options.called)));
  }
  if (out === undefined) return;
  const scored = withScores(structure, validation, options);
  const title = `${structure.name}: ${attributeSentence(options)}`;
  const isPdb = /\.(pdb|ent)$/i.test(out);
  await writeAtomic(out, isPdb ? writePdb(scored) : writeMmcif([scored], { title }));
}

/** The structure with scores for B: of every atom, or of its residue; 0 where nothing was scored. */
function withScores(structure: Structure, validation: Validation, { attribute }: ValidateOptions): Structure {
  const bFactor = new Float32Array(structure.atomCount);
  if (attribute === "q") bFactor.set(validation.atomQ);
  for (const residue of attribute === "q" ? [] : validation.residues) {
    bFactor.fill((attribute === "cc" ? residue.cc : residue.ccLocal) ?? 0, residue.start, residue.end);
  }
  return { ...structure, bFactor: bFactor.map((value) => (Number.isNaN(value) ? 0 : value)) };
}

function attributeSentence({ attribute }: ValidateOptions): string {
  const what = {
    q: "Q-scores of atoms",
    cc: "correlations of residues",
    "cc-local": "correlations of residues at local resolution",
  }[attribute];
  return `B holds ${what}`;
}
