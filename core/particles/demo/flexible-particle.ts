import { createGaussians, type Gaussians } from "#core/gmm/gaussians.ts";
import { drawGaussians } from "#core/gmm/model-agreement.ts";
import { createRandom, type Random, randomNormal } from "#core/math/random.ts";
import { type Quaternion, quaternionFromRotationVector, rotate } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import type { Grid } from "#core/volume/grid.ts";
import { softMask } from "#core/volume/soft-mask.ts";
import type { Volume } from "#core/volume/volume.ts";

/** A part of the particle, at rest. */
export interface Part {
  readonly name: string;
  readonly gaussians: Gaussians;
  /** Where the part is hinged to the core, Å; the core has none. */
  readonly hinge?: Vec3;
}

/** A rigid core and two subunits that swing about where they touch it, each on its own. */
export interface FlexibleParticle {
  readonly core: Part;
  readonly arms: readonly [Part, Part];
}

/** Å. */
const CORE = { radius: 26, count: 160 } as const;
const ARM = { radius: 17, count: 60 } as const;
const WIDTH = 2;
const APART = 4.5;
/** Standard deviation of an arm's swing about each of two axes, radians (10°): its middle moves by 3 Å, its end by 6. */
const SWING = (10 * Math.PI) / 180;
/** Part of the peak where a mask begins, and its edge, Å. */
const MASK = { level: 0.1, edge: { grow: 2, soften: 8 }, wider: 4 } as const;

/** The particle about the middle of a box that begins at 0. `edge` Å must hold 140. */
export function makeFlexibleParticle(edge: number, seed: number): FlexibleParticle {
  const random = createRandom(seed);
  const middle = edge / 2;
  const ball = (x: number, { radius, count }: { radius: number; count: number }) =>
    lump([middle + x, middle, middle], radius, count, random);
  const arm = (side: 1 | -1): Part => ({
    name: side === 1 ? "arm 1" : "arm 2",
    gaussians: ball(side * (CORE.radius + ARM.radius - APART), ARM),
    hinge: [middle + side * CORE.radius, middle, middle],
  });
  return { core: { name: "core", gaussians: ball(0, CORE) }, arms: [arm(1), arm(-1)] };
}

/** One way the particle may be found in: both arms swung at random. */
export function swing({ core, arms }: FlexibleParticle, random: Random): Gaussians {
  return joined([core.gaussians, ...arms.map((arm) => turned(arm, randomSwing(random)))]);
}

/** The particle at rest. */
export function atRest({ core, arms }: FlexibleParticle): Gaussians {
  return joined([core.gaussians, ...arms.map(({ gaussians }) => gaussians)]);
}

/** A soft mask around parts, wide enough for how far they swing. */
export function maskOf(parts: readonly Part[], grid: Grid): Volume {
  const wide = parts.map(({ gaussians, hinge }) => ({
    ...gaussians,
    sigma: gaussians.sigma.map((sigma) => sigma + (hinge ? MASK.wider : MASK.wider / 2)),
  }));
  const { values } = drawGaussians(joined(wide), grid);
  const level = MASK.level * values.reduce((a, b) => Math.max(a, b), 0);
  const inside = Uint8Array.from(values, (value) => (value > level ? 1 : 0));
  return softMask(grid, inside, MASK.edge);
}

/** Gaussians at random places of a ball, no two nearer than `APART` where that can be had. */
function lump(centre: Vec3, radius: number, count: number, random: Random): Gaussians {
  const places: Vec3[] = [];
  for (let tries = 0; places.length < count; tries++) {
    const [x, y, z] = [0, 1, 2].map(() => radius * (2 * random() - 1));
    if (Math.hypot(x, y, z) > radius) continue;
    const place: Vec3 = [centre[0] + x, centre[1] + y, centre[2] + z];
    const isFree = places.every(
      (other) => Math.hypot(other[0] - place[0], other[1] - place[1], other[2] - place[2]) > APART,
    );
    if (isFree || tries > 100 * count) places.push(place);
  }
  return createGaussians(
    Float64Array.from(places.flat()),
    new Float64Array(count).map(() => 1 + random()),
    new Float64Array(count).fill(WIDTH),
  );
}

function randomSwing(random: Random): Quaternion {
  const angle = () => SWING * Math.max(-2, Math.min(2, randomNormal(random)));
  return quaternionFromRotationVector([0, angle(), angle()]);
}

function turned({ gaussians, hinge = [0, 0, 0] }: Part, rotation: Quaternion): Gaussians {
  const xyz = gaussians.xyz.slice();
  for (let n = 0; n < xyz.length; n += 3) {
    const away: Vec3 = [xyz[n] - hinge[0], xyz[n + 1] - hinge[1], xyz[n + 2] - hinge[2]];
    const place = rotate(rotation, away);
    for (let axis = 0; axis < 3; axis++) xyz[n + axis] = hinge[axis] + place[axis];
  }
  return { ...gaussians, xyz };
}

function joined(parts: readonly Gaussians[]): Gaussians {
  const all = (pick: (part: Gaussians) => Float64Array) =>
    Float64Array.from(parts.flatMap((part) => Array.from(pick(part))));
  return createGaussians(
    all(({ xyz }) => xyz),
    all(({ amplitude }) => amplitude),
    all(({ sigma }) => sigma),
  );
}
