import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { writeMrc } from "#core/format/mrc-write.ts";
import { readStar } from "#core/format/star.ts";
import { drawGaussians } from "#core/gmm/model-agreement.ts";
import { movements } from "#core/particles/movements.ts";
import { readParticles } from "#core/particles/read-particles.ts";
import { simulateParticles } from "#core/particles/simulated.testing.ts";
import { createGrid } from "#core/volume/grid.ts";
import { runCli, temporaryFolder } from "#electron/cli/cli.testing.ts";
import { loadMap } from "#electron/cli/load.ts";

const folder = temporaryFolder();
const path = (...names: string[]) => join(folder, ...names);
const simulated = simulateParticles({
  size: 32,
  pixelSize: 4,
  count: 96,
  noise: 1.5,
  turned: 3,
  shifted: 3,
  seed: 5,
});
const STAR = path("particles.star");
const TRUTH = path("truth.star");
const MASK = path("mask.mrc");
const grid = createGrid([32, 32, 32], [0, 0, 0], [4, 4, 4]);
const result = (run: string) => JSON.parse(readFileSync(path(run, "result.json"), "utf8"));

beforeAll(() => {
  writeFileSync(path("particles.mrcs"), simulated.stack);
  writeFileSync(STAR, simulated.star);
  writeFileSync(TRUTH, simulated.truth);
  const upper = new Float32Array(32 ** 3).map((_, n) => (n < 16 * 32 * 32 ? 0 : 1));
  writeFileSync(MASK, writeMrc({ grid, values: upper }));
});

describe("particles info", () => {
  it("counts half sets, stacks and optics", async () => {
    const { exitCode, out } = await runCli(["particles", "info", STAR]);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^half sets +48 and 48$/m);
    expect(out).toMatch(/^images +32 × 32 pixels in 1 stack$/m);
    expect(out).toMatch(/96 particles, 4 Å per pixel, 300 kV, Cs 2\.7 mm, amplitude contrast 0\.1$/m);
  });

  it("says the same as JSON, with the wavelength of 300 kV", async () => {
    const { out } = await runCli(["particles", "info", STAR, "--json"]);
    const told = JSON.parse(out);
    expect(told).toMatchObject({ count: 96, halves: [48, 48], size: 32, stacks: 1, repeated: 0 });
    expect(told.optics[0].wavelength).toBeCloseTo(0.0196876, 7);
  });
});

describe("particles check", () => {
  const check = async (star: string, out: string) => {
    const outcome = await runCli(["particles", "check", star, "-o", path(out)]);
    return { ...outcome, page: existsSync(path(out)) ? readFileSync(path(out), "utf8") : "" };
  };

  it("finds nothing against particles that are as they should be, and shows them", async () => {
    const { exitCode, out, page } = await check(TRUTH, "check.html");
    expect([exitCode, out.match(/^! /gm)]).toEqual([0, null]);
    expect(out).toContain("CTF sign, origins, hand of the images: half maps agree best as the file says.");
    expect(out).toContain("+ Contrast: protein is bright");
    expect(page.match(/<img /g)?.length).toBe(3 + 2 * 8);
    const correlations = [...page.matchAll(/correlation (-?[\d.]+)</g)].map(([, r]) => Number(r));
    expect(Math.min(...correlations)).toBeGreaterThan(0.5);
  });

  it("tells origins of the wrong sign", async () => {
    const star = path("turned.star");
    writeFileSync(star, flipped(simulated.truth, [8, 9]));
    expect((await check(star, "turned.html")).out).toContain('agree better with "origins of the other sign"');
  });

  it("says that protein is dark and that the stack's header has another pixel size", async () => {
    const star = path("dark.star");
    const dark = simulated.stack.slice();
    const view = new DataView(dark.buffer);
    for (let at = 1024; at < dark.length; at += 4) view.setFloat32(at, -view.getFloat32(at, true), true);
    writeFileSync(path("dark.mrcs"), dark);
    const named = simulated.truth.replaceAll("@particles.mrcs", "@dark.mrcs");
    writeFileSync(star, named.replace("2.7 0.1 4\n", "2.7 0.1 5\n"));
    const { out, err } = await check(star, "dark.html");
    expect(out).toContain("! Contrast: protein is dark");
    expect(out).toContain("! Pixel size: 5.0000 Å in the STAR file, 4.0000 Å in the stack's header");
    expect(err).toContain("pixels are 4.0000 Å by its header, 5.0000 Å by the STAR file, which is believed");
  });
});

describe("particles refine", () => {
  it("betters poses, keeps every iteration, and goes on where it was", async () => {
    const run = path("run");
    const odd = path("odd.star");
    writeFileSync(odd, simulated.star.replace("2.7 0.1 4\n", "2.7 0.1 4.1\n"));
    const words = ["particles", "refine", odd, "--out", run, "--threads", "2"];
    const first = await runCli([...words, "--iterations", "1"]);
    expect([first.exitCode, first.err.match(/Error/)]).toEqual([0, null]);
    const again = await runCli([...words, "--iterations", "2"]);
    expect(again.exitCode).not.toBe(0);
    expect(again.err).toContain("--resume goes on with it");
    const more = await runCli([...words, "--iterations", "2", "--resume"]);
    expect(more.exitCode).toBe(0);
    const { start, iterations } = result("run");
    expect(iterations).toHaveLength(2);
    expect(iterations[1].meanFsc).toBeGreaterThan(start.meanFsc + 0.05);
    const { particles } = readParticles(readStar(readFileSync(path("run", "particles.star")))).value;
    expect(particles.count).toBe(96);
    expect(readFileSync(path("run", "report.html"), "utf8")).toContain("4.1000 Å by the STAR file, which");
    for (const name of ["half1.mrc", "half2.mrc", "map.mrc", "fsc.csv", "report.html"]) {
      expect(existsSync(path("run", name)), name).toBe(true);
    }
    const once = await runCli([...words.slice(0, 4), path("whole"), "--iterations", "2"]);
    expect(once.exitCode).toBe(0);
    expect(readFileSync(path("whole", "particles.star"))).toEqual(
      readFileSync(path("run", "particles.star")),
    );
    const other = await runCli([...words, "--iterations", "3", "--resume", "--seed", "9"]);
    expect(other.err).toContain("has other settings (seed)");
  });

  it("says how to go on when it is cancelled after an iteration", async () => {
    const first = path("cancelled", "iterations", "01");
    const { signal } = new AbortController();
    Object.defineProperty(signal, "aborted", { get: () => existsSync(first) });
    const words = ["particles", "refine", STAR, "--out", path("cancelled"), "--iterations", "3"];
    const { exitCode, out, err } = await runCli(words, { signal });
    expect([exitCode, err]).toEqual([130, "Cancelled.\n"]);
    expect(out).toContain("keeps what is done: the same command with --resume goes on from there.");
  });

  it("focuses, and puts patches together", async () => {
    const focused = await runCli([
      ...["particles", "focus", STAR, MASK, "--out", path("focus"), "--iterations", "1"],
    ]);
    expect(focused.exitCode).toBe(0);
    expect(result("focus").focus).toMatchObject({ form: "variance", level: 0.25 });
    const patches = await runCli(["particles", "patches", TRUTH, "-k", "2", "--out", path("patches")]);
    expect(patches.exitCode).toBe(0);
    expect(patches.out.match(/^patch \d: within [\d.]+ Å of/gm)).toHaveLength(2);
    expect(patches.out).toMatch(/^composite +\d/m);
    for (const n of ["01", "02"]) {
      expect(existsSync(path("patches", "patches", n, "half2.mrc"))).toBe(true);
    }
  });

  it("breaks a symmetry that was expanded: one copy of each is kept", async () => {
    const { exitCode } = await runCli([
      ...["particles", "refine", TRUTH, "--out", path("broken"), "--iterations", "1"],
      ...["--expand-symmetry", "C2", "--break-symmetry"],
    ]);
    expect(exitCode).toBe(0);
    const { particles } = readParticles(readStar(readFileSync(path("broken", "particles.star")))).value;
    expect(particles.count).toBe(96);
    expect(new Set(particles.image).size).toBe(96);
  });
});

describe("particles reconstruct and postprocess", () => {
  it("make a map of half maps that is like what was projected", async () => {
    for (const half of ["1", "2"]) {
      const out = path(`h${half}.mrc`);
      expect((await runCli(["particles", "reconstruct", TRUTH, "--half", half, "-o", out])).exitCode).toBe(0);
    }
    const words = ["particles", "postprocess", path("h1.mrc"), path("h2.mrc"), "--out", path("post")];
    const { exitCode, out } = await runCli([...words, "--local", "--bfactor", "none"]);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^FSC 0\.143 at [\d.]+ Å, 0\.5 at [\d.]+ Å/m);
    expect(out).toMatch(/^local resolution under the mask: [\d.]+, [\d.]+, [\d.]+ Å/m);
    const truth = drawGaussians(simulated.model, grid).values;
    const likeness = async (name: string) => correlation((await loadMap(name)).volume.values, truth);
    const likest = await likeness(path("post", "map.mrc"));
    expect(likest).toBeGreaterThan(0.75);
    expect(likest).toBeGreaterThan(0.02 + (await likeness(path("h1.mrc"))));
    expect(likest).toBeGreaterThan(0.02 + (await likeness(path("h2.mrc"))));
    const same = await runCli([...words.slice(0, 3), path("h1.mrc"), "--out", path("same")]);
    expect(same.err).toContain("are the same map");
    expect(existsSync(path("same"))).toBe(false);
  });
});

describe("particles orient", () => {
  it("finds orientations and origins from nothing but a coarse map", async () => {
    const blank = path("blank.star");
    const rows = /^(\d+@\S+ 1) (\S+ \S+ \S+) .* ([12])$/gm;
    const stripped = simulated.truth.replace(rows, "$1 $2 $3");
    writeFileSync(blank, stripped.replace(/^_rln(Angle|Origin).*\n/gm, ""));
    const map = path("model.mrc");
    writeFileSync(map, writeMrc(drawGaussians(simulated.model, grid)));
    const words = ["particles", "orient", blank, map, "-o", path("found.star"), "--resolution", "11"];
    const { exitCode, out } = await runCli(words);
    expect(exitCode).toBe(0);
    expect(out).toMatch(
      /96 particles oriented by \d+ Gaussians to 11 Å, out of 4,401 orientations 15° apart/,
    );
    const setOf = (file: string) => readParticles(readStar(readFileSync(file))).value.particles;
    const { turned, shifted } = movements(setOf(path("found.star")), setOf(TRUTH));
    const right = turned.filter((angle, n) => angle < 10 && (shifted[n] ?? 0) < 4);
    expect(right.length).toBeGreaterThan(0.9 * 96);
    const refine = await runCli(["particles", "refine", blank, "--out", path("blank-run")]);
    expect(refine.err).toContain("find them with particles orient");
  });
});

describe("particles demo", () => {
  it("shows what the FSC of the whole does not", async () => {
    const out = path("demo");
    const words = ["particles", "demo", "--out", out, "--count", "100", "--iterations", "1"];
    const said = await runCli(words);
    expect(said.exitCode).toBe(0);
    expect(said.out).toMatch(/^mean FSC \(with the truth\) +whole +core +arm 1 +arm 2$/m);
    expect(said.out).toMatch(/^Poses told by arm 1: its mean FSC .*; the FSC of the whole .*\.$/m);
    const names = result("demo").map(({ name }: { name: string }) => name);
    expect(names).toEqual(["told by the whole", "told by arm 1", "told by arm 2", "put together"]);
    const page = readFileSync(join(out, "report.html"), "utf8");
    expect(page.match(/<svg class="plot"/g)).toHaveLength(4);
    expect(readFileSync(join(out, "fsc-arm-1.svg"), "utf8")).toContain("<svg xmlns=");
  });
});

/** A STAR file with the sign of some columns of its particles changed. */
function flipped(star: string, columns: readonly number[]): string {
  return star.replace(/^\d+@.*$/gm, (row) =>
    row
      .split(" ")
      .map((word, n) => (columns.includes(n) ? String(-Number(word)) : word))
      .join(" "),
  );
}

function correlation(a: Float32Array, b: Float32Array): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let n = 0; n < a.length; n++) {
    ab += a[n] * b[n];
    aa += a[n] ** 2;
    bb += b[n] ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}
