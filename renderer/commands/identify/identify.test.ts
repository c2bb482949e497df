import { describe, expect, it } from "vitest";
import { rankCandidates } from "#core/identify/rank/rank-candidates.ts";
import { madeUpFull, madeUpItem, wrongItems } from "#core/identify/screen/records.testing.ts";
import { identifyDocument } from "#core/report/identify/identify-document.ts";
import {
  createBench,
  mapSummary,
  modelSummary,
  type TestBench,
  testFile,
} from "#renderer/commands/app.testing.ts";
import { closeSession } from "#renderer/commands/close.ts";
import {
  chooseCandidate,
  keepCandidate,
  rejectCandidate,
  showCandidate,
} from "#renderer/commands/identify/candidates.ts";
import { takeFiles } from "#renderer/commands/identify/library.ts";
import { restoreIdentification } from "#renderer/commands/identify/restore-identification.ts";
import { savedIdentify } from "#renderer/commands/identify/saved-identification.ts";
import { lookAtRegion, resolutionFor } from "#renderer/commands/identify/screen.ts";
import { openFiles } from "#renderer/commands/open.ts";
import { isMap, isModel, type MapEntry, specOf } from "#renderer/stores/scene.ts";
import type { LibraryId } from "#workers/identify-calls.ts";
import type { Params, Result } from "#workers/protocol.ts";

const GRID = mapSummary("x", "x").grid;

/** What an engine would answer: 30 wrong models and the right one. */
function answer(isPartial = false): Result<"identify"> {
  const ranking = rankCandidates({
    items: [...wrongItems(), madeUpItem(30, "right", 0.5)],
    full: [madeUpFull(30, 0.5, 0)],
    resolution: 4,
  });
  const document = identifyDocument(
    {
      map: { file: "map.mrc", ...GRID },
      region: { words: "the whole map", level: { value: 1, reason: "" }, dense: 1, filled: 1, grid: GRID },
      resolution: { value: 4, reason: "given" },
      sizes: { least: 1, most: 2, reason: "" },
      library: { from: "the library", words: "31 files", shard: null },
      request: {
        seed: 1,
        starts: { value: 1000, reason: "" },
        full: 20,
        leastPlddt: 70,
        split: "none",
        keepCopies: false,
      },
      threads: 1,
    },
    ranking,
    { seconds: 1, isPartial, notes: [] },
  );
  return {
    answer: {
      document,
      done: 31,
      total: 31,
      known: 0,
      traces: [{ name: "right", trace: [0, 0, 0, 3, 0, 0] }],
    },
    projection: { url: "", width: 10, height: 10, axes: [0, 1], from: [0, 0] },
  };
}

const names = [...Array.from({ length: 30 }, (_, n) => `wrong${n}.pdb`), "right.pdb"];

async function benchWithMap(): Promise<{ bench: TestBench; map: MapEntry }> {
  const bench = createBench();
  await openFiles(bench.app, [testFile("map.mrc")]);
  let held = 0;
  let opened = 0;
  bench.answer({
    addCandidates: ({ files }) => {
      held += files.length;
      return { library: "library-1" as LibraryId, files: held };
    },
    identify: () => answer(),
    openCandidate: ({ file }) => {
      const name = file.replace(".pdb", "");
      return { models: [modelSummary(`model-${++opened}`, name)] };
    },
    about: () => ({ kernel: "cpu", device: "", threads: 1, version: "1.2.3", reason: "" }),
  });
  const map = bench.app.stores.scene.getState().entries.find(isMap);
  if (!map) throw new Error("The map is not open.");
  return { bench, map };
}

const models = ({ app }: TestBench) => app.stores.scene.getState().entries.filter(isModel);
const asked = (bench: TestBench) =>
  bench.calls.filter(({ name }) => name === "identify").map(({ params }) => params as Params<"identify">);

describe("a library", () => {
  it("is many models dropped beside a map; a few are opened as ever", async () => {
    const { bench } = await benchWithMap();
    await takeFiles(bench.app, names.slice(0, 3).map(testFile));
    expect(models(bench)).toHaveLength(3);
    await takeFiles(bench.app, names.map(testFile));
    expect(models(bench)).toHaveLength(3);
    const { library, asked: wanted } = bench.app.stores.identify.getState();
    expect(library).toEqual([...names].sort());
    expect(wanted).toBe(1);
    expect(bench.said().at(-1)).toBe("identify library *.pdb");
  });

  it("is named by its files when a pattern would mean others too, and by command from what was seen before", async () => {
    const { bench } = await benchWithMap();
    await openFiles(bench.app, [testFile("own model.pdb")]);
    await takeFiles(bench.app, names.slice(0, 12).map(testFile));
    expect(bench.said().at(-1)).toMatch(/^identify library wrong0\.pdb wrong1\.pdb /);
    await bench.app.execute('identify library "own model.pdb" wrong1*');
    expect(bench.app.stores.identify.getState().library).toEqual([
      "own model.pdb",
      "wrong1.pdb",
      "wrong10.pdb",
      "wrong11.pdb",
    ]);
    await expect(bench.app.execute("identify library nothing.pdb")).rejects.toThrow(
      "No file seen in this session",
    );
  });
});

describe("screening", () => {
  it("hands the files over once, shows the best where it was placed, and leaves the command", async () => {
    const { bench, map } = await benchWithMap();
    await takeFiles(bench.app, names.map(testFile));
    await bench.app.execute(`identify screen inMap ${specOf(map)} resolution 4`);
    const handed = bench.calls.filter(({ name }) => name === "addCandidates");
    expect(handed.map(({ params }) => (params as Params<"addCandidates">).files.length)).toEqual([31]);
    expect(asked(bench)[0]).toMatchObject({
      map: map.id,
      isPart: false,
      resolution: { value: 4, reason: "given" },
      library: "library-1",
      full: 20,
      split: "none",
      rejected: [],
    });
    expect(models(bench).map(({ name }) => name)).toEqual(["right"]);
    expect(bench.said().at(-1)).toBe("identify screen inMap #1 part false resolution 4 full 20 seed 1");
    await bench.app.execute("identify screen split domains plddt 0");
    expect(bench.calls.filter(({ name }) => name === "addCandidates")).toHaveLength(1);
    expect(asked(bench)[1]).toMatchObject({ split: "domains", leastPlddt: null });
  });

  it("hands the library over again when the engine has lost it", async () => {
    const { bench } = await benchWithMap();
    const { AppError } = await import("#core/errors.ts");
    await takeFiles(bench.app, names.map(testFile));
    let calls = 0;
    bench.answer({
      identify: () => {
        if (++calls === 1) throw new AppError("input", "gone", { isLost: true });
        return answer();
      },
    });
    await bench.app.execute("identify screen");
    expect(bench.calls.filter(({ name }) => name === "addCandidates")).toHaveLength(2);
    expect(bench.app.stores.identify.getState().answer?.done).toBe(31);
  });

  it("says what is missing before it begins", async () => {
    const { bench } = await benchWithMap();
    await expect(bench.app.execute("identify screen")).rejects.toThrow("There are no candidates yet");
    await expect(createBench().app.execute("identify screen")).rejects.toThrow("There is no map to look in");
    await expect(bench.app.execute("identify report")).rejects.toThrow("There is no ranking to save yet");
  });

  it("guesses the resolution from the voxels unless somebody states or gives it", async () => {
    const { map } = await benchWithMap();
    expect(resolutionFor(map, null)).toEqual({
      value: 3,
      reason: "3 × the voxel size; give the true one if you know it",
    });
    expect(resolutionFor(map, 4).reason).toBe("given");
  });

  it("takes a map that was made here for a part of another, and says so to the engine", async () => {
    const { bench, map } = await benchWithMap();
    const wanted: Params<"regionOf">[] = [];
    bench.answer({
      regionOf: (params) => {
        wanted.push(params);
        return {} as Result<"regionOf">;
      },
      editMap: () => ({ map: mapSummary("blob", "map blob"), note: "" }),
    });
    const { options } = bench.app.stores.identify.getState();
    await lookAtRegion(bench.app, map, options);
    await bench.app.execute("volume blob #1 rank 2 level 0.5 fade 2");
    expect(bench.calls.at(-1)?.params).toMatchObject({
      edit: { kind: "blob", which: 2, level: 0.5, fade: 2 },
    });
    const made = bench.app.stores.scene.getState().entries.filter(isMap).at(-1);
    if (made) await lookAtRegion(bench.app, made, options);
    expect(wanted.map(({ isPart }) => isPart)).toEqual([false, true]);
    expect(bench.said()).toContain("volume blob #1 rank 2 level 0.5 fade 2");
  });
});

describe("going through candidates", () => {
  async function screened() {
    const { bench } = await benchWithMap();
    await takeFiles(bench.app, names.map(testFile));
    await bench.app.execute("identify screen");
    return bench;
  }

  it("has one of them in the scene at a time, under one number", async () => {
    const bench = await screened();
    const number = models(bench)[0]?.number;
    await showCandidate(bench.app, "wrong3");
    await chooseCandidate(bench.app, "wrong4");
    expect(models(bench).map((model) => [model.name, model.number])).toEqual([["wrong4", number]]);
    expect(bench.calls.filter(({ name }) => name === "close")).toHaveLength(2);
    expect(bench.said().at(-1)).toBe("identify show wrong4");
    await expect(showCandidate(bench.app, "nobody")).rejects.toThrow("no candidate nobody");
  });

  it("keeps what was kept in the scene, until that is undone", async () => {
    const bench = await screened();
    await keepCandidate(bench.app, "right");
    await showCandidate(bench.app, "wrong3");
    expect(
      models(bench)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["right", "wrong3"]);
    expect(bench.app.stores.identify.getState().marks).toEqual({ right: "keep" });
    bench.app.history.undo();
    expect(models(bench).map(({ name }) => name)).toEqual(["wrong3"]);
    bench.app.history.redo();
    expect(models(bench)).toHaveLength(2);
  });

  it("tells the next screening what was rejected, and the report everything", async () => {
    const bench = await screened();
    rejectCandidate(bench.app, "wrong3");
    await keepCandidate(bench.app, "right");
    await bench.app.execute("identify report found.html");
    await bench.app.execute("identify table");
    expect(bench.saved.map(({ name }) => name)).toEqual(["found.html", "identification.csv"]);
    expect(String(bench.saved[0]?.content)).toContain("<b>right</b> 0.500");
    expect(String(bench.saved[0]?.content)).toContain(", kept</figcaption>");
    expect(String(bench.saved[1]?.content)).toMatch(/\r\n\d+,wrong3,wrong3\.pdb,none,reject,/);
    await bench.app.execute("identify screen");
    expect(asked(bench)[1]?.rejected).toEqual(["wrong3"]);
    rejectCandidate(bench.app, "wrong3");
    expect(bench.app.stores.identify.getState().marks).toEqual({ right: "keep" });
  });
});

describe("an identification that a session keeps", () => {
  async function reloaded(
    change: (saved: NonNullable<ReturnType<typeof savedIdentify>>) => object = () => ({}),
  ) {
    const { bench: before } = await benchWithMap();
    await takeFiles(before.app, names.map(testFile));
    expect(savedIdentify(before.app)).toBeUndefined();
    await before.app.execute("identify screen resolution 4 full 5");
    await keepCandidate(before.app, "right");
    const saved = savedIdentify(before.app);
    if (!saved) throw new Error("Nothing is kept.");
    const { bench } = await benchWithMap();
    restoreIdentification(bench.app, { ...saved, ...change(saved) });
    return bench;
  }
  const answered = (bench: TestBench) => expect.poll(() => bench.app.stores.identify.getState().answer);

  it("is ranked from the journal alone after a reload, with what was kept and as it was asked", async () => {
    const bench = await reloaded();
    await answered(bench).toBeTruthy();
    expect(asked(bench)).toEqual([
      expect.objectContaining({ goesOn: false, full: 5, resolution: { value: 4, reason: "given" } }),
    ]);
    expect(bench.app.stores.identify.getState()).toMatchObject({
      library: [...names].sort(),
      held: "library-1",
      chosen: "right",
      marks: { right: "keep" },
    });
    // The files of the page before are gone: the engine has them.
    await showCandidate(bench.app, "wrong3");
    expect(models(bench).map(({ name }) => name)).toEqual(["wrong3"]);
    expect(bench.calls.some(({ name }) => name === "addCandidates")).toBe(false);
  });

  it("goes on when it was under way", async () => {
    const bench = await reloaded(() => ({ goesOn: true }));
    await answered(bench).toBeTruthy();
    expect(asked(bench)[0]?.goesOn).toBe(true);
    const lines = bench.app.stores.log.getState().lines.map(({ text }) => text);
    expect(lines).toContain("The screening in map.mrc that was under way goes on.");
  });

  it("is forgotten with a sentence when its library is gone", async () => {
    const bench = await reloaded();
    const { AppError } = await import("#core/errors.ts");
    await answered(bench).toBeTruthy();
    const saved = savedIdentify(bench.app);
    bench.answer({
      identify: () => {
        throw new AppError("input", "gone", { isLost: true });
      },
    });
    if (saved) restoreIdentification(bench.app, saved);
    const lines = () => bench.app.stores.log.getState().lines.map(({ text }) => text);
    await expect.poll(() => lines().at(-1)).toMatch(/drop it again, and Screen shows what was found/);
    expect(bench.app.stores.identify.getState().library).toEqual([]);
  });

  it("is gone when everything is closed", async () => {
    const bench = await reloaded();
    await answered(bench).toBeTruthy();
    closeSession(bench.app);
    expect(savedIdentify(bench.app)).toBeUndefined();
    expect(bench.calls.filter(({ name }) => name === "close").map(({ params }) => params)).toContainEqual({
      id: "library-1",
    });
  });
});
