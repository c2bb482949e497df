import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { IterationSummary } from "#core/particles/iteration-summary.ts";
import { simulateParticles } from "#core/particles/simulated.testing.ts";
import { runCli, temporaryFolder } from "#electron/cli/cli.testing.ts";
import { builtEngineFiles } from "#workers/built.testing.ts";
import { startTestEngine, testHost } from "#workers/engine.testing.ts";
import { ThreadedParticleEngine } from "#workers/particles/threaded-engine.ts";

const folder = temporaryFolder();
const path = (...names: string[]) => join(folder, ...names);
const files = builtEngineFiles();
/** The work of an iteration begins when this is fulfilled. */
let mayBegin: Promise<unknown> = Promise.resolve();
class HeldEngine extends ThreadedParticleEngine {
  override async search(...given: Parameters<ThreadedParticleEngine["search"]>) {
    await mayBegin;
    return super.search(...given);
  }
}
const { client, end } = startTestEngine({
  ...testHost,
  startParticles: (set, stacks) => new HeldEngine(set, stacks, files, 2),
  folders: [folder],
});
afterAll(end);
const star = (name = "particles.star") => ({
  name,
  bytes: new Uint8Array(readFileSync(path(name))),
  place: path(name),
});
const request = (wishes: { folder: string; iterations?: number; resumes?: boolean }) => ({
  ...{ iterations: 1, symmetry: "C1", seed: 1, resumes: false },
  ...wishes,
});

beforeAll(() => {
  const shape = { size: 32, pixelSize: 4, count: 96, noise: 1.5, turned: 3, shifted: 3, seed: 5 };
  const simulated = simulateParticles(shape);
  writeFileSync(path("particles.mrcs"), simulated.stack);
  writeFileSync(path("particles.star"), simulated.star);
});

describe("particles as the window asks for them", () => {
  it("are told with a free folder and a plan", async () => {
    const report = await client.call("inspectParticles", { star: star() });
    expect(report).toMatchObject({ name: "particles.star", size: 32, pixelSize: 4, refusal: null, runs: [] });
    expect(report.description).toMatchObject({ count: 96, halves: [48, 48] });
    expect(report.freeFolder).toBe("refine1");
    expect(report.settings).toContainEqual(["Pose search", "newton", expect.stringContaining("likelihood")]);
  });

  it("are refined in a folder that the command line goes on with", async () => {
    const told: IterationSummary[] = [];
    const onPartial = ({ summary }: { summary: IterationSummary }) => void told.push(summary);
    const { sentence } = await client.call(
      "refineParticles",
      { star: star(), request: request({ folder: "refine1" }) },
      { onPartial },
    );
    expect(sentence).toMatch(/^The half maps agree to [\d.]+ Å/);
    expect(told.map(({ iteration }) => iteration)).toEqual([0, 1]);
    const [start, first] = told;
    expect(first?.meanFsc).toBeGreaterThan(start?.meanFsc ?? 1);
    expect(first?.moved?.turned.counts.reduce((sum, count) => sum + count, 0)).toBe(96);
    expect(first?.directions.counts.reduce((sum, count) => sum + count, 0)).toBe(96);
    const more = await runCli([
      ...["particles", "refine", path("particles.star"), "--out", path("refine1")],
      ...["--iterations", "2", "--resume"],
    ]);
    expect([more.exitCode, more.err.match(/Error/)]).toEqual([0, null]);
    expect(JSON.parse(readFileSync(path("refine1", "result.json"), "utf8")).iterations).toHaveLength(2);
    const log = readFileSync(path("refine1", "run.log"), "utf8");
    expect(log).toMatch(/Mapwright 1\.2\.3, begins$/m);
    expect(log).toMatch(/mapwright particles refine "particles\.star" --out "refine1" --iterations 1 /);
    expect(log).toMatch(/, goes on after iteration 1$/m);
    for (const name of ["directions.csv", "directions.svg"])
      expect(existsSync(path("refine1", name))).toBe(true);
  });

  it("have their runs beside them told, and followed to the end", async () => {
    const { runs, freeFolder } = await client.call("inspectParticles", { star: star() });
    expect(runs).toMatchObject([{ folder: "refine1", done: 2, planned: 2, isFinished: true }]);
    expect(freeFolder).toBe("refine2");
    const found: number[] = [];
    const { name } = await client.call(
      "followParticles",
      { of: star(), folder: "refine1" },
      { onPartial: ({ summaries }) => void found.push(...summaries.map(({ iteration }) => iteration)) },
    );
    expect([name, found]).toEqual(["refine1", [0, 1, 2]]);
  });

  it("stop when asked, and go on; a run at work is followed, not begun again", async () => {
    const stop = new AbortController();
    const ask = (
      resumes: boolean,
      iterations: number,
      options: Parameters<typeof client.call<"refineParticles">>[2],
    ) =>
      client.call(
        "refineParticles",
        { star: star(), request: request({ folder: "stopped", iterations, resumes }) },
        options,
      );
    // More iterations than could be done before the wish to stop arrives.
    const stopped = ask(false, 100, { signal: stop.signal, onPartial: () => stop.abort() });
    await expect(stopped).rejects.toMatchObject({ code: "cancelled" });
    expect(readFileSync(path("stopped", "run.log"), "utf8")).toMatch(/ended before its end: /);
    const { runs } = await client.call("inspectParticles", { star: star() });
    const known = runs.find(({ folder: name }) => name === "stopped");
    expect(known).toMatchObject({ planned: 100, isFinished: false, isAtWork: false });
    const done = known?.done ?? 0;
    const found: number[] = [];
    let again: Promise<unknown> = Promise.resolve();
    let goOn = () => {};
    mayBegin = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let followed: Promise<unknown> = Promise.resolve();
    await ask(true, done + 1, {
      onPartial: ({ summary: { iteration } }) => {
        if (iteration > 0) return;
        again = expect(ask(true, done + 1, {})).rejects.toThrow(/at work here already/);
        void again.then(goOn, goOn);
        followed = client.call(
          "followParticles",
          { of: star(), folder: "stopped" },
          { onPartial: ({ summaries }) => void found.push(...summaries.map((one) => one.iteration)) },
        );
      },
    });
    await Promise.all([again, followed]);
    expect(found.at(-1)).toBe(done + 1);
  });

  it("stop when another page asks", async () => {
    const stop = () => client.call("stopParticles", { star: star(), folder: "other" });
    expect(await stop()).toEqual({ stopped: false });
    let stopped: Promise<unknown> = Promise.resolve();
    const run = client.call(
      "refineParticles",
      { star: star(), request: request({ folder: "other", iterations: 100 }) },
      {
        onPartial: ({ summary: { iteration } }) => {
          if (iteration === 0) stopped = stop();
        },
      },
    );
    await expect(run).rejects.toMatchObject({ code: "cancelled" });
    expect(await stopped).toEqual({ stopped: true });
  });

  it("are not refined into a folder that is used, nor into one elsewhere", async () => {
    const refine = (name: string) =>
      client.call("refineParticles", { star: star(), request: request({ folder: name }) });
    await expect(refine("refine1")).rejects.toThrow(/holds a run already/);
    for (const name of ["../elsewhere", ".hidden", "a/b"]) {
      await expect(refine(name)).rejects.toThrow(/must be the name of a folder/);
    }
  });

  it("are not read from outside the folders that were given", async () => {
    const outside = temporaryFolder();
    writeFileSync(join(outside, "far.mrcs"), readFileSync(path("particles.mrcs")));
    const text = readFileSync(path("particles.star"), "utf8");
    writeFileSync(path("far.star"), text.replaceAll("@particles.mrcs", `@${join(outside, "far.mrcs")}`));
    const asked = client.call("inspectParticles", { star: star("far.star") });
    await expect(asked).rejects.toThrow(/lies outside the folders that this program was given/);
  });

  it("need a place: a page does not tell where a dropped file lies", async () => {
    const { place: _, ...dropped } = star();
    const asked = client.call("inspectParticles", { star: dropped });
    await expect(asked).rejects.toThrow(/does not tell where a dropped file lies/);
  });

  it("without orientations are told, with what to do", async () => {
    const lines = readFileSync(path("particles.star"), "utf8").split("\n");
    writeFileSync(
      path("bare.star"),
      lines.map((line) => line.replace("_rlnAngleRot", "_rlnOther")).join("\n"),
    );
    const { refusal } = await client.call("inspectParticles", { star: star("bare.star") });
    expect(refusal).toMatch(/find them with particles orient/);
  });
});
