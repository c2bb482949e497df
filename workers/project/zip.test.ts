import fc from "fast-check";
import { unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { AppError } from "#core/errors.ts";
import { quietJob } from "#core/job/job-context.ts";
import { listZip, readEntry } from "#workers/project/zip-read.ts";
import { writeZip, type ZipSource } from "#workers/project/zip-write.ts";

const name = fc.stringMatching(/^[a-zA-Z0-9_-]{1,12}(\/[a-zA-Z0-9_.-]{1,12}x)?$/);
const contents = fc.dictionary(name, fc.uint8Array({ maxLength: 3000 }), { maxKeys: 6 });

const sourcesOf = (files: Record<string, Uint8Array>, isPacked = false): ZipSource[] =>
  Object.entries(files).map(([key, bytes]) => ({ name: key, bytes: () => bytes, isPacked }));

async function readAll(bytes: Uint8Array): Promise<Record<string, number[]>> {
  const found: Record<string, number[]> = {};
  for (const [key, entry] of listZip(bytes)) found[key] = [...(await readEntry(bytes, entry))];
  return found;
}

const plain = (files: Record<string, Uint8Array>) =>
  Object.fromEntries(Object.entries(files).map(([key, bytes]) => [key, [...bytes]]));

describe("zip archives", () => {
  it("are read by another program (fflate 0.8.3) as they were written, and by us", async () => {
    await fc.assert(
      fc.asyncProperty(contents, fc.boolean(), async (files, isPacked) => {
        const bytes = await writeZip(sourcesOf(files, isPacked), 1, quietJob);
        expect(plain(unzipSync(bytes))).toEqual(plain(files));
        expect(await readAll(bytes)).toEqual(plain(files));
      }),
    );
  });

  it("written by another program are read", async () => {
    await fc.assert(
      fc.asyncProperty(contents, fc.constantFrom(0, 6, 9), async (files, level) => {
        expect(await readAll(zipSync(files, { level: level as 0 | 6 | 9 }))).toEqual(plain(files));
      }),
    );
  });

  it("take bytes in memory that threads share", async () => {
    const shared = new Uint8Array(new SharedArrayBuffer(9_000_000)).fill(7);
    const bytes = await writeZip(sourcesOf({ a: shared }), 1, quietJob);
    const again = new Uint8Array(new SharedArrayBuffer(bytes.length));
    again.set(bytes);
    const entry = listZip(again).get("a");
    const read = entry ? await readEntry(again, entry) : new Uint8Array();
    expect(read.length).toBe(9_000_000);
    expect(read.every((byte) => byte === 7)).toBe(true);
  });

  it("that are damaged anywhere are refused with a sentence, or are still what they were", async () => {
    const files = {
      "manifest.json": new TextEncoder().encode("{}".repeat(200)),
      "maps/a": new Uint8Array(500),
    };
    const whole = await writeZip(sourcesOf(files), 1, quietJob);
    const damage = fc.record({
      at: fc.nat(whole.length - 1),
      value: fc.nat(255),
      length: fc.nat(whole.length),
    });
    await fc.assert(
      fc.asyncProperty(damage, fc.boolean(), async ({ at, value, length }, cut) => {
        const bytes = cut ? whole.slice(0, length) : whole.slice();
        if (!cut) bytes[at] = value;
        const found = await readAll(bytes).catch((thrown) => {
          expect(thrown).toBeInstanceOf(AppError);
          expect(thrown).toMatchObject({ code: "format" });
          return {};
        });
        const expected = plain(files);
        for (const [key, content] of Object.entries(found)) {
          if (key in expected) expect(content).toEqual(expected[key]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("made of anything at all are refused without harm", async () => {
    const head = fc.constantFrom([], [0x50, 0x4b, 3, 4]);
    const tail = fc.constantFrom([], [0x50, 0x4b, 5, 6, 0, 0, 0, 0, 1, 0, 1, 0]);
    await fc.assert(
      fc.asyncProperty(
        head,
        fc.uint8Array({ maxLength: 200 }),
        tail,
        fc.uint8Array({ maxLength: 40 }),
        async (...parts) => {
          const bytes = Uint8Array.from(parts.flatMap((part) => [...part]));
          await readAll(bytes).catch((thrown) => expect(thrown).toMatchObject({ code: "format" }));
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("malicious archives", () => {
  const refused = async (bytes: Uint8Array, message: RegExp) =>
    expect(readAll(bytes)).rejects.toMatchObject({ code: "format", message });

  /** Writes a number over one in the directory's line of the first file. */
  function lie(bytes: Uint8Array, offset: number, value: number): Uint8Array {
    const copy = bytes.slice();
    const view = new DataView(copy.buffer);
    view.setUint32(view.getUint32(copy.length - 6, true) + offset, value, true);
    return copy;
  }

  it.each(["../evil", "/etc/passwd", "maps/../../evil", "C:\\evil", "maps\\..\\evil"])(
    "with the name %s are refused",
    async (bad) => refused(zipSync({ [bad]: Uint8Array.of(1) }), /leads out of it/),
  );

  it("that unpack to more than they say stop there", async () => {
    const bomb = zipSync({ a: new Uint8Array(50_000_000) }, { level: 9 });
    expect(bomb.length).toBeLessThan(60_000);
    await refused(lie(bomb, 24, 1000), /cannot be unpacked/);
    await refused(lie(bomb, 24, 2_000_000_000), /claims a size that cannot be/);
    await refused(lie(bomb, 24, 50_000_001), /not what was packed/);
  });

  it("whose files lie over each other, or outside, are refused", async () => {
    const two = zipSync({ a: new Uint8Array(100), b: new Uint8Array(100) }, { level: 0 });
    await refused(lie(two, 20, 160), /overlap|claims/);
    await refused(lie(two, 42, 4_000_000_000), /cut short/);
  });

  it("with a name twice are refused", async () => {
    const two = zipSync({ aa: Uint8Array.of(1), ab: Uint8Array.of(2) }, { level: 0 });
    const at = [...two].map((_, n) => n).filter((n) => two[n] === 0x61 && two[n + 1] === 0x62);
    for (const n of at) two[n + 1] = 0x61;
    await refused(two, /a name twice/);
  });
});
