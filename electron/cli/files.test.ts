import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "#electron/cli/cli.testing.ts";
import { readBytes, writeAtomic } from "#workers/files.ts";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const error = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

describe("reading", () => {
  it("gives the bytes of any file, packed or not", async () => {
    const path = at("any");
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), fc.boolean(), async (bytes, isPacked) => {
        fc.pre(isPacked || !(bytes[0] === 0x1f && bytes[1] === 0x8b));
        writeFileSync(path, isPacked ? gzipSync(bytes) : bytes);
        expect([...(await readBytes(path))]).toEqual([...bytes]);
      }),
      { numRuns: 30 },
    );
  });

  it("unpacks what was packed in several pieces", async () => {
    writeFileSync(at("two.gz"), Buffer.concat([gzipSync("one "), gzipSync("two")]));
    expect(Buffer.from(await readBytes(at("two.gz"))).toString()).toBe("one two");
  });

  it("says that a file is missing, a folder, or behind a file", async () => {
    await expect(readBytes(at("nix"))).rejects.toEqual(error("input", /^There is no file .*nix\.$/));
    await expect(readBytes(folder)).rejects.toEqual(error("input", /is a folder, not a file/));
    await expect(readBytes(join(at("any"), "x"))).rejects.toEqual(error("input", /There is no file/));
  });

  it("tells cut from damaged gzip data, and takes no memory on their word", async () => {
    const packed = gzipSync(Buffer.alloc(5000, "abcdefg"));
    writeFileSync(at("cut.gz"), packed.subarray(0, packed.length - 20));
    await expect(readBytes(at("cut.gz"))).rejects.toEqual(error("format", /cut short/));
    const damaged = Buffer.from(packed);
    damaged.fill(0xff, 12, 20);
    writeFileSync(at("damaged.gz"), damaged);
    await expect(readBytes(at("damaged.gz"))).rejects.toEqual(error("format", /damaged/));
    const boasting = Buffer.from(packed);
    boasting.writeUInt32LE(0xfffffff0, boasting.length - 4); // claims 4 GiB
    writeFileSync(at("boasting.gz"), boasting);
    await expect(readBytes(at("boasting.gz"))).rejects.toEqual(error("format", /damaged/));
  });
});

describe("writing", () => {
  it("replaces a file as a whole and leaves nothing else behind", async () => {
    const place = join(folder, "whole");
    mkdirSync(place);
    const path = join(place, "a.txt");
    await writeAtomic(path, "old");
    await Promise.all([writeAtomic(path, "new one"), writeAtomic(path, "new two")]);
    expect(readFileSync(path, "utf8")).toMatch(/^new (one|two)$/);
    expect(readdirSync(place)).toEqual(["a.txt"]);
  });

  it("writes through a link and keeps it", async () => {
    writeFileSync(at("target"), "old");
    symlinkSync(at("target"), at("link"));
    await writeAtomic(at("link"), "new");
    expect(readFileSync(at("target"), "utf8")).toBe("new");
  });

  it("says why it cannot write, and keeps what was there", async () => {
    mkdirSync(at("taken"));
    await expect(writeAtomic(at("taken"), "x")).rejects.toEqual(error("resource", /folder of this name/));
    await expect(writeAtomic(at("no/where"), "x")).rejects.toEqual(
      error("resource", /folder does not exist/),
    );
    await expect(writeAtomic(join(at("any"), "x"), "x")).rejects.toEqual(
      error("resource", /a file, not a folder/),
    );
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it.runIf(existsSync("/dev/full"))("says that the disk is full, and never replaces a device", async () => {
    await expect(writeAtomic("/dev/full", "x")).rejects.toEqual(error("resource", /disk is full/));
    await writeAtomic("/dev/null", "x");
    expect(existsSync("/dev/full")).toBe(true);
  });
});
