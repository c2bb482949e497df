import { describe, expect, it } from "vitest";
import { AppError } from "#core/errors.ts";
import type { IterationSummary } from "#core/particles/iteration-summary.ts";
import { createBench } from "#renderer/commands/app.testing.ts";
import { openFiles } from "#renderer/commands/open.ts";
import type { OpenableFile } from "#renderer/host/host.ts";
import { addSummaries, shownSummary, showRun } from "#renderer/stores/particles.ts";
import type { ParticleReport } from "#workers/particle-calls.ts";
import type { FileId } from "#workers/start-calls.ts";

const REPORT = {
  name: "particles.star",
  description: { count: 1000, halves: [500, 500] },
  size: 64,
  pixelSize: 2.5,
  warnings: ["There is no defocus."],
  refusal: null,
  settings: [],
  freeFolder: "refine1",
  runs: [],
} as unknown as ParticleReport;

const summary = (iteration: number, resolution143 = 8) =>
  ({ iteration, resolution143, shells: [] }) as unknown as IterationSummary;

function lentFile(name: string, kind: Awaited<ReturnType<OpenableFile["kind"]>>): OpenableFile {
  return { name, kind: async () => kind, source: async () => ({ file: `lent ${name}` as FileId }) };
}

describe("particles in the window", () => {
  it("open with their STAR file; stacks that came along are left where they lie", async () => {
    const bench = createBench();
    bench.answer({ inspectParticles: () => REPORT, noteRecent: () => ({ id: "1" }) });
    await openFiles(bench.app, [lentFile("particles.star", "particles"), lentFile("particles.mrcs", "map")]);
    expect(bench.calls.map(({ name }) => name)).not.toContain("openMap");
    expect(bench.app.stores.particles.getState()).toMatchObject({
      star: { report: REPORT },
      run: null,
      asked: 1,
    });
    expect(bench.said()).toEqual(["open particles.star"]);
  });

  it("of a run's folder open as the run alone", async () => {
    const bench = createBench();
    bench.answer({ followParticles: () => ({ name: "refine1" }), noteRecent: () => ({ id: "1" }) });
    const files = [
      lentFile("map.mrc", "map"),
      lentFile("checkpoint.json", "run"),
      lentFile("particles.star", "particles"),
    ];
    await openFiles(bench.app, files);
    await expect.poll(() => bench.app.stores.particles.getState().run?.state).toBe("finished");
    expect(bench.calls.map(({ name }) => name)).not.toContain("openMap");
  });

  it("dropped in a browser are looked for in the folder that was given, by name and size", async () => {
    const bench = createBench();
    const file: OpenableFile = {
      name: "particles.star",
      kind: async () => "particles",
      source: async () => ({ name: "particles.star", bytes: new Uint8Array(7) }),
    };
    const inFolder = { id: "file-1" as FileId, name: "particles.star", kind: "particles" as const };
    bench.answer({
      inspectParticles: () => REPORT,
      noteRecent: () => ({ id: "1" }),
      lendNamed: () => ({ files: [{ ...inFolder, size: 7 }] }),
    });
    await openFiles(bench.app, [file]);
    expect(bench.calls).toContainEqual({ name: "inspectParticles", params: { star: { file: "file-1" } } });
    bench.answer({ lendNamed: () => ({ files: [{ ...inFolder, size: 8 }] }) });
    await expect(openFiles(bench.app, [file])).rejects.toThrow(/mapwright serve FOLDER/);
    bench.answer({
      lendNamed: () => {
        throw new AppError("input", "There is no such file.");
      },
    });
    await expect(openFiles(bench.app, [file])).rejects.toThrow(/mapwright serve FOLDER/);
  });

  it("are refined with a command that says all, and not without particles", async () => {
    const bench = createBench();
    const { app } = bench;
    await expect(app.execute("particles refine")).rejects.toThrow(/open their STAR file first/);
    bench.answer({
      inspectParticles: () => REPORT,
      noteRecent: () => ({ id: "1" }),
      refineParticles: () => ({ sentence: "The half maps agree to 6.00 Å." }),
      lendBeside: () => ({ files: [] }),
    });
    await openFiles(app, [lentFile("particles.star", "particles")]);
    await app.execute("particles refine iterations 3 symmetry D2");
    const request = { iterations: 3, symmetry: "D2", seed: 1, folder: "refine1", resumes: false };
    expect(bench.calls.find(({ name }) => name === "refineParticles")?.params).toMatchObject({ request });
    expect(bench.said()).toContain("particles refine folder refine1 iterations 3 symmetry D2 seed 1");
    expect(bench.calls.find(({ name }) => name === "lendBeside")?.params).toMatchObject({
      names: ["refine1/map.mrc", "refine1/half1.mrc", "refine1/half2.mrc"],
    });
    expect(app.stores.particles.getState().run?.state).toBe("finished");
  });

  it("keep a run that ended early as stopped", async () => {
    const bench = createBench();
    bench.answer({
      inspectParticles: () => REPORT,
      noteRecent: () => ({ id: "1" }),
      refineParticles: () => {
        throw new AppError("resource", "The disk is full.");
      },
    });
    await openFiles(bench.app, [lentFile("particles.star", "particles")]);
    await expect(bench.app.execute("particles refine")).rejects.toThrow(/disk is full/);
    expect(bench.app.stores.particles.getState().run?.state).toBe("stopped");
  });

  it("show the latest iteration until another is chosen", async () => {
    const { app, said } = createBench();
    const { particles } = app.stores;
    showRun(particles, { name: "a", of: "file-1" as FileId, folder: "a", planned: 3, state: "running" });
    addSummaries(particles, [summary(0), summary(1)]);
    // Told again after a resumption.
    addSummaries(particles, [summary(1, 6), summary(2)]);
    expect(particles.getState().run?.summaries.map(({ iteration }) => iteration)).toEqual([0, 1, 2]);
    expect(shownSummary(particles.getState())?.iteration).toBe(2);
    await app.execute("particles iteration 1");
    expect(shownSummary(particles.getState())?.resolution143).toBe(6);
    await expect(app.execute("particles iteration 7")).rejects.toThrow(/no iteration 7/);
    expect(said()).toEqual(["particles iteration 1"]);
  });
});
