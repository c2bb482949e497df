import type { ParticleSet } from "#core/particles/particle-set.ts";

/** Decimals that STAR files hold angles and origins with (RELION). */
export const POSE_DECIMALS = 6;

/** The particles with angles and origins as a STAR file holds them: what goes on from a file then goes on exactly. */
export function roundPoses(set: ParticleSet): ParticleSet {
  const round = (value: number) => Number(value.toFixed(POSE_DECIMALS));
  return { ...set, angles: set.angles?.map(round) ?? null, origins: set.origins.map(round) };
}
