import { resolve } from "node:path";
import { InvalidArgumentError } from "commander";
import type { RegionStep } from "#core/identify/region/cut-region.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { number } from "#electron/cli/arguments.ts";
import type { Host } from "#electron/cli/host.ts";
import { findPath } from "#electron/cli/inputs.ts";
import { loadMap, loadModel } from "#electron/cli/load.ts";
import type { Reporter } from "#electron/cli/reporter.ts";

/** One `--region` as it was typed; files are read later. */
export type RegionWord =
  | { readonly kind: "all" }
  | { readonly kind: "blob"; readonly which: number | Vec3 }
  | { readonly kind: "box"; readonly corners: readonly [Vec3, Vec3] }
  | { readonly kind: "mask"; readonly file: string }
  | { readonly kind: "without"; readonly files: readonly string[] };

const EXPECTED =
  "Expected all, blob:N (N-th largest), blob:x,y,z, box:x,y,z,x,y,z (Å), mask:FILE or without:FILE,FILE….";

/** Reads the word of `--region`. Throws commander's InvalidArgumentError with what was expected. */
export function regionWord(word: string): RegionWord {
  const at = word.indexOf(":");
  const kind = at < 0 ? word : word.slice(0, at);
  const rest = at < 0 ? "" : word.slice(at + 1);
  if (kind === "all" && rest === "") return { kind };
  if (rest === "") throw new InvalidArgumentError(EXPECTED);
  switch (kind) {
    case "blob":
      return { kind, which: rest.includes(",") ? point(rest.split(",")) : rank(rest) };
    case "box": {
      const numbers = rest.split(",");
      if (numbers.length !== 6) throw new InvalidArgumentError(EXPECTED);
      return { kind, corners: [point(numbers.slice(0, 3)), point(numbers.slice(3))] };
    }
    case "mask":
      return { kind, file: rest };
    case "without":
      return { kind, files: rest.split(",").filter((file) => file !== "") };
    default:
      throw new InvalidArgumentError(EXPECTED);
  }
}

/** The word again, with the whole paths of its files. */
export function regionText(word: RegionWord): string {
  switch (word.kind) {
    case "all":
      return "all";
    case "blob":
      return `blob:${[word.which].flat().join(",")}`;
    case "box":
      return `box:${word.corners.flat().join(",")}`;
    case "mask":
      return `mask:${resolve(word.file)}`;
    case "without":
      return `without:${word.files.map((file) => resolve(file)).join(",")}`;
    default:
      throw word satisfies never;
  }
}

/** The steps that the words stand for, with their files read. Throws as `loadMap` and `loadModel`. */
export async function regionSteps(
  words: readonly RegionWord[],
  reporter: Reporter,
  host: Host,
): Promise<RegionStep[]> {
  const steps: RegionStep[] = [];
  for (const word of words) {
    const step = await stepOf(word, reporter, host);
    if (step) steps.push(step);
  }
  return steps;
}

async function stepOf(word: RegionWord, reporter: Reporter, host: Host): Promise<RegionStep | undefined> {
  switch (word.kind) {
    case "all":
      return undefined;
    case "blob":
    case "box":
      return word;
    case "mask": {
      const { volume, warnings } = await loadMap(await findPath(word.file, reporter, host));
      for (const warning of warnings) reporter.warn(warning);
      return { kind: "mask", mask: volume, name: word.file };
    }
    case "without": {
      const xyz: number[] = [];
      for (const file of word.files) {
        const { structures, warnings } = await loadModel(await findPath(file, reporter, host));
        for (const warning of warnings) reporter.warn(warning);
        for (const structure of structures) for (const x of structure.xyz) xyz.push(x);
      }
      return { kind: "without", xyz: Float64Array.from(xyz), names: word.files };
    }
    default:
      throw word satisfies never;
  }
}

function rank(word: string): number {
  const value = number(word);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError(EXPECTED);
}

function point(words: readonly string[]): Vec3 {
  const [x, y, z, ...more] = words.map((word) => number(word));
  if (x === undefined || y === undefined || z === undefined || more.length > 0) {
    throw new InvalidArgumentError(EXPECTED);
  }
  return [x, y, z];
}
