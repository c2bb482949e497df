import { describe, expect, it } from "vitest";
import { AppError } from "#core/errors.ts";
import type { IterationSummary } from "#core/particles/iteration-summary.ts";
import { createBench, type TestBench } from "#renderer/commands/app.testing.ts";
import { restoreParticles } from "#renderer/commands/particles/restore-particles.ts";
import { savedParticles } from "#renderer/commands/particles/saved-particles.ts";
import { showRun } from "#renderer/stores/particles.ts";
import type { ParticleReport } from "#workers/particle-calls.ts";
import type { FileId } from "#workers/start-calls.ts";

const REPORT = { name: "particles.star", runs: [] } as unknown as ParticleReport;
const OPTIONS = { iterations: 7, symmetry: "D2", seed: 3, mask: null, focus: null, patches: 4 };
const STAR = { file: null, name: "particles.star", place: "/data/particles.star" };
const SAVED = {
  options: OPTIONS,
  star: STAR,
  run: { name: "refine1", of: STAR, folder: "refine1" },
  chosen: null,
};

/** A host that lends what lies at these places. */
function createHost(places: readonly string[]): TestBench {
  const bench = createBench();
  bench.answer({
    lendNamed: ({ names: [name = ""] }) => {
      if (!places.includes(name)) throw new AppError("input", `There is no file or folder "${name}".`);
      return { files: [{ id: `lent ${name}` as FileId, name, size: 1, kind: "particles" }] };
    },
    inspectParticles: () => REPORT,
    followParticles: () => ({ name: "refine1" }),
  });
  return bench;
}

const warnings = ({ app }: TestBench) =>
  app.stores.log
    .getState()
    .lines.filter(({ kind }) => kind === "warning")
    .map(({ text }) => text);

describe("particles of a session or a project", () => {
  it("are kept by their file, and the run that is shown by its folder beside it", () => {
    const { app } = createBench();
    expect(savedParticles(app)).toBeUndefined();
    const file = "file-1" as FileId;
    app.stores.particles.setState({ star: { file, report: REPORT }, options: OPTIONS });
    showRun(app.stores.particles, { name: "a", of: file, folder: "a", planned: 3, state: "running" });
    const star = { file, name: "particles.star", place: null };
    expect(savedParticles(app)).toEqual({
      options: OPTIONS,
      star,
      run: { name: "a", of: star, folder: "a" },
      chosen: null,
    });
  });

  it("come back where they lie, with the run followed and the wishes of the next", async () => {
    const bench = createHost([STAR.place]);
    await restoreParticles(bench.app, SAVED);
    const { particles } = bench.app.stores;
    await expect.poll(() => particles.getState().run?.state).toBe("finished");
    const file = `lent ${STAR.place}`;
    expect(particles.getState()).toMatchObject({ star: { file }, options: OPTIONS, run: { of: file } });
    expect(bench.calls.at(-1)).toEqual({
      name: "followParticles",
      params: { of: { file }, folder: "refine1" },
    });
    expect(warnings(bench)).toEqual([]);
  });

  it("come back by their id while the same host lends them", async () => {
    const bench = createHost([]);
    await restoreParticles(bench.app, {
      ...SAVED,
      star: { ...STAR, file: "file-1", place: null },
      run: null,
    });
    expect(bench.app.stores.particles.getState().star?.file).toBe("file-1");
  });

  it("that are gone are told of in one sentence, with where they were", async () => {
    const bench = createHost([]);
    await restoreParticles(bench.app, SAVED);
    expect(bench.app.stores.particles.getState()).toMatchObject({ star: null, run: null });
    expect(warnings(bench)).toEqual([
      "particles.star and its runs could not be shown again: it is not at /data/particles.star any more, or this program was not given its folder. Open particles.star where it lies now.",
    ]);
  });

  it("without the folder of their run are shown, and the folder told of in one sentence", async () => {
    const bench = createHost([STAR.place]);
    const summary = { iteration: 0 } as unknown as IterationSummary;
    bench.answer({
      followParticles: () => {
        throw new AppError("input", "refine1 holds no run: open the folder of a refinement.");
      },
    });
    bench.app.stores.particles.setState({ chosen: summary.iteration });
    await restoreParticles(bench.app, SAVED);
    await expect
      .poll(() => warnings(bench))
      .toEqual(["The run refine1 is not shown again: its folder is gone, or holds no run any more."]);
    expect(bench.app.stores.particles.getState()).toMatchObject({ star: { report: REPORT }, run: null });
  });

  it("of a project that names another computer's folder are not looked for there", async () => {
    const bench = createHost([]);
    const star = { ...STAR, place: "\\\\elsewhere\\share\\particles.star" };
    await restoreParticles(bench.app, { ...SAVED, star, run: null });
    const asked = bench.calls.filter(({ name }) => name === "lendNamed").map(({ params }) => params);
    expect(asked).toEqual([{ names: ["particles.star"] }]);
  });

  it("leave with a session that is closed, and make a session worth saving", async () => {
    const bench = createHost([STAR.place]);
    bench.answer({
      writeProject: () => ({ bytes: new Uint8Array(9), embedded: 0, referenced: 0 }),
      keepView: () => ({ problem: null }),
      setAside: () => ({}),
      listSessions: () => ({ sessions: [] }),
    });
    await expect(bench.app.execute("save a.mapwright")).rejects.toThrow(/nothing to save/);
    await restoreParticles(bench.app, { ...SAVED, run: null });
    await bench.app.execute("save a.mapwright");
    const written = bench.calls.find(({ name }) => name === "writeProject");
    expect(written?.params).toMatchObject({ view: { particles: { star: { name: "particles.star" } } } });
    await bench.app.execute("close session");
    expect(bench.app.stores.particles.getState().star).toBeNull();
  });
});
