import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeBlob, mapOf, rmsdBetween } from "#core/fit/fit.testing.ts";
import { FIT_DEFAULTS } from "#core/fit/params.ts";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { writeMrc } from "#core/format/mrc-write.ts";
import type { Rigid } from "#core/math/rigid.ts";
import { moveStructure } from "#core/structure/move.ts";
import { startListeningEngine } from "#workers/engine.testing.ts";
import type { ModelId, VolumeId } from "#workers/protocol.ts";

describe("the call composite", () => {
  const test = startListeningEngine();
  const truths: Rigid[] = [
    { rotation: [0.6, 0, 0, 0.8], shift: [10, 20, 30] },
    { rotation: [0, 0.8, 0.6, 0], shift: [10, 20, 58] },
  ];
  const bodies = [makeBlob(1), makeBlob(2, 80)];
  let map: VolumeId;
  const models: ModelId[] = [];

  beforeAll(async () => {
    const volume = mapOf(
      bodies.map((body, n) => moveStructure(body, truths[n])),
      1.5,
    );
    const bytes = (content: Uint8Array) => new Uint8Array(content);
    ({ id: map } = await test.client.call("openMap", { name: "map.mrc", bytes: bytes(writeMrc(volume)) }));
    for (const [n, body] of bodies.entries()) {
      const opened = await test.client.call("openModel", {
        name: `${n}.cif`,
        bytes: bytes(writeMmcif([body])),
      });
      models.push(opened.models[0].id);
    }
  });
  afterAll(() => test.end());

  it("brings a result for every model, and says why each is where it is", async () => {
    const request = { ...FIT_DEFAULTS, resolution: 5, starts: 300 };
    const answer = await test.client.call("composite", { map, models, request });
    expect(answer.results.map(({ model }) => model)).toEqual(models);
    answer.results.forEach(({ result }, n) => {
      expect(result.verdict.kind).toBe("clear");
      expect(rmsdBetween(bodies[n], result.placements[0].placement.motion, truths[n])).toBeLessThan(0.3);
    });
    expect(answer.choices.map(({ placement }) => placement)).toEqual([0, 0]);
    expect(answer.choices[0].reason).toMatch(/^stands out: correlation about the mean 0\.\d\d/);
    expect(answer.choices[1].reason).toMatch(/refined with the others .+ → .+, no clash, moved 0\.\d\d Å/);
    expect(answer.poor).toEqual([]);
    expect(answer.sentence).toMatch(
      /^Placed 2 of 2 chains \(all clear\).+ Joint refinement: correlation 0\.\d+ → \d\.\d+, clashes 0 → 0 atoms/,
    );
  });

  it("stopped in the second round keeps what the first has placed", async () => {
    const decoy = await test.client.call("openModel", {
      name: "decoy.cif",
      bytes: new Uint8Array(writeMmcif([makeBlob(7, 70)])),
    });
    const asked = { map, models: [...models, decoy.models[0].id] };
    const request = { ...FIT_DEFAULTS, resolution: 5, starts: 2000 };
    const controller = new AbortController();
    const steps = new Set<string>();
    const answer = await test.client.call(
      "composite",
      { ...asked, request },
      {
        signal: controller.signal,
        onProgress: ({ step }) => {
          steps.add(step);
          if (step.startsWith("round 2: search")) controller.abort();
        },
      },
    );
    expect([...steps].some((step) => step.startsWith("round 1: "))).toBe(true);
    expect(answer.choices.map(({ placement }) => placement)).toEqual([0, 0, null]);
    expect(answer.choices[2].reason).toMatch(/cancelled before it was found/);
    expect(answer.warnings.join()).toMatch(
      /Cancelled in round 2: what the rounds before it placed is kept\./,
    );
  });
});
