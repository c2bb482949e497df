import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { atomImage } from "#core/simulate/vrm/atom-image.ts";
import { formFactorOrCarbon } from "#core/simulate/vrm/scattering.ts";
import { runCli, writeTinyCase } from "#electron/cli/cli.testing.ts";

describe("atom", () => {
  it("writes the image of an atom as shells that anyone can sum: Σ C Ω(r; R, B)", async () => {
    const file = join(writeTinyCase().folder, "iron.json");
    const words = ["atom", "fe3+", "--scattering", "xray", "--resolution", "2.6", "--bfactor", "30"];
    const { exitCode, out } = await runCli([...words, "--json", file]);
    expect(exitCode).toBe(0);
    expect(out).toMatch(
      /^FE3\+ at 2\.6 Å, B 30 Å²: \d+ shells \(\d+ of the kernel × 6 of the atom\), right up to/,
    );
    const { shells, image, unit } = JSON.parse(readFileSync(file, "utf8"));
    expect(unit).toBe("electrons per Å³");
    // Ω as the paper writes it, at a distance that is neither 0 nor a radius.
    const r = 1.3;
    const sum = shells.C.reduce((total: number, c: number, n: number) => {
      const [R, B] = [shells.R[n], shells.B[n]];
      const gaussian = (x: number) => Math.exp((-4 * Math.PI ** 2 * x * x) / B);
      const omega =
        R === 0
          ? ((4 * Math.PI) / B) ** 1.5 * gaussian(r)
          : (gaussian(r - R) - gaussian(r + R)) / (r * R * Math.sqrt(4 * Math.PI * B));
      return total + c * omega;
    }, 0);
    const factor = formFactorOrCarbon("xray", "FE3+");
    const peak = atomImage(factor, 2.6, 30, 0).value;
    expect(sum / peak).toBeCloseTo(atomImage(factor, 2.6, 30, r).value / peak, 5);
    expect(image[0].image).toBeCloseTo(peak, 10);
  });

  it("prints how far the shells are off, and where they end", async () => {
    const { out, err } = await runCli(["atom", "C", "--resolution", "3"]);
    expect(out).toContain("off, of the peak");
    expect(err).toBe("");
    const far = await runCli(["atom", "C", "--resolution", "1.5", "--bfactor", "400", "--reach", "12"]);
    expect(far.err).toContain("the shells leave the image");
  });

  it("names what it knows instead of what it does not", async () => {
    const { exitCode, err } = await runCli(["atom", "Xx", "--resolution", "3"]);
    expect(exitCode).toBe(1);
    expect(err).toContain("for X-rays also an ion such as FE3+");
  });
});
