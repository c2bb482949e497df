import { AppError } from "#core/errors.ts";
import type { ParticleSet } from "#core/particles/particle-set.ts";

/**
 * Contrast transfer of one particle: sin(perDefocus (mean + half cos 2(θ − azimuth)) k² − perSphere k⁴ + shift), where
 * k is the frequency in Å⁻¹ and θ its direction in the image; times scale exp(−B k² ⁄ 4). It is +Q₀ at k = 0, protein
 * bright (RELION 3.1, ctf.h).
 */
export interface Ctf {
  /** π λ, Å. */
  readonly perDefocus: number;
  /** Mean of the two defoci, Å, and half their difference, which keeps its sign: U may be below V. */
  readonly mean: number;
  readonly half: number;
  /** Radians. */
  readonly azimuth: number;
  /** π ⁄ 2 Cs λ³, Å⁴. */
  readonly perSphere: number;
  /** Radians: the phase plate's and that of the amplitude contrast. */
  readonly shift: number;
  readonly scale: number;
  /** Å². */
  readonly bFactor: number;
}

const RADIANS = Math.PI / 180;
const MM = 1e7; // Å

/** Wavelength of electrons, Å, at a voltage in kV (with RELION's constants). */
export function wavelength(voltage: number): number {
  const volts = 1000 * voltage;
  return 12.2643247 / Math.sqrt(volts * (1 + 0.978466e-6 * volts));
}

/**
 * The CTF of a particle; null where the set has no defocus. Throws `input` when its optics group lacks the voltage, the
 * spherical aberration or the amplitude contrast.
 */
export function ctfOf({ optics, group, defocus }: ParticleSet, row: number): Ctf | null {
  if (!defocus) return null;
  const { name, voltage, sphericalAberration, amplitudeContrast } = optics[group[row]];
  if (voltage === null || sphericalAberration === null || amplitudeContrast === null) {
    throw new AppError(
      "input",
      `Optics group "${name}" lacks the voltage, the spherical aberration or the amplitude contrast that its CTF needs: add _rlnVoltage, _rlnSphericalAberration and _rlnAmplitudeContrast.`,
      { voltage, sphericalAberration, amplitudeContrast },
    );
  }
  const lambda = wavelength(voltage);
  return {
    perDefocus: Math.PI * lambda,
    mean: (defocus.u[row] + defocus.v[row]) / 2,
    half: (defocus.u[row] - defocus.v[row]) / 2,
    azimuth: defocus.angle[row] * RADIANS,
    perSphere: (Math.PI / 2) * sphericalAberration * MM * lambda ** 3,
    shift: defocus.phaseShift[row] * RADIANS + Math.asin(amplitudeContrast),
    scale: defocus.scale[row],
    bFactor: defocus.bFactor[row],
  };
}

/**
 * The CTF at a frequency, Å⁻¹ along the image's x and y.
 * @public
 */
export function ctfAt(ctf: Ctf, kx: number, ky: number): number {
  const k2 = kx * kx + ky * ky;
  const { half, azimuth } = ctf;
  // cos 2(θ − φ) k² without an arc tangent.
  const astigmatism = (kx * kx - ky * ky) * Math.cos(2 * azimuth) + 2 * kx * ky * Math.sin(2 * azimuth);
  const phase = ctf.perDefocus * (ctf.mean * k2 + half * astigmatism) - ctf.perSphere * k2 * k2 + ctf.shift;
  return ctf.scale * Math.exp((-ctf.bFactor / 4) * k2) * Math.sin(phase);
}

/**
 * The CTF at the coefficients of a half transform of an image: `size` rows ky in FFT order, columns kx = 0 … size ⁄ 2.
 * All 1 where there is none.
 */
export function ctfInto(ctf: Ctf | null, size: number, pixelSize: number, out: Float32Array): void {
  if (!ctf) {
    out.fill(1);
    return;
  }
  const step = 1 / (size * pixelSize);
  const half = Math.floor(size / 2) + 1;
  const cos = Math.cos(2 * ctf.azimuth);
  const sin = Math.sin(2 * ctf.azimuth);
  const { perDefocus, mean, perSphere, shift, scale, bFactor } = ctf;
  for (let j = 0; j < size; j++) {
    const ky = (j > size / 2 ? j - size : j) * step;
    for (let i = 0; i < half; i++) {
      const kx = i * step;
      const k2 = kx * kx + ky * ky;
      const turned = (kx * kx - ky * ky) * cos + 2 * kx * ky * sin;
      const phase = perDefocus * (mean * k2 + ctf.half * turned) - perSphere * k2 * k2 + shift;
      const fall = bFactor === 0 ? scale : scale * Math.exp((-bFactor / 4) * k2);
      out[j * half + i] = fall * Math.sin(phase);
    }
  }
}
