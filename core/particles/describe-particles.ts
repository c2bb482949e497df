import { wavelength } from "#core/particles/ctf.ts";
import type { OpticsGroup, ParticleSet } from "#core/particles/particle-set.ts";

/** What a set of particles holds, in numbers. */
export interface ParticleDescription {
  readonly count: number;
  readonly halves: readonly [number, number];
  readonly stacks: number;
  /** Images that are named more than once. */
  readonly repeated: number;
  readonly optics: readonly (OpticsGroup & {
    readonly particles: number;
    readonly wavelength: number | null;
  })[];
  /** Least and largest mean defocus, Å, and largest astigmatism; null without a CTF. */
  readonly defocus: { readonly from: number; readonly to: number; readonly astigmatism: number } | null;
  readonly hasOrientations: boolean;
  /** Largest distance of a particle from the middle of its image, Å. */
  readonly farthest: number;
}

export function describeParticles(set: ParticleSet): ParticleDescription {
  const { count, half, stacks, optics, group, origins, angles } = set;
  const first = half.reduce((sum, which) => sum + (which === 1 ? 1 : 0), 0);
  const members = new Uint32Array(optics.length);
  for (const n of group) members[n]++;
  const named = new Set(Array.from(set.image, (image, row) => `${set.stack[row]}:${image}`));
  let farthest = 0;
  for (let n = 0; n < count; n++)
    farthest = Math.max(farthest, Math.hypot(origins[2 * n], origins[2 * n + 1]));
  return {
    count,
    halves: [first, count - first],
    stacks: stacks.length,
    repeated: count - named.size,
    optics: optics.map((own, n) => ({
      ...own,
      particles: members[n],
      wavelength: own.voltage === null ? null : wavelength(own.voltage),
    })),
    defocus: defocusRange(set),
    hasOrientations: angles !== null,
    farthest,
  };
}

function defocusRange({ defocus }: ParticleSet): ParticleDescription["defocus"] {
  if (!defocus) return null;
  const range = { from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY, astigmatism: 0 };
  for (const [n, u] of defocus.u.entries()) {
    const v = defocus.v[n];
    range.from = Math.min(range.from, (u + v) / 2);
    range.to = Math.max(range.to, (u + v) / 2);
    range.astigmatism = Math.max(range.astigmatism, Math.abs(u - v));
  }
  return range;
}
