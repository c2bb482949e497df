/** What has been done to the images about the CTF of the microscope before they were stored. */
export type CtfApplied = "none" | "flipped" | "multiplied";

/** What the images of one optics group share. */
export interface OpticsGroup {
  readonly name: string;
  /** Å per pixel of the images. */
  readonly pixelSize: number;
  /** kV; null, as the two below, where the file does not say. */
  readonly voltage: number | null;
  /** mm. */
  readonly sphericalAberration: number | null;
  /** Fraction, 0 … 1. */
  readonly amplitudeContrast: number | null;
  readonly applied: CtfApplied;
}

/** Defocus of every particle: what its CTF needs beside its optics group. */
export interface DefocusColumns {
  /** Å of underfocus along and across `angle`. */
  readonly u: Float64Array;
  readonly v: Float64Array;
  /** Degrees from the image's x axis to where the defocus is `u`. */
  readonly angle: Float64Array;
  /** Degrees. */
  readonly phaseShift: Float64Array;
  /** Factor of the CTF and its B factor, Å². */
  readonly scale: Float64Array;
  readonly bFactor: Float64Array;
}

/** Particles as columns, in the order of their file. */
export interface ParticleSet {
  readonly count: number;
  /** Files of images as they are named, and for each particle which one and which image in it, from 0. */
  readonly stacks: readonly string[];
  readonly stack: Uint32Array;
  readonly image: Uint32Array;
  readonly optics: readonly OpticsGroup[];
  /** Index into `optics`. */
  readonly group: Uint32Array;
  /** Null where the file has no defocus: the images are taken as they are. */
  readonly defocus: DefocusColumns | null;
  /** rot, tilt, psi per particle, degrees (RELION); null where the file has no orientations. */
  readonly angles: Float64Array | null;
  /** x, y per particle, Å: the shift that centres the particle (RELION's origin), so that it sits at −x, −y. */
  readonly origins: Float64Array;
  /** 1 or 2: the half set. */
  readonly half: Uint8Array;
}

/** The particles with these indices, in this order; they may repeat. */
export function takeParticles(set: ParticleSet, rows: ArrayLike<number>): ParticleSet {
  const count = rows.length;
  const { defocus, angles } = set;
  const one = (column: Float64Array) => gather(column, rows, 1, new Float64Array(count));
  return {
    ...set,
    count,
    stack: gather(set.stack, rows, 1, new Uint32Array(count)),
    image: gather(set.image, rows, 1, new Uint32Array(count)),
    group: gather(set.group, rows, 1, new Uint32Array(count)),
    half: gather(set.half, rows, 1, new Uint8Array(count)),
    origins: gather(set.origins, rows, 2, new Float64Array(2 * count)),
    angles: angles && gather(angles, rows, 3, new Float64Array(3 * count)),
    defocus: defocus && {
      u: one(defocus.u),
      v: one(defocus.v),
      angle: one(defocus.angle),
      phaseShift: one(defocus.phaseShift),
      scale: one(defocus.scale),
      bFactor: one(defocus.bFactor),
    },
  };
}

/** Indices of the particles of a half set. */
export function rowsOfHalf({ half }: ParticleSet, which: 1 | 2): Uint32Array {
  return Uint32Array.from(half.keys()).filter((n) => half[n] === which);
}

type Column = Float64Array | Uint32Array | Uint8Array;

function gather<T extends Column>(from: T, rows: ArrayLike<number>, width: number, to: T): T {
  for (let n = 0; n < rows.length; n++) {
    for (let k = 0; k < width; k++) to[width * n + k] = from[width * rows[n] + k];
  }
  return to;
}
