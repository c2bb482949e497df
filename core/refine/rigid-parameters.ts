import { matrixOf, quaternionFromRotationVector, type Rigid, rotate } from "#core/math/rigid.ts";
import { subtract, type Vec3 } from "#core/math/vec3.ts";

/** Variables per group: a rotation vector about its centroid, then a shift. */
const FREEDOM = 6;

/** How far a group may go. */
export interface MotionLimit {
  /** Of its centroid, Å. */
  readonly shift: number;
  /** Degrees. */
  readonly angle: number;
}

/** A group of atoms that moves as one. */
interface Group {
  readonly atoms: Int32Array;
  readonly centroid: Vec3;
  /** What one Å of shift, and one Å of arc at its radius, are worth in variables: see `RigidParameters`. */
  readonly perShift: number;
  readonly perRadian: number;
}

/**
 * The motions of groups of atoms as one array of variables, scaled so that the same change of any of them changes a
 * target about as much: a rotation counts as arc at the group's radius of gyration, and a group of n atoms √n-fold, in
 * units of the mean group. A variable is thus an Å of the mean group.
 */
export class RigidParameters {
  readonly #xyz: Float64Array;
  readonly #groups: readonly Group[];

  /** `xyz` (n × 3, Å) where the groups begin; `groups` hold atom indices, none in two of them. */
  constructor(xyz: Float64Array, groups: readonly Int32Array[]) {
    this.#xyz = xyz;
    const mean = groups.reduce((sum, { length }) => sum + length, 0) / groups.length;
    this.#groups = groups.map((atoms) => {
      const { centroid, radius } = extentOf(xyz, atoms);
      const perShift = Math.sqrt(atoms.length / mean);
      return { atoms, centroid, perShift, perRadian: perShift * radius };
    });
  }

  get count(): number {
    return FREEDOM * this.#groups.length;
  }

  /** The largest size of every variable with which no group goes beyond a limit: the cube that fits into the ball. */
  limits({ shift, angle }: MotionLimit): Float64Array {
    const side = 1 / Math.sqrt(3);
    const turn = (side * angle * Math.PI) / 180;
    const all = this.#groups.flatMap(({ perShift, perRadian }) => {
      const [arc, way] = [turn * perRadian, side * shift * perShift];
      return [arc, arc, arc, way, way, way];
    });
    return Float64Array.from(all);
  }

  /** The motion of every group, x' = rotation · x + shift in the frame of the model. */
  motions(variables: Float64Array): Rigid[] {
    return this.#groups.map((group, n) => {
      const { turn, shift } = partsOf(group, variables, n);
      const rotation = quaternionFromRotationVector(turn);
      const turned = rotate(rotation, group.centroid);
      const { centroid } = group;
      return {
        rotation,
        shift: [
          centroid[0] - turned[0] + shift[0],
          centroid[1] - turned[1] + shift[1],
          centroid[2] - turned[2] + shift[2],
        ],
      };
    });
  }

  /** The coordinates of all atoms, those of no group where they began. */
  coordinates(variables: Float64Array): Float64Array {
    const moved = this.#xyz.slice();
    for (const [n, { rotation, shift }] of this.motions(variables).entries()) {
      const m = matrixOf(rotation);
      for (const atom of this.#groups[n].atoms) {
        const [x, y, z] = this.#xyz.subarray(3 * atom, 3 * atom + 3);
        moved[3 * atom] = m[0] * x + m[1] * y + m[2] * z + shift[0];
        moved[3 * atom + 1] = m[3] * x + m[4] * y + m[5] * z + shift[1];
        moved[3 * atom + 2] = m[6] * x + m[7] * y + m[8] * z + shift[2];
      }
    }
    return moved;
  }

  /** The derivative against the variables, from that against the coordinates (n × 3) of the moved atoms. */
  gradient(variables: Float64Array, moved: Float64Array, perXyz: Float64Array): Float64Array {
    const out = new Float64Array(this.count);
    for (const [n, group] of this.#groups.entries()) {
      const { turn, shift } = partsOf(group, variables, n);
      const centre: Vec3 = [
        group.centroid[0] + shift[0],
        group.centroid[1] + shift[1],
        group.centroid[2] + shift[2],
      ];
      const { force, torque } = pushOn(group.atoms, centre, moved, perXyz);
      const perTurn = throughRotation(turn, torque);
      for (let axis = 0; axis < 3; axis++) {
        out[FREEDOM * n + axis] = perTurn[axis] / group.perRadian;
        out[FREEDOM * n + 3 + axis] = force[axis] / group.perShift;
      }
    }
    return out;
  }
}

function partsOf(
  { perShift, perRadian }: Group,
  variables: Float64Array,
  n: number,
): { turn: Vec3; shift: Vec3 } {
  const [a, b, c, x, y, z] = variables.subarray(FREEDOM * n, FREEDOM * (n + 1));
  return {
    turn: [a / perRadian, b / perRadian, c / perRadian],
    shift: [x / perShift, y / perShift, z / perShift],
  };
}

function extentOf(xyz: Float64Array, atoms: Int32Array): { centroid: Vec3; radius: number } {
  let sum: Vec3 = [0, 0, 0];
  for (const n of atoms) sum = [sum[0] + xyz[3 * n], sum[1] + xyz[3 * n + 1], sum[2] + xyz[3 * n + 2]];
  const centroid: Vec3 = [sum[0] / atoms.length, sum[1] / atoms.length, sum[2] / atoms.length];
  let squares = 0;
  for (const n of atoms) {
    const [x, y, z] = subtract([xyz[3 * n], xyz[3 * n + 1], xyz[3 * n + 2]], centroid);
    squares += x * x + y * y + z * z;
  }
  // A single atom has no radius; its rotation has no slope either.
  return { centroid, radius: Math.max(1, Math.sqrt(squares / atoms.length)) };
}

/** Σ of the slopes, and of their moments about a centre. */
function pushOn(
  atoms: Int32Array,
  [cx, cy, cz]: Vec3,
  xyz: Float64Array,
  perXyz: Float64Array,
): { force: Vec3; torque: Vec3 } {
  let [fx, fy, fz, tx, ty, tz] = [0, 0, 0, 0, 0, 0];
  for (const n of atoms) {
    const x = xyz[3 * n] - cx;
    const y = xyz[3 * n + 1] - cy;
    const z = xyz[3 * n + 2] - cz;
    const gx = perXyz[3 * n];
    const gy = perXyz[3 * n + 1];
    const gz = perXyz[3 * n + 2];
    fx += gx;
    fy += gy;
    fz += gz;
    tx += y * gz - z * gy;
    ty += z * gx - x * gz;
    tz += x * gy - y * gx;
  }
  return { force: [fx, fy, fz], torque: [tx, ty, tz] };
}

/**
 * The slope against a rotation vector v from the moment τ about the centre: Jᵀ τ, where J is the left Jacobian of
 * SO(3), J = sin θ ⁄ θ · 1 + (1 − sin θ ⁄ θ) a aᵀ + (1 − cos θ) ⁄ θ · [a]× (a = v ⁄ θ).
 */
function throughRotation(v: Vec3, t: Vec3): Vec3 {
  const angle = Math.hypot(...v);
  // J = 1 + [v]× ⁄ 2 to first order.
  const s = angle < 1e-6 ? 1 : Math.sin(angle) / angle;
  const c = angle < 1e-6 ? 0.5 : (1 - Math.cos(angle)) / angle ** 2;
  const along = angle < 1e-6 ? 0 : ((1 - s) * (v[0] * t[0] + v[1] * t[1] + v[2] * t[2])) / angle ** 2;
  return [
    s * t[0] + along * v[0] - c * (v[1] * t[2] - v[2] * t[1]),
    s * t[1] + along * v[1] - c * (v[2] * t[0] - v[0] * t[2]),
    s * t[2] + along * v[2] - c * (v[0] * t[1] - v[1] * t[0]),
  ];
}
