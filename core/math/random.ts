import type { Quaternion } from "#core/math/rigid.ts";

/** Uniform random numbers in [0, 1), the same sequence for the same seed on every machine. */
export type Random = () => number;

/**
 * A small, fast generator with 32 bits of output per call (sfc32 by Chris Doty-Humphrey,
 * PractRand 0.95), seeded by mixing `seed` and `stream`; streams of one seed are independent.
 */
export function createRandom(seed: number, stream = 0): Random {
  let a = mix(seed >>> 0);
  let b = mix((stream ^ 0x9e3779b9) >>> 0);
  let c = mix(a ^ b ^ 0x85ebca6b);
  let counter = 1;
  const next = () => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return (t >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

/** A uniformly distributed rotation (Shoemake, Graphics Gems III, 1992). */
export function randomRotation(random: Random): Quaternion {
  const u = random();
  const v = random() * 2 * Math.PI;
  const w = random() * 2 * Math.PI;
  const p = Math.sqrt(1 - u);
  const q = Math.sqrt(u);
  return [p * Math.sin(v), p * Math.cos(v), q * Math.sin(w), q * Math.cos(w)];
}

/** A standard normal number (Box–Muller; two uniform numbers each). */
export function randomNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function mix(x: number): number {
  let h = x | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
