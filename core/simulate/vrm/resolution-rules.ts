import { AppError } from "#core/errors.ts";
import { residuesOf } from "#core/structure/residues.ts";
import type { Structure } from "#core/structure/structure.ts";

/** A resolution, Å, for a chain or some of its residues by the author's numbers, ends included. */
export interface ResolutionRule {
  readonly chain: string;
  readonly residues?: readonly [first: number, last: number];
  readonly resolution: number;
}

/** A resolution from B lies within these multiples of the common one: B factors of models go to their limits. */
const FINEST = 0.5;
const COARSEST = 4;

/**
 * Rules as people write them: "chain:A=2.5,B=5;residue:A/10-20=4,A/33=3" (Å), "chain:" may be left out. Throws `input`
 * for anything else.
 */
export function parseResolutionRules(text: string): ResolutionRule[] {
  return text.split(";").flatMap((clause) => {
    const [, kind = "chain", list] = /^(?:(chain|residue):)?(.*)$/.exec(clause.trim()) ?? [];
    return list.split(",").map((item) => (kind === "residue" ? residueRule(item) : chainRule(item)));
  });
}

/**
 * The resolution of every atom (Å) by rules, the last that fits, else `elsewhere`. Throws `input` for chains and residues
 * that are not there.
 */
export function ruledResolutions(
  structure: Structure,
  rules: readonly ResolutionRule[],
  elsewhere: number,
): Float64Array {
  const resolutions = new Float64Array(structure.atomCount).fill(elsewhere);
  for (const rule of rules) {
    let isUsed = false;
    for (let n = 0; n < structure.atomCount; n++) {
      if (!fits(rule, structure.chainId[n], structure.residueNumber[n])) continue;
      resolutions[n] = rule.resolution;
      isUsed = true;
    }
    if (!isUsed) throw unused(rule, structure);
  }
  return resolutions;
}

/**
 * The resolution of every atom (Å) from its B: where B has damped its scattering as much as the median B has at the
 * common resolution D, exp(−B ⁄ 4d²) = exp(−B_median ⁄ 4D²), so d = D √(B ⁄ B_median), with the mean B of each residue
 * and between D ⁄ 2 and 4 D. Throws `input` for a model without B factors.
 */
export function resolutionsFromB(structure: Structure, common: number): Float64Array {
  const means = new Float64Array(structure.atomCount);
  for (const { start, end } of residuesOf(structure)) {
    let sum = 0;
    for (let n = start; n < end; n++) sum += Math.max(0, structure.bFactor[n]);
    means.fill(sum / (end - start), start, end);
  }
  const median = means.slice().sort()[means.length >> 1];
  if (!(median > 0)) {
    throw new AppError(
      "input",
      "Resolutions cannot come from B factors that are 0: name them with --resolution-by chain:A=3, or take a map of them.",
    );
  }
  return means.map((b) => common * Math.min(COARSEST, Math.max(FINEST, Math.sqrt(b / median))));
}

function chainRule(item: string): ResolutionRule {
  const [, chain, value] = /^([^=/]+)=([^=]+)$/.exec(item.trim()) ?? [];
  if (chain === undefined) throw misread(item);
  return { chain, resolution: lengthOf(value, item) };
}

function residueRule(item: string): ResolutionRule {
  const [, chain, first, last, value] = /^([^=/]+)\/(-?\d+)(?:-(-?\d+))?=([^=]+)$/.exec(item.trim()) ?? [];
  if (chain === undefined) throw misread(item);
  const residues = [Number(first), Number(last ?? first)] as const;
  if (residues[1] < residues[0]) throw misread(item);
  return { chain, residues, resolution: lengthOf(value, item) };
}

function lengthOf(word: string, item: string): number {
  const value = Number(word);
  if (value > 0 && Number.isFinite(value)) return value;
  throw misread(item);
}

function misread(item: string): AppError {
  return new AppError(
    "input",
    `"${item.trim()}" is no resolution of a chain or residues: write chain:A=2.5,B=5;residue:A/10-20=4 (Å).`,
  );
}

function fits({ chain, residues }: ResolutionRule, chainId: string, number: number): boolean {
  if (chain !== chainId) return false;
  return residues === undefined || (number >= residues[0] && number <= residues[1]);
}

function unused({ chain, residues }: ResolutionRule, { chainId }: Structure): AppError {
  const chains = [...new Set(chainId)];
  if (residues && chains.includes(chain)) {
    const [first, last] = residues;
    return new AppError("input", `Chain ${chain} has no residue from ${first} to ${last}.`, {
      chain,
      residues,
    });
  }
  return new AppError("input", `The model has no chain ${chain}; it has ${chains.join(", ")}.`, { chain });
}
