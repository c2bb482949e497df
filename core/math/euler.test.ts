import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emanFromRelion, emanOf, matrixOfRelion, relionFromEman, relionOf } from "#core/math/euler.ts";
import { anyRotation } from "#core/math/rigid.testing.ts";
import { type Matrix3, matrixOf } from "#core/math/rigid.ts";

const EXACT = 1e-9;

function expectClose(seen: readonly number[], expected: readonly number[], tolerance = EXACT): void {
  expect(seen).toHaveLength(expected.length);
  for (const [n, value] of seen.entries()) expect(Math.abs(value - expected[n])).toBeLessThan(tolerance);
}

/** EMAN's matrix, written down from its definition: Rz(phi) Rx(alt) Rz(az). */
function matrixOfEman({ az, alt, phi }: { az: number; alt: number; phi: number }): Matrix3 {
  const [ca, sa, cb, sb, cg, sg] = [az, alt, phi].flatMap((t) => [
    Math.cos((t * Math.PI) / 180),
    Math.sin((t * Math.PI) / 180),
  ]);
  return [
    cg * ca - sg * cb * sa,
    cg * sa + sg * cb * ca,
    sg * sb,
    -sg * ca - cg * cb * sa,
    -sg * sa + cg * cb * ca,
    cg * sb,
    sb * sa,
    -sb * ca,
    cb,
  ];
}

const anyAngles = fc.record({
  rot: fc.double({ min: -180, max: 180, noNaN: true }),
  tilt: fc.oneof(
    fc.double({ min: 0, max: 180, noNaN: true }),
    fc.constantFrom(0, 180, 1e-7, 1e-10, 180 - 1e-9, 90),
  ),
  psi: fc.double({ min: -180, max: 180, noNaN: true }),
});

describe("orientations of particles", () => {
  it("give their matrix back from the angles read off it, on the axis and near it too", () => {
    fc.assert(
      fc.property(anyAngles, (angles) => {
        const matrix = matrixOfRelion(angles);
        expectClose(matrixOfRelion(relionOf(matrix)), matrix, 1e-12);
        expectClose(matrixOfEman(emanOf(matrix)), matrix, 1e-12);
        expectClose(matrixOfEman(emanFromRelion(angles)), matrix, 1e-12);
        const { rot, tilt, psi } = relionFromEman(emanFromRelion(angles));
        expectClose([rot, tilt, psi], [angles.rot, angles.tilt, angles.psi]);
      }),
      { numRuns: 200 },
    );
  });

  it("are read off the matrix of any rotation", () => {
    fc.assert(
      fc.property(anyRotation, (rotation) => {
        const matrix = matrixOf(rotation);
        expectClose(matrixOfRelion(relionOf(matrix)), matrix, 1e-12);
      }),
    );
  });

  it("put the whole turn about the axis into psi (RELION) or phi (EMAN)", () => {
    const up = matrixOfRelion({ rot: 20, tilt: 0, psi: 30 });
    expectClose(Object.values(relionOf(up)), [0, 0, 50]);
    expectClose(Object.values(emanOf(up)), [0, 0, 50]);
    const down = matrixOfRelion({ rot: 20, tilt: 180, psi: 30 });
    expectClose(Object.values(relionOf(down)), [0, 180, 10]);
    expectClose(matrixOfEman(emanOf(down)), down);
    expect(emanOf(down)).toMatchObject({ az: 0, alt: 180 });
  });
});

const FILE = join(import.meta.dirname, "../../../shared/reference/euler.json");
const isThere = existsSync(FILE);
if (!isThere)
  console.log("Skipped: orientations checked against RELION need ../shared/reference/euler.json.");

interface Reference {
  readonly rot: number;
  readonly tilt: number;
  readonly psi: number;
  readonly matrix: number[][];
  readonly quaternion_wxyz: [number, number, number, number];
  readonly eman: { az: number; alt: number; phi: number };
}

describe.skipIf(!isThere)("orientations checked against relion_project 3.1.3", () => {
  const { vectors } = isThere
    ? (JSON.parse(readFileSync(FILE, "utf8")) as { vectors: Reference[] })
    : { vectors: [] };
  it.each(vectors)("rot $rot, tilt $tilt, psi $psi", (vector) => {
    const expected = vector.matrix.flat();
    const matrix = matrixOfRelion(vector);
    // The file holds 12 decimals.
    expectClose(matrix, expected);
    const [w, x, y, z] = vector.quaternion_wxyz;
    expectClose(matrixOf([x, y, z, w]), expected);
    expectClose(Object.values(emanFromRelion(vector)), Object.values(vector.eman).slice(0, 3));
    expectClose(matrixOfRelion(relionFromEman(vector.eman)), expected);
  });
});
