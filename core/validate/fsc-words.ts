import type { FscCurve } from "#core/validate/fsc-curve.ts";

/** Where a curve ends, in words: "0.5 at 3.44 Å", "above 0.5 down to 2.7 Å" or "never above 0.5". */
export function fscReach(curve: FscCurve, limit: 0.5 | 0.143): string {
  const { bins } = curve;
  const reach = limit === 0.5 ? curve.resolution05 : curve.resolution0143;
  if (reach === null) return `never above ${limit}`;
  const last = bins[bins.length - 1];
  return last.fsc >= limit
    ? `above ${limit} down to ${last.resolution.toFixed(2)} Å`
    : `${limit} at ${reach.toFixed(2)} Å`;
}
