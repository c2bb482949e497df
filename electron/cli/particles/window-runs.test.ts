import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeMrc } from "#core/format/mrc-write.ts";
import type { IterationSummary } from "#core/particles/iteration-summary.ts";
import { simulateParticles } from "#core/particles/simulated.testing.ts";
import { createGrid } from "#core/volume/grid.ts";
import { runCli, temporaryFolder } from "#electron/cli/cli.testing.ts";
import { builtEngineFiles } from "#workers/built.testing.ts";
import { startTestEngine, testHost } from "#workers/engine.testing.ts";
import { ThreadedParticleEngine } from "#workers/particles/threaded-engine.ts";
import type { PartialResult, VolumeId } from "#workers/protocol.ts";

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
const NEW = { symmetry: "C1", seed: 1, mask: null, focus: null, patches: null } as const;
type Request = Parameters<typeof client.call<"refineParticles">>[1]["request"];
const request = (asked: Pick<Request, "folder"> & Partial<Request>): Request => ({
  ...{ iterations: 1, wishes: NEW },
  ...asked,
});
type Told = PartialResult<"refineParticles">;
/** Hears of the summaries alone. */
const hearing = (hear: (summary: IterationSummary) => void) => (told: Told) => {
  if ("summary" in told) hear(told.summary);
};
/** The upper half of the box, as a map of the window. */
const openMask = async (n = 32, voxel = 4, inside = 1) => {
  const grid = createGrid([n, n, n], [0, 0, 0], [voxel, voxel, voxel]);
  const values = new Float32Array(n ** 3).map((_, at) => (at < n ** 3 / 2 ? 0 : inside));
  const { id } = await client.call("openMap", { name: "upper.mrc", bytes: writeMrc({ grid, values }) });
  return id;
};

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
    const onPartial = hearing((summary) => void told.push(summary));
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

  it("have their runs beside them told, followed to the end, and gone on with", async () => {
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
    // What the command line wrote down is gone on with as well; here nothing is left to do.
    const onward = { folder: "refine1", iterations: 2, wishes: null };
    const { sentence } = await client.call("refineParticles", { star: star(), request: onward });
    expect(sentence).toContain("after 2 iterations");
  });

  it("stop when asked, and go on; a run at work is followed, not begun again", async () => {
    const stop = new AbortController();
    const ask = (
      wishes: Request["wishes"],
      iterations: number,
      options: Parameters<typeof client.call<"refineParticles">>[2],
    ) =>
      client.call(
        "refineParticles",
        { star: star(), request: request({ folder: "stopped", iterations, wishes }) },
        options,
      );
    // More iterations than could be done before the wish to stop arrives.
    const stopped = ask(NEW, 100, { signal: stop.signal, onPartial: () => stop.abort() });
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
    await ask(null, done + 1, {
      onPartial: hearing(({ iteration }) => {
        if (iteration > 0) return;
        again = expect(ask(null, done + 1, {})).rejects.toThrow(/at work here already/);
        void again.then(goOn, goOn);
        followed = client.call(
          "followParticles",
          { of: star(), folder: "stopped" },
          { onPartial: ({ summaries }) => void found.push(...summaries.map((one) => one.iteration)) },
        );
      }),
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
        onPartial: hearing(({ iteration }) => {
          if (iteration === 0) stopped = stop();
        }),
      },
    );
    await expect(run).rejects.toMatchObject({ code: "cancelled" });
    expect(await stopped).toEqual({ stopped: true });
  });

  it("are refined under a mask, by a part and in patches, and go on with the same", async () => {
    const mask = await openMask();
    const focus = await openMask(32, 4, 2);
    const asked = { folder: "parts", wishes: { ...NEW, mask, focus, patches: 2 } };
    const told: Told[] = [];
    const stop = new AbortController();
    const ended = client.call(
      "refineParticles",
      { star: star(), request: request({ ...asked, iterations: 100 }) },
      {
        signal: stop.signal,
        onPartial: (one) => {
          told.push(one);
          if ("summary" in one) stop.abort();
        },
      },
    );
    await expect(ended).rejects.toMatchObject({ code: "cancelled" });
    // The second mask is 2 where it is not 0.
    expect(told[0]).toEqual({ warning: "The mask upper.mrc goes beyond 0 … 1; it was cut off there." });
    const { runs } = await client.call("inspectParticles", { star: star() });
    const done = runs.find(({ folder: name }) => name === "parts")?.done ?? 0;
    const steps: (number | undefined)[][] = [];
    await client.call(
      "refineParticles",
      { star: star(), request: { folder: "parts", iterations: done + 1, wishes: null } },
      { onPartial: hearing(({ iteration, patches }) => void steps.push([iteration, patches])) },
    );
    expect(steps.at(-2)).toEqual([done + 1, undefined]);
    expect(steps.at(-1)).toEqual([done + 1, 2]);
    const result = JSON.parse(readFileSync(path("parts", "result.json"), "utf8"));
    expect(result).toMatchObject({ patches: 2, focus: { form: "variance", level: 0.25 } });
    expect(existsSync(path("parts", "patches", "02", "half2.mrc"))).toBe(true);
    const log = readFileSync(path("parts", "run.log"), "utf8");
    expect(log).toContain('--mask "parts/mask.mrc" --focus "parts/focus.mrc" --patches 2');
    // What the log says is a command that goes on with the run.
    const words = ["particles", "refine", path("particles.star"), "--out", path("parts"), "--resume"];
    const parts = [
      "--mask",
      path("parts", "mask.mrc"),
      "--focus",
      path("parts", "focus.mrc"),
      "--patches",
      "2",
    ];
    const same = await runCli([...words, ...parts, "--iterations", String(done + 1)]);
    expect([same.exitCode, same.out.match(/^composite/gm)?.length]).toEqual([0, 1]);
    const other = await runCli([...words, "--mask", path("parts", "focus.mrc"), "--patches", "2"]);
    expect(other.err).toMatch(/has other settings \(.*focus.*\)/);
    const seen: (number | undefined)[] = [];
    await client.call(
      "followParticles",
      { of: star(), folder: "parts" },
      { onPartial: ({ summaries }) => void seen.push(...summaries.map(({ patches }) => patches)) },
    );
    expect(seen.at(-1)).toBe(2);
  });

  it("are not refined under a mask of another box or other voxels", async () => {
    const refine = async (mask: VolumeId) =>
      client.call("refineParticles", {
        star: star(),
        request: request({ folder: "masked", wishes: { ...NEW, mask } }),
      });
    await expect(refine(await openMask(20))).rejects.toThrow(/upper\.mrc has 20 × 20 × 20 voxels; .* 32³/);
    await expect(refine(await openMask(32, 3))).rejects.toThrow(/upper\.mrc has voxels of 3 Å; .* are 4 Å/);
    expect(existsSync(path("masked"))).toBe(false);
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

  it("are checked as on the command line", { timeout: 120_000 }, async () => {
    const { findings, page } = await client.call("checkParticles", { star: star() });
    const said = await runCli(["particles", "check", path("particles.star"), "-o", path("check.html")]);
    const marks = { for: "+", open: "?", against: "!" };
    const lines = findings.map(({ speaks, title, text }) => `${marks[speaks]} ${title}: ${text}`);
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) expect(said.out).toContain(line);
    const body = (html: string) => html.slice(html.indexOf("<ul"), html.indexOf("<h2>Repeat it"));
    expect(body(page)).toBe(body(readFileSync(path("check.html"), "utf8")));
  });

  it("have the report of a finished run given as it was written, and of a stopped one made", {
    timeout: 120_000,
  }, async () => {
    const report = (folder: string | null, of = star()) => client.call("reportRun", { of, folder });
    const written = readFileSync(path("refine1", "report.html"), "utf8");
    expect(await report("refine1")).toEqual({ name: "refine1", page: written });
    const asked = { star: star(), request: request({ folder: "cut", iterations: 100 }) };
    const stop = () => client.call("stopParticles", { star: star(), folder: "cut" });
    let stopped: Promise<unknown> = Promise.resolve();
    const onPartial = hearing(({ iteration }) => {
      if (iteration === 1) stopped = stop();
    });
    await expect(client.call("refineParticles", asked, { onPartial })).rejects.toMatchObject({
      code: "cancelled",
    });
    await stopped;
    const { page } = await report("cut");
    expect(page).toMatch(/<h1>Refinement of particles\.star, [1-9]\d* of 100 iterations<\/h1>/);
    expect(page.match(/<tr><td>start<\/td><td>[\d.]+<\/td>/g)).toHaveLength(1);
    expect(page).toContain("--iterations 100 --symmetry C1 --seed 1 --resume");
    expect(page.match(/<svg class="plot"/g)?.length).toBeGreaterThan(3);
    // By its own folder: the STAR file is found above it.
    const checkpoint = { ...star("cut/checkpoint.json"), name: "checkpoint.json" };
    expect((await report(null, checkpoint)).page.length).toBe(page.length);
    await expect(report("nowhere")).rejects.toThrow(/holds no run any more/);
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

  it("have a run that ended, went on and was stopped told as one to go on with", async () => {
    const stop = new AbortController();
    const more = client.call(
      "refineParticles",
      { star: star(), request: { folder: "refine1", iterations: 100, wishes: null } },
      { signal: stop.signal, onPartial: hearing(({ iteration }) => void (iteration > 2 && stop.abort())) },
    );
    await expect(more).rejects.toMatchObject({ code: "cancelled" });
    const { runs } = await client.call("inspectParticles", { star: star() });
    const run = runs.find(({ folder: name }) => name === "refine1");
    expect(run).toMatchObject({ planned: 100, isFinished: false, isAtWork: false });
    expect(run?.done).toBeGreaterThan(2);
  });
});
