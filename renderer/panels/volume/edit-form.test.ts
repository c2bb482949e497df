import { beforeEach, describe, expect, it } from "vitest";
import { createBench, type TestBench, testFile } from "#renderer/commands/app.testing.ts";
import { openFiles } from "#renderer/commands/open.ts";
import { editFrom, formFor, OPERATIONS, othersFor } from "#renderer/panels/volume/edit-form.ts";
import { isMap, type MapEntry, specOf } from "#renderer/stores/scene.ts";

let bench: TestBench;
const map = () => bench.app.stores.scene.getState().entries.find(isMap) as MapEntry;

beforeEach(async () => {
  bench = createBench();
  await openFiles(bench.app, ["map.mrc", "other.mrc", "a.pdb"].map(testFile));
});

describe("the fields of the edit menu", () => {
  it("begin with numbers that fit the map", () => {
    expect(formFor(map())).toMatchObject({ centre: [4.5, 4.5, 4.5], sigma: 1, region: "0,0,0,9,9,9" });
  });

  it.each(OPERATIONS.map(({ value }) => value))("ask for an edit that the engine knows: %s", (operation) => {
    const edit = editFrom(bench.app, map(), { ...formFor(map()), operation });
    const kinds = { resample: "spacing" } as Record<string, string>;
    expect(edit.kind).toBe(kinds[operation] ?? operation);
  });

  it("take the model or map that was chosen, else the first", () => {
    expect(othersFor(bench.app, map(), "zone").map(specOf)).toEqual(["#3"]);
    expect(othersFor(bench.app, map(), "mask").map(specOf)).toEqual(["#2"]);
    expect(editFrom(bench.app, map(), { ...formFor(map()), operation: "subtract", other: "#2" })).toEqual({
      kind: "subtract",
      other: "v2",
      factors: { leastRmsAbove: bench.app.stores.scene.getState().entries.filter(isMap)[1]?.level },
    });
  });

  it("say what is missing", async () => {
    const alone = createBench();
    await openFiles(alone.app, [testFile("map.mrc")]);
    const form = { ...formFor(map()), operation: "zone" } as const;
    expect(() => editFrom(alone.app, map(), form)).toThrow(/Open a model first/);
    expect(() => editFrom(alone.app, map(), { ...form, operation: "mask" })).toThrow(/Open a map first/);
  });
});
