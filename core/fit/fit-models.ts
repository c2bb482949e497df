import { AppError } from "#core/errors.ts";
import { fitProbe } from "#core/fit/fit-probe.ts";
import type { FitRequest } from "#core/fit/params.ts";
import { makeProbe, type Probe } from "#core/fit/probe.ts";
import type { FitResult } from "#core/fit/result.ts";
import type { Clock, FitTarget } from "#core/fit/target.ts";
import type { Parsed } from "#core/format/parsed.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { PoseEngine } from "#core/kernel/pose-engine.ts";
import type { Structure } from "#core/structure/structure.ts";

/** The structures as probes, largest first; what cannot be fitted is left out with a warning. Throws `input` when none can. */
export function makeProbes(structures: readonly Structure[], atoms: FitRequest["atoms"]): Parsed<Probe[]> {
  const warnings: string[] = [];
  const probes: Probe[] = [];
  let refused: unknown;
  for (const structure of structures) {
    try {
      const { value, warnings: own } = makeProbe(structure, atoms);
      probes.push(value);
      warnings.push(...own.map((warning) => `${structure.name}: ${warning}`));
    } catch (error) {
      if (!(error instanceof AppError && error.code === "input")) throw error;
      refused = error;
      warnings.push(`Left out: ${error.message}`);
    }
  }
  if (probes.length === 0) throw refused ?? new AppError("input", "There is no model to fit.");
  probes.sort((a, b) => b.atoms.weight.length - a.atoms.weight.length);
  return { value: probes, warnings };
}

/** Fits every probe into the target in turn and hands out each result as it is ready. */
export async function* fitModels(
  engine: PoseEngine,
  target: FitTarget,
  probes: readonly Probe[],
  request: FitRequest,
  clock: Clock,
  job: JobContext,
): AsyncGenerator<FitResult> {
  for (const probe of probes) yield await fitProbe({ engine, target, probe, request, clock, job });
}
