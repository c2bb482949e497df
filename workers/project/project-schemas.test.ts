import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromJson, toJson } from "#workers/project/json.ts";
import { EMPTY_VIEW, mapShown, modelShown, tableFound } from "#workers/project/project.testing.ts";
import { readManifest } from "#workers/project/project-schemas.ts";

const manifest = {
  format: "mapwright-project",
  version: 1,
  program: "1.2.3",
  saved: "2026-11-20T12:00:00.000Z",
  files: [{ name: "a.mrc", place: null, size: 5, sha256: "0".repeat(64), entry: "maps/0-a.mrc" }],
  maps: [{ kind: "file", id: "map-1", file: 0 }],
  models: [{ id: "model-2", file: 0, model: 0, chain: null }],
  view: {
    ...EMPTY_VIEW,
    entries: [mapShown("map-1"), modelShown("model-2")],
    tables: [tableFound("model-2", "map-1")],
  },
  notKept: [],
};

describe("JSON of projects", () => {
  it("brings every number back, to the last bit", () => {
    fc.assert(
      fc.property(fc.array(fc.double()), (numbers) => {
        const again = fromJson(toJson({ numbers })) as { numbers: number[] };
        expect(again.numbers.every((x, n) => Object.is(x, numbers[n]))).toBe(true);
      }),
    );
  });

  it("brings back any JSON value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(fromJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });
});

describe("the manifest", () => {
  it("comes back as it was written", () => {
    expect(readManifest(toJson(manifest, 1))).toEqual(manifest);
  });

  it("of any other shape is refused with a sentence, never with a crash", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(() => readManifest(JSON.stringify(value))).toThrow(
          expect.objectContaining({ code: "format" }),
        );
      }),
    );
  });

  it("with one value replaced is refused or still has the right shape", () => {
    const text = toJson(manifest);
    const values = [...text.matchAll(/:("[^"]*"|-?[\d.e+-]+|true|false|null|\[\])/g)];
    const replacement = fc.constantFrom(
      '"#zz"',
      "-1",
      "1e400",
      "null",
      "[]",
      "{}",
      '{"$number":"NaN"}',
      '"../x"',
    );
    fc.assert(
      fc.property(fc.nat(values.length - 1), replacement, (n, wrong) => {
        const { index = 0, 0: seen } = values[n];
        const edited = `${text.slice(0, index)}:${wrong}${text.slice(index + seen.length)}`;
        try {
          const read = readManifest(edited);
          for (const table of read.view.tables) expect(Array.isArray(table.placements)).toBe(true);
          for (const entry of read.view.entries) expect(Number.isInteger(entry.number)).toBe(true);
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: "format" });
        }
      }),
      { numRuns: 300 },
    );
  });

  it("may not use an id twice", () => {
    const maps = [manifest.maps[0], manifest.maps[0]];
    expect(() => readManifest(toJson({ ...manifest, maps }))).toThrow(/damaged/);
  });
});
