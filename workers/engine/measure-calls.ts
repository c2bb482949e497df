import { findSymmetry } from "#core/fit/map-symmetry.ts";
import { measureCorrelation, measureCorrelationNonZero } from "#core/simulate/correlation.ts";
import { valuesAt } from "#core/volume/trilinear.ts";
import { gatherAtoms } from "#workers/engine/placed-atoms.ts";
import type { Session } from "#workers/engine/session.ts";
import type { Params, Result } from "#workers/protocol.ts";

export function measureAtoms(
  session: Session,
  { map, near }: Params<"measureAtoms">,
): Result<"measureAtoms"> {
  const all = valuesAt(session.map(map).volume, gatherAtoms(session, near).xyz);
  const values = all.filter((value) => !Number.isNaN(value));
  const count = Math.max(1, values.length);
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
  return {
    atoms: all.length,
    outside: all.length - values.length,
    min: values.reduce((a, b) => Math.min(a, b), values[0] ?? 0),
    max: values.reduce((a, b) => Math.max(a, b), values[0] ?? 0),
    mean,
    sd: Math.sqrt(variance),
  };
}

export function findMapSymmetry(
  session: Session,
  { map, level, minimum, most }: Params<"findSymmetry">,
): Result<"findSymmetry"> {
  return { groups: findSymmetry(session.map(map).volume, level, { minimum, most }) };
}

export function correlateMaps(
  session: Session,
  { map, inMap, level }: Params<"correlateMaps">,
): Result<"correlateMaps"> {
  const [own, other] = [session.map(map).volume, session.map(inMap).volume];
  return level === null ? measureCorrelationNonZero(own, other) : measureCorrelation(own, level, other);
}
