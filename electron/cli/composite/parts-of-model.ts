import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { confidenceOf, polymerCount } from "#core/composite/confidence.ts";
import { chainParts, domainParts, type Part, wholePart } from "#core/composite/parts.ts";
import type { DomainsOf } from "#core/composite/poor-kinds.ts";
import { AppError } from "#core/errors.ts";
import { type PredictedErrors, readPae } from "#core/format/pae.ts";
import type { Structure } from "#core/structure/structure.ts";
import type { LoadedModel } from "#electron/cli/load.ts";
import { readBytes } from "#workers/files.ts";

/** How the files of a composite are taken apart: whole, by chain, by domain, or by chain and by domain where that fails. */
export type SplitWord = "chains" | "domains" | "auto" | undefined;

/** Predicted aligned errors and the file they are from. */
export interface PaeFile extends PredictedErrors {
  readonly path: string;
}

/** What is placed of the files, and how a part of them would be taken apart. */
export interface ModelParts {
  readonly parts: readonly Part[];
  /** Its domains, from contacts, pLDDT and aligned errors, whichever are known. */
  readonly domainsOf: DomainsOf;
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

/** Reads files of predicted aligned errors. Throws as `readBytes` and `readPae`. */
export async function loadPae(paths: readonly string[]): Promise<PaeFile[]> {
  return Promise.all(
    paths.map(async (path) => ({ path, ...readPae(basename(path), await readBytes(path)) })),
  );
}

/** The aligned errors that the AlphaFold database keeps beside a model, where they are: AF-…-model_v4.cif has AF-…-predicted_aligned_error_v4.json. */
export function paeBeside(modelPath: string): string[] {
  const name = /^(AF-.+)-model_(v\d+)\./.exec(basename(modelPath));
  if (!name) return [];
  const beside = join(dirname(modelPath), `${name[1]}-predicted_aligned_error_${name[2]}.json`);
  return existsSync(beside) ? [beside] : [];
}

/**
 * Takes models apart. Aligned errors belong to the models that have as many residues. Throws `input` when some that were asked
 * for belong to none.
 */
export function partsOfModels(
  models: readonly LoadedModel[],
  split: SplitWord,
  errors: readonly PaeFile[],
  isAsked: boolean,
): ModelParts {
  const used = new Set<PaeFile>();
  const notes: string[] = [];
  const known = models.flatMap((model) =>
    model.structures.map((structure) => {
      const own = errors.find(({ count }) => count === polymerCount(structure));
      if (own) used.add(own);
      const confidence = confidenceOf(structure, { ...model, name: structure.name }, own);
      const { isPlddt } = confidence(structure);
      if (isPlddt || own) notes.push(noteOf(structure.name, isPlddt, own));
      return { file: model.path, structure, confidence };
    }),
  );
  if (isAsked) checkUsed(errors, used, known);
  const partsFrom = (named: (typeof known)[number]) => {
    if (split === "domains") return domainParts(named, named.confidence);
    return split === undefined ? { value: [wholePart(named)], warnings: [] } : chainParts(named);
  };
  const taken = known.map(partsFrom);
  return {
    parts: taken.flatMap(({ value }) => value),
    domainsOf: ({ file, structure }) => {
      const whole = known.find((one) => one.file === file);
      return domainParts({ file, structure }, whole?.confidence).value;
    },
    notes,
    warnings: taken.flatMap(({ warnings }) => warnings),
  };
}

function noteOf(name: string, isPlddt: boolean, errors: PaeFile | undefined): string {
  const what = isPlddt ? "a predicted model: its B factors are pLDDT" : "a model";
  return `${name} is ${what}${errors ? `; aligned errors from ${basename(errors.path)}` : ""}.`;
}

function checkUsed(
  errors: readonly PaeFile[],
  used: ReadonlySet<PaeFile>,
  models: readonly { readonly structure: Structure }[],
): void {
  const unused = errors.find((one) => !used.has(one));
  if (!unused) return;
  const counts = models.map(({ structure }) => `${structure.name} has ${polymerCount(structure)}`).join(", ");
  throw new AppError(
    "input",
    `${unused.path} holds aligned errors of ${unused.count} residues, but ${counts}. Give the file that belongs to the model.`,
  );
}
