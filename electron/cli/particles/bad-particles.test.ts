import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeMrc } from "#core/format/mrc-write.ts";
import { simulateParticles } from "#core/particles/simulated.testing.ts";
import { createGrid } from "#core/volume/grid.ts";
import { runCli, temporaryFolder } from "#electron/cli/cli.testing.ts";

const folder = temporaryFolder();
const path = (name: string) => join(folder, name);
const { stack, truth } = simulateParticles({ size: 16, pixelSize: 4, count: 12, noise: 0, seed: 3 });
const BEFORE = "what was here before";

/** Writes particles whose images are in a stack of their own; returns the STAR file. */
function write(name: string, bytes: Uint8Array, star = truth): string {
  writeFileSync(path(`${name}.mrcs`), bytes);
  writeFileSync(path(`${name}.star`), star.replaceAll("@particles.mrcs", `@${name}.mrcs`));
  return path(`${name}.star`);
}

/** What reconstruct, refine and check say about particles; none of them may touch a file that is there. */
async function saidOf(name: string, star: string): Promise<string[]> {
  const kept = path(`${name}-kept`);
  writeFileSync(kept, BEFORE);
  const run = path(`${name}-run`);
  const outcomes = [
    await runCli(["particles", "reconstruct", star, "-o", kept]),
    await runCli(["particles", "check", star, "-o", kept]),
    await runCli(["particles", "refine", star, "--out", run]),
  ];
  expect(readFileSync(kept, "utf8")).toBe(BEFORE);
  expect(existsSync(run)).toBe(false);
  for (const { exitCode } of outcomes) expect(exitCode).not.toBe(0);
  return outcomes.map(({ err }) => err);
}

describe("bad particles are refused by name, and nothing is overwritten:", () => {
  it("a command without what it needs, with the help that tells it", async () => {
    const { exitCode, err } = await runCli(["particles", "check", path("nix.star")]);
    expect([exitCode, err]).toEqual([
      2,
      expect.stringContaining("Run `mapwright particles check --help` to see what it takes."),
    ]);
  });

  it("a stack that is cut short", async () => {
    const star = write("short", stack.subarray(0, stack.length - 100));
    for (const said of await saidOf("short", star)) {
      expect(said).toMatch(/short\.mrcs: The stack is cut short: 12 images/);
    }
  });

  it("an image with a NaN", async () => {
    const bytes = stack.slice();
    new DataView(bytes.buffer).setFloat32(1024 + 4 * (5 * 256 + 9), Number.NaN, true);
    for (const said of await saidOf("nan", write("nan", bytes))) {
      expect(said).toMatch(/nan\.mrcs, image 6: .*NaN/);
    }
  });

  it("a row of an optics group that is not there", async () => {
    const star = truth.replace(/^(000004@\S+) 1 /m, "$1 7 ");
    for (const said of await saidOf("optics", write("optics", stack, star))) {
      expect(said).toContain(
        'optics.star: Row 4 belongs to optics group 7, which has no row in the table "optics" (there: 1)',
      );
    }
  });

  it.each(["0", "-2.5", "nan"])("pixels of %s Å", async (size) => {
    const star = truth.replace("2.7 0.1 4\n", `2.7 0.1 ${size}\n`);
    for (const said of await saidOf("pixel", write("pixel", stack, star))) {
      expect(said).toMatch(/pixel\.star: .*(how large a pixel is|_rlnImagePixelSize)/);
    }
  });

  it("more images than the stack has", async () => {
    const star = truth.replace("000012@", "000013@");
    for (const said of await saidOf("beyond", write("beyond", stack, star))) {
      expect(said).toMatch(/Row 12 asks for image 13 of .*beyond\.mrcs, which has 12/);
    }
  });

  it("a half set without particles: no gold standard", async () => {
    const star = write("half", stack, truth.replace(/ 2$/gm, " 1"));
    const run = path("half-run");
    const { exitCode, err } = await runCli(["particles", "refine", star, "--out", run]);
    expect(exitCode).not.toBe(0);
    expect(err).toContain("All particles are in one half set and the other is empty");
    expect(existsSync(run)).toBe(false);
    const kept = path("half-kept");
    writeFileSync(kept, BEFORE);
    const second = await runCli(["particles", "reconstruct", star, "--half", "2", "-o", kept]);
    expect(second.err).toContain("There are no particles in half set 2");
    expect(readFileSync(kept, "utf8")).toBe(BEFORE);
  });

  it("masks of another size, and empty ones", async () => {
    const star = write("mask", stack);
    const mask = (n: number) => {
      const grid = createGrid([n, n, n], [0, 0, 0], [4, 4, 4]);
      writeFileSync(path(`${n}.mrc`), writeMrc({ grid, values: new Float32Array(n ** 3) }));
      return runCli(["particles", "refine", star, "--out", path("mask-run"), "--mask", path(`${n}.mrc`)]);
    };
    expect((await mask(20)).err).toMatch(/has 20 × 20 × 20 voxels; maps of these particles have 16³/);
    expect((await mask(16)).err).toContain("is 0 everywhere: nothing would count");
    expect(existsSync(path("mask-run"))).toBe(false);
  });
});
