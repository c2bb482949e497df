import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { cancelled } from "#core/errors.ts";
import { mapOf } from "#core/fit/fit.testing.ts";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { writeMrc } from "#core/format/mrc-write.ts";
import { moveStructure } from "#core/structure/move.ts";
import { walk } from "#core/structure/walk.testing.ts";
import type { EngineClient } from "#workers/client.ts";
import type { EngineHost } from "#workers/engine/session.ts";
import { startTestEngine, testHost } from "#workers/engine.testing.ts";
import type { IdentifyAnswer, IdentifyRequest, LibraryId } from "#workers/identify-calls.ts";
import type { VolumeId } from "#workers/protocol.ts";

const folder = mkdtempSync(join(tmpdir(), "mapwright-test-"));
afterAll(() => rmSync(folder, { recursive: true, maxRetries: 10 }));

const FILES = 3;
const RIGHT = 1;
const file = (n: number) => ({
  name: `chain${n}.cif`,
  bytes: writeMmcif([moveStructure(walk(50, n), { rotation: [0.6, 0, 0, 0.8], shift: [10 * n, 5, 0] })]),
});

async function openLibrary(client: EngineClient): Promise<{ map: VolumeId; library: LibraryId }> {
  const bytes = new Uint8Array(writeMrc(mapOf([walk(50, RIGHT)], 2)));
  const { id: map } = await client.call("openMap", { name: "map.mrc", bytes });
  const first = await client.call("addCandidates", { library: null, files: [file(0)] });
  const rest = Array.from({ length: FILES - 1 }, (_, n) => file(n + 1));
  const { library, files } = await client.call("addCandidates", { library: first.library, files: rest });
  expect(files).toBe(FILES);
  return { map, library };
}

const request = (map: VolumeId, library: LibraryId): IdentifyRequest<VolumeId> => ({
  map,
  isPart: true,
  level: null,
  resolution: { value: 5, reason: "given" },
  library,
  seed: 1,
  full: 1,
  leastPlddt: 70,
  split: "none",
  goesOn: true,
  rejected: [],
});

/** A host whose screenings, until it may go on, end with their first file and then wait to be cancelled. */
function oneFileAtFirst(): { readonly host: EngineHost; goOn(): void } {
  let waits = true;
  let time = 0;
  const startScreening: EngineHost["startScreening"] = (job) => {
    const screening = testHost.startScreening(job);
    if (!waits) return screening;
    let used = 0;
    return {
      ...screening,
      async use(work, signal) {
        if (used++ === 0) return screening.use(work, signal);
        while (!signal.aborted) await after(1);
        throw cancelled();
      },
    };
  };
  return {
    // Every look at the clock is a second later: what is found is told at once.
    host: { ...testHost, startScreening, clock: () => (time += 1000) },
    goOn: () => {
      waits = false;
    },
  };
}

const names = ({ document }: IdentifyAnswer) => document.candidates.map(({ name }) => name);

describe("identifying in the engine", () => {
  it("says what a map holds, and of which pieces", async () => {
    const { client, end } = startTestEngine();
    const { map } = await openLibrary(client);
    const region = await client.call("regionOf", { map, level: null, resolution: 5, isPart: false });
    expect(region.sizes.least).toBeCloseTo(4.4, 9);
    expect(region.mass).toBeCloseTo(region.filled / 1210, 9);
    expect(region.starts.value).toBe(1000);
    expect(region.blobs[0]?.rank).toBe(1);
    expect(region.blobs.reduce((sum, { mass }) => sum + mass, 0)).toBeLessThanOrEqual(
      region.mass * (1 + 1e-9),
    );
    await end();
  });

  it("ranks a library, shows how it stands on the way, and goes on from a journal in another session", async () => {
    const host = { ...testHost, journals: join(folder, "journals") };
    const first = startTestEngine(host);
    const opened = await openLibrary(first.client);
    const told: unknown[] = [];
    const { answer, projection } = await first.client.call("identify", request(opened.map, opened.library), {
      onPartial: (partial) => told.push(partial),
    });
    expect(names(answer)[0]).toBe(`chain${RIGHT}`);
    expect([answer.done, answer.total, answer.known]).toEqual([FILES, FILES, 0]);
    expect(answer.traces.map(({ name }) => name)).toEqual([`chain${RIGHT}`]);
    expect(answer.document.notes[0]).toMatch(/^3 candidates are too few/);
    expect(told[0]).toEqual({ projection });
    await first.end();
    expect(readdirSync(host.journals)).toHaveLength(1);
    const second = startTestEngine(host);
    const again = await openLibrary(second.client);
    const { answer: resumed } = await second.client.call("identify", request(again.map, again.library));
    expect(resumed.known).toBe(FILES);
    expect(resumed.document.candidates).toEqual(answer.document.candidates);
    await second.end();
  });

  it("keeps what was found when it is cancelled", async () => {
    const { client, end } = startTestEngine({
      ...oneFileAtFirst().host,
      journals: join(folder, "cancelled"),
    });
    const { map, library } = await openLibrary(client);
    const cancel = new AbortController();
    const { answer } = await client.call("identify", request(map, library), {
      signal: cancel.signal,
      onPartial: (partial) => {
        if ("answer" in partial) cancel.abort();
      },
    });
    expect([answer.done, answer.document.isPartial]).toEqual([1, true]);
    await end();
  });

  it("ranks what the journal knows, without going on, and is taken over by a page that was loaded again", async () => {
    const slow = oneFileAtFirst();
    const { client, end } = startTestEngine({ ...slow.host, journals: join(folder, "reloaded") });
    const { map, library } = await openLibrary(client);
    const known = { ...request(map, library), goesOn: false };
    const { answer: nothing } = await client.call("identify", known);
    expect([nothing.done, nothing.document.isPartial, names(nothing)]).toEqual([0, true, []]);
    let second: Promise<{ answer: IdentifyAnswer }> | undefined;
    // The first page goes away in the middle, and nobody cancels what it had asked for.
    const first = await client.call("identify", request(map, library), {
      onPartial: (partial) => {
        if (!("answer" in partial)) return;
        slow.goOn();
        second ??= client.call("identify", request(map, library));
      },
    });
    const taken = await second;
    expect([first.answer.done, first.answer.document.isPartial]).toEqual([1, true]);
    expect(taken?.answer.known).toBe(first.answer.done);
    expect([taken?.answer.done, taken?.answer.document.isPartial]).toEqual([FILES, false]);
    const { answer } = await client.call("identify", known);
    expect([answer.known, answer.document.isPartial]).toEqual([FILES, false]);
    expect(answer.document.candidates).toEqual(taken?.answer.document.candidates);
    await end();
    const alone = startTestEngine();
    const again = await openLibrary(alone.client);
    const whole = await alone.client.call("identify", request(again.map, again.library));
    expect(answer.document.candidates).toEqual(whole.answer.document.candidates);
    await alone.end();
  });

  it("opens candidates from the library, and forgets a library that is closed", async () => {
    const { client, end } = startTestEngine();
    const { map, library } = await openLibrary(client);
    const { models } = await client.call("openCandidate", { library, file: "chain2.cif" });
    expect(models.map(({ residues }) => residues)).toEqual([50]);
    await expect(client.call("openCandidate", { library, file: "chain9.cif" })).rejects.toThrow(
      "There is no chain9.cif in this library.",
    );
    expect(await client.call("close", { id: library })).toEqual({ closed: true });
    await expect(client.call("identify", request(map, library))).rejects.toMatchObject({
      detail: { isLost: true },
    });
    await end();
  });

  it("says so when a library is not there any more", async () => {
    const { client, end } = startTestEngine();
    const { map } = await openLibrary(client);
    const asked = client.call("identify", request(map, "library-9" as LibraryId));
    await expect(asked).rejects.toMatchObject({ code: "input", detail: { isLost: true } });
    await end();
  });
});
