import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quietJob } from "#core/job/job-context.ts";
import { anyRigid } from "#core/math/rigid.testing.ts";
import { applyRigid, IDENTITY, invert, type Rigid } from "#core/math/rigid.ts";
import { ijkToXyz } from "#core/volume/grid.ts";
import { resample } from "#core/volume/resample.ts";
import { resampleMoved } from "#core/volume/resample-moved.ts";
import { valueAt } from "#core/volume/trilinear.ts";
import { anyGrid, anyVolume, unitGrid, volumeOf } from "#core/volume/volume.testing.ts";

describe("resampling a moved volume", () => {
  it("turns a quarter about z and shifts by a voxel, sample for sample", async () => {
    // (x, y) → (−y, x), then 3 along x: sample (i, j) comes to (3 − j, i).
    const quarter: Rigid = { rotation: [0, 0, Math.SQRT1_2, Math.SQRT1_2], shift: [3, 0, 0] };
    const volume = volumeOf(unitGrid(4, 4, 1), (i, j) => 1 + i + 10 * j);
    const { values } = await resampleMoved(volume, volume.grid, quarter, quietJob);
    const [first, beside, above] = [values[0], values[1], values[4]];
    expect([first, beside, above].map((value) => Math.round(10 * value) / 10)).toEqual([31, 21, 32]);
  });

  it("without a motion is resampling", async () => {
    await fc.assert(
      fc.asyncProperty(anyVolume, async (volume) => {
        const plain = await resample(volume, volume.grid, quietJob);
        const moved = await resampleMoved(volume, volume.grid, IDENTITY, quietJob);
        moved.values.forEach((value, n) => {
          expect(Math.abs(value - plain.values[n])).toBeLessThan(1e-3);
        });
      }),
      { numRuns: 30 },
    );
  });

  it("has at every sample the density that the volume has where the sample came from", async () => {
    await fc.assert(
      fc.asyncProperty(anyVolume, anyGrid, anyRigid(5), async (volume, grid, motion) => {
        const { values } = await resampleMoved(volume, grid, motion, quietJob);
        const [nx, ny] = grid.size;
        values.forEach((value, n) => {
          const at = ijkToXyz(grid, [n % nx, Math.floor(n / nx) % ny, Math.floor(n / (nx * ny))]);
          const wanted = valueAt(volume, applyRigid(invert(motion), at));
          // By rounding a sample on the border may count as inside here and as outside there.
          if (wanted !== 0) expect(Math.abs(value - wanted)).toBeLessThan(1e-3);
        });
      }),
      { numRuns: 50 },
    );
  });
});
