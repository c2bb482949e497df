import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { createRandom, randomRotation } from "#core/math/random.ts";
import { invert } from "#core/math/rigid.ts";
import { moveStructure } from "#core/structure/move.ts";
import { walk } from "#core/structure/walk.testing.ts";
import { runCli, temporaryFolder } from "#electron/cli/cli.testing.ts";
import { rmsdToAnswer } from "#electron/cli/demo-answer.ts";

const OFFLINE = Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" });

const isBuilt = existsSync(resolve(import.meta.dirname, "../../dist/workers/thread.js"));
if (!isBuilt) console.log("Skipped: the demo (its threads are not built).");

describe.skipIf(!isBuilt)("the demo", () => {
  it("says that its data are made up, finds every chain, and writes what it says", async () => {
    const folder = join(temporaryFolder(), "demo");
    const { exitCode, out } = await runCli(["demo", "--out", folder]);
    expect(out).toMatch(/^The data of this demo are made up/);
    expect(out.match(/ found {2}0\.\d\d Å RMSD from the known answer/g)).toHaveLength(3);
    expect(out).toMatch(/The known answer was found for all 3 chains in [\d.]+ s\.\n$/);
    expect(exitCode).toBe(0);
    const chains = ["A", "B", "C"].flatMap((id) => [`chain_${id}.cif`, `chain_${id}_rank1.cif`]);
    expect(readdirSync(folder)).toEqual(
      expect.arrayContaining(["map.mrc", "answer.cif", "results.json", ...chains]),
    );
  });
});

describe("the distance from the known answer", () => {
  const home = walk(20, 1);
  const motion = { rotation: randomRotation(createRandom(2)), shift: [5, 6, 7] } as const;

  it("is 0 after the motion back, and the shift after a shift", () => {
    const away = moveStructure(home, motion);
    expect(rmsdToAnswer(away, invert(motion), [home])).toBeCloseTo(0, 10);
    const shift = { rotation: [0, 0, 0, 1], shift: [3, 4, 0] } as const;
    expect(rmsdToAnswer(home, shift, [home])).toBeCloseTo(5, 10);
  });

  it("is that from the nearest copy, and infinite from other molecules", () => {
    const copy = moveStructure(home, motion);
    const far = moveStructure(home, { rotation: [0, 0, 0, 1], shift: [100, 0, 0] });
    expect(rmsdToAnswer(home, motion, [far, copy])).toBeCloseTo(0, 10);
    const other = { ...home, residueName: home.residueName.map(() => "ALA") };
    expect(rmsdToAnswer(home, motion, [other])).toBe(Number.POSITIVE_INFINITY);
    expect(rmsdToAnswer(home, motion, [walk(30, 1)])).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("the demo on real data without a network", () => {
  it("says so and names the command for local files", async () => {
    vi.stubEnv("XDG_CACHE_HOME", temporaryFolder());
    vi.stubGlobal("fetch", () => Promise.reject(new Error("getaddrinfo ENOTFOUND", { cause: OFFLINE })));
    const out = join(temporaryFolder(), "demo");
    const { exitCode, err } = await runCli(["demo", "--real", "--out", out, "--threads", "1"]);
    vi.unstubAllGlobals();
    vi.unstubAllEnvs();
    expect(exitCode).toBe(1);
    expect(err).toMatch(/6WTI could not be fetched .*off-line.* npm run -s mapwright -- fit MAP MODEL/);
  });
});
