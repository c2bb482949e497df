import { describe, expect, it } from "vitest";
import { AppError } from "#core/errors.ts";
import type { IterationSummary } from "#core/particles/iteration-summary.ts";
import { createBench, mapSummary, type TestBench, testFile } from "#renderer/commands/app.testing.ts";
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

/** Particles of 10 pixels of 2.5 Å, and a map as #1. */
async function withMask(size: number, voxel: number): Promise<TestBench> {
  const bench = createBench();
  const grid = { size: [size, size, size], origin: [0, 0, 0], voxelSize: [voxel, voxel, voxel] } as const;
  bench.answer({
    openMap: () => ({ ...mapSummary("v1", "mask.mrc"), grid }),
    inspectParticles: () => ({ ...REPORT, size: 10 }),
    refineParticles: () => ({ sentence: "The half maps agree to 6.00 Å." }),
    lendBeside: () => ({ files: [] }),
  });
  await openFiles(bench.app, [testFile("mask.mrc"), lentFile("particles.star", "particles")]);
  return bench;
}

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
    const wishes = { symmetry: "D2", seed: 1, mask: null, focus: null, patches: null };
    const request = { iterations: 3, folder: "refine1", wishes };
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

  it("are refined under a mask, by a part and in patches; the panel remembers which", async () => {
    const bench = await withMask(10, 2.5);
    await bench.app.execute("particles refine mask #1 focus #1 patches 4 iterations 0");
    const wishes = { symmetry: "C1", seed: 1, mask: "v1", focus: "v1", patches: 4 };
    const request = { iterations: 0, folder: "refine1", wishes };
    const asked = bench.calls.find(({ name }) => name === "refineParticles");
    expect(asked?.params).toEqual({ star: { file: "lent particles.star" }, request });
    expect(bench.said()).toContain(
      "particles refine folder refine1 iterations 0 symmetry C1 seed 1 mask #1 focus #1 patches 4",
    );
    expect(bench.app.stores.particles.getState().options).toEqual({ ...wishes, iterations: 0 });
    // A line means the same whatever was chosen before.
    await bench.app.execute("particles refine iterations 1");
    expect(bench.said()).toContain("particles refine folder refine1 iterations 1 symmetry C1 seed 1");
  });

  it("are not refined under a mask of another box or other voxels, nor with settings of a run's own", async () => {
    const other = await withMask(10, 3);
    await expect(other.app.execute("particles refine mask #1")).rejects.toThrow(
      "The mask #1 mask.mrc has voxels of 3 Å; those of these particles' maps are 2.5 Å.",
    );
    const smaller = await withMask(8, 2.5);
    await expect(smaller.app.execute("particles refine focus #1")).rejects.toThrow("8 × 8 × 8 voxels");
    const names = [...other.calls, ...smaller.calls].map(({ name }) => name);
    expect(names).not.toContain("refineParticles");
    await expect(smaller.app.execute("particles refine folder a resume true patches 2")).rejects.toThrow(
      /keeps its own patches/,
    );
    await expect(smaller.app.execute("particles refine resume true")).rejects.toThrow(/Name the folder/);
  });

  it("are checked: what was found is told, and its page saved", async () => {
    const bench = createBench();
    const { app } = bench;
    const finding = { speaks: "against", title: "Contrast", text: "protein is dark" } as const;
    let checks = 0;
    bench.answer({
      inspectParticles: () => REPORT,
      noteRecent: () => ({ id: "1" }),
      checkParticles: () => {
        checks++;
        return { findings: [finding], page: "<html>" };
      },
    });
    await expect(app.execute("particles check")).rejects.toThrow(/open their STAR file first/);
    await openFiles(app, [lentFile("particles.star", "particles")]);
    await app.execute("particles check");
    expect(app.stores.particles.getState().check?.findings).toEqual([finding]);
    const warnings = app.stores.log.getState().lines.filter(({ kind }) => kind === "warning");
    expect(warnings.at(-1)?.text).toBe("Contrast: protein is dark.");
    await app.execute("particles check save looked.html");
    expect([checks, bench.saved]).toEqual([1, [{ name: "looked.html", content: "<html>" }]]);
    await openFiles(app, [lentFile("particles.star", "particles")]);
    expect(app.stores.particles.getState().check).toBeNull();
  });

  it("have the report of their run saved", async () => {
    const { app, saved, answer, said, calls } = createBench();
    await expect(app.execute("particles report")).rejects.toThrow(/no run to report on/);
    answer({ reportRun: () => ({ name: "refine1", page: "<html>" }) });
    const of = "file-1" as FileId;
    showRun(app.stores.particles, { name: "refine1", of, folder: "refine1", planned: 3, state: "stopped" });
    await app.execute("particles report");
    expect(saved).toEqual([{ name: "refine1_report.html", content: "<html>" }]);
    expect(said()).toEqual(["particles report refine1_report.html"]);
    expect(calls.at(-1)?.params).toEqual({ of: { file: of }, folder: "refine1" });
  });

  it("have what patches came to after the last iteration, until there are more iterations", async () => {
    const { app } = createBench();
    const { particles } = app.stores;
    showRun(particles, { name: "a", of: "file-1" as FileId, folder: "a", planned: 1, state: "running" });
    addSummaries(particles, [summary(0), summary(1), { ...summary(1, 5), patches: 4 }]);
    expect(shownSummary(particles.getState())?.patches).toBe(4);
    await app.execute("particles iteration 1");
    expect(shownSummary(particles.getState())?.patches).toBeUndefined();
    await app.execute("particles iteration 2");
    expect(shownSummary(particles.getState())?.resolution143).toBe(5);
    addSummaries(particles, [summary(2)]);
    expect(particles.getState().run?.summaries.map(({ patches }) => patches ?? 0)).toEqual([0, 0, 0]);
  });

  it("end the following of a run when another is shown, or when it is stopped here", async () => {
    const bench = createBench();
    const { app } = bench;
    const ended: string[] = [];
    bench.answer({
      inspectParticles: () => REPORT,
      noteRecent: () => ({ id: "1" }),
      stopParticles: () => ({ stopped: true }),
      followParticles: ({ folder }) =>
        new Promise((_, reject) => {
          const job = app.stores.jobs.getState().jobs.at(-1);
          app.running.get(job?.id ?? 0)?.signal.addEventListener("abort", () => {
            ended.push(folder ?? "");
            reject(new AppError("cancelled", "Stopped."));
          });
        }),
    });
    await openFiles(app, [lentFile("particles.star", "particles")]);
    const first = app.execute("particles follow a");
    const second = app.execute("particles follow b");
    await first;
    expect(ended).toEqual(["a"]);
    await app.execute("particles stop b");
    await second;
    expect(ended).toEqual(["a", "b"]);
    expect(app.stores.particles.getState().run).toMatchObject({ name: "b", state: "stopped" });
    expect(app.stores.jobs.getState().jobs).toEqual([]);
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
