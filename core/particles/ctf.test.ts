import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readStar } from "#core/format/star.ts";
import { encodeText } from "#core/format/text.ts";
import { type Ctf, ctfAt, ctfInto, ctfOf, wavelength } from "#core/particles/ctf.ts";
import { readParticles } from "#core/particles/read-particles.ts";

interface Optics {
  u: number;
  v?: number;
  angle?: number;
  cs?: number;
  q0?: number;
  phase?: number;
}

/** Through the reader, as a particle's CTF always comes. */
function ctf({ u, v = u, angle = 0, cs = 0, q0 = 0, phase = 0 }: Optics): Ctf {
  const text = `data_
loop_
_rlnImageName
_rlnVoltage
_rlnSphericalAberration
_rlnAmplitudeContrast
_rlnPixelSize
_rlnDefocusU
_rlnDefocusV
_rlnDefocusAngle
_rlnPhaseShift
1@a.mrcs 300 ${cs} ${q0} 1 ${u} ${v} ${angle} ${phase}
`;
  const found = ctfOf(readParticles(readStar(encodeText(text))).value.particles, 0);
  if (!found) throw new Error("There is a defocus.");
  return found;
}

describe("the CTF", () => {
  it("has the wavelength of relativistic electrons: 0.019687 Å at 300 kV, 0.025079 Å at 200 kV", () => {
    // h ⁄ √(2 m e V (1 + e V ⁄ 2 m c²)) with CODATA 2018: 0.0196875 and 0.0250793 Å.
    expect(wavelength(300)).toBeCloseTo(0.0196875, 6);
    expect(wavelength(200)).toBeCloseTo(0.0250793, 6);
  });

  it("crosses zero where λ · defocus · k² is whole, when nothing else turns the phase", () => {
    const plain = ctf({ u: 10000 });
    for (const n of [1, 2, 3]) {
      expect(ctfAt(plain, Math.sqrt(n / (wavelength(300) * 10000)), 0)).toBeCloseTo(0, 9);
    }
    // A quarter of the first period: sin(π ⁄ 2), protein bright.
    expect(ctfAt(plain, Math.sqrt(0.5 / (wavelength(300) * 10000)), 0)).toBeCloseTo(1, 9);
  });

  it("is +Q₀ at the origin, and cos-like behind a phase plate of 90°", () => {
    expect(ctfAt(ctf({ u: 15000, cs: 2.7, q0: 0.1 }), 0, 0)).toBeCloseTo(0.1, 12);
    expect(ctfAt(ctf({ u: 15000, q0: 0.1, phase: 90 }), 0, 0)).toBeCloseTo(Math.sqrt(0.99), 12);
  });

  it("is less advanced by the spherical aberration: λ · defocus · k² − Cs λ³ k⁴ ⁄ 2 half waves", () => {
    const k = 0.25;
    const lambda = wavelength(300);
    const halfWaves = lambda * 12000 * k ** 2 - (2.7e7 * lambda ** 3 * k ** 4) / 2;
    expect(ctfAt(ctf({ u: 12000, cs: 2.7 }), k, 0)).toBeCloseTo(Math.sin(Math.PI * halfWaves), 9);
  });

  it("has defocus U along its angle and V across it, whichever is larger", () => {
    const turned = (degrees: number, k: number): [number, number] => [
      k * Math.cos((degrees * Math.PI) / 180),
      k * Math.sin((degrees * Math.PI) / 180),
    ];
    fc.assert(
      fc.property(
        fc.integer({ min: 5000, max: 30000 }),
        fc.integer({ min: 5000, max: 30000 }),
        fc.double({ min: -180, max: 180, noNaN: true }),
        fc.double({ min: 0.01, max: 0.3, noNaN: true }),
        (u, v, angle, k) => {
          const both = ctf({ u, v, angle: Number(angle.toFixed(4)), cs: 2.7, q0: 0.1 });
          const along = ctfAt(ctf({ u, cs: 2.7, q0: 0.1 }), k, 0);
          const across = ctfAt(ctf({ u: v, cs: 2.7, q0: 0.1 }), k, 0);
          expect(ctfAt(both, ...turned(Number(angle.toFixed(4)), k))).toBeCloseTo(along, 6);
          expect(ctfAt(both, ...turned(Number(angle.toFixed(4)) + 90, k))).toBeCloseTo(across, 6);
        },
      ),
    );
  });

  it("fills the half transform of an image", () => {
    const some = ctf({ u: 12000, v: 9000, angle: 33, cs: 2.7, q0: 0.07 });
    const out = new Float32Array(8 * 5);
    ctfInto(some, 8, 1.5, out);
    expect(out[3 * 5 + 2]).toBeCloseTo(ctfAt(some, 2 / 12, 3 / 12), 6);
    expect(out[7 * 5 + 4]).toBeCloseTo(ctfAt(some, 4 / 12, -1 / 12), 6);
    ctfInto(null, 8, 1.5, out);
    expect([...new Set(out)]).toEqual([1]);
  });

  it("needs its optics", () => {
    const text =
      "data_\nloop_\n_rlnImageName\n_rlnPixelSize\n_rlnDefocusU\n_rlnDefocusV\n_rlnDefocusAngle\n1@a 1 9000 9000 0\n";
    const { particles } = readParticles(readStar(encodeText(text))).value;
    expect(() => ctfOf(particles, 0)).toThrow("lacks the voltage");
  });
});
