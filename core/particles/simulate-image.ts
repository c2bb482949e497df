import type { Gaussians } from "#core/gmm/gaussians.ts";
import { type ImageFrame, project } from "#core/gmm/projection.ts";
import type { Pose } from "#core/gmm/refine-pose.ts";
import { relionOf } from "#core/math/euler.ts";
import { matrixOf } from "#core/math/rigid.ts";
import { type Ctf, ctfAt, wavelength } from "#core/particles/ctf.ts";
import { fromSpectrum } from "#core/volume/fourier.ts";
import { createGrid } from "#core/volume/grid.ts";

/** The microscope of made-up particles: kV, mm, part of amplitude contrast. */
const OPTICS = { voltage: 300, cs: 2.7, contrast: 0.1 } as const;

/** Defocus, Å, and the angle of U, degrees. */
export interface Defocus {
  readonly u: number;
  readonly v: number;
  readonly angle: number;
}

/** A model seen in a pose through a microscope: pixels row by row, without noise. */
export function simulateImage(
  model: Gaussians,
  { rotation, shift }: Pose,
  frame: ImageFrame,
  defocus: Defocus,
): Float32Array {
  const { size, edge } = frame;
  const half = size / 2 + 1;
  const transform = project(model, { matrix: matrixOf(rotation), shift }, frame);
  const ctf = ctfFor(defocus);
  const data = Float32Array.from(transform, (value, at) => {
    const n = at >> 1;
    const [i, j] = [n % half, Math.floor(n / half)];
    const ky = j > size / 2 ? j - size : j;
    // Nyquist's row and column have no mates of their own.
    if (i === size / 2 || j === size / 2) return 0;
    return ((i + j) % 2 === 0 ? 1 : -1) * value * ctfAt(ctf, i / edge, ky / edge);
  });
  const grid = createGrid([size, size, 1], [0, 0, 0], [1, 1, 1]);
  return fromSpectrum({ grid, half, data }).values;
}

function ctfFor({ u, v, angle }: Defocus): Ctf {
  const lambda = wavelength(OPTICS.voltage);
  return {
    perDefocus: Math.PI * lambda,
    mean: (u + v) / 2,
    half: (u - v) / 2,
    azimuth: (angle * Math.PI) / 180,
    perSphere: (Math.PI / 2) * OPTICS.cs * 1e7 * lambda ** 3,
    shift: Math.asin(OPTICS.contrast),
    scale: 1,
    bFactor: 0,
  };
}

/** The row of a made-up particle in a STAR file; particles go to the half sets in turn. `n` counts from 0. */
export function simulatedRow(n: number, stack: string, { rotation, shift }: Pose, defocus: Defocus): string {
  const { rot, tilt, psi } = relionOf(matrixOf(rotation));
  const { u, v, angle } = defocus;
  const numbers = [u, v, angle, rot, tilt, psi, -shift[0], -shift[1]].map((value) => value.toFixed(6));
  return `${String(n + 1).padStart(6, "0")}@${stack} 1 ${numbers.join(" ")} ${1 + (n % 2)}`;
}

/** A STAR file (RELION 3.1) of such rows. */
export function simulatedStar(pixelSize: number, rows: readonly string[]): string {
  const { voltage, cs, contrast } = OPTICS;
  return `data_optics

loop_
_rlnOpticsGroup
_rlnVoltage
_rlnSphericalAberration
_rlnAmplitudeContrast
_rlnImagePixelSize
1 ${voltage} ${cs} ${contrast} ${pixelSize}

data_particles

loop_
${COLUMNS.map((name) => `_rln${name}`).join("\n")}
${rows.join("\n")}
`;
}

const COLUMNS = [
  "ImageName",
  "OpticsGroup",
  "DefocusU",
  "DefocusV",
  "DefocusAngle",
  "AngleRot",
  "AngleTilt",
  "AnglePsi",
  "OriginXAngst",
  "OriginYAngst",
  "RandomSubset",
];
