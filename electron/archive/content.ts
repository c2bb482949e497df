import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { detectFormat, isGzip } from "#core/format/detect.ts";

/** Enough to tell what a file is. */
const OPENING_BYTES = 8192;

/**
 * Throws what is wrong with a downloaded file: the page of a hotel's network or of a broken server is no map, and gzip
 * data must unpack to their end.
 */
export async function checkContent(path: string, kind: "map" | "model"): Promise<void> {
  const first = await openingOf(path);
  const opening = isGzip(first) ? await unpackedOpening(path) : first;
  const format = detectFormat("", opening);
  const isRight = kind === "map" ? format === "mrc" : ["mmcif", "bcif", "pdb"].includes(format);
  if (!isRight) throw new Error(`what came is no ${kind}`);
}

async function openingOf(path: string): Promise<Uint8Array> {
  const handle = await open(path, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(OPENING_BYTES), 0, OPENING_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The first bytes of a gzip file's content, after its check sum was found right. */
async function unpackedOpening(path: string): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    await pipeline(createReadStream(path), createGunzip(), async (content: AsyncIterable<Buffer>) => {
      for await (const piece of content) {
        if (length < OPENING_BYTES) pieces.push(Buffer.from(piece.subarray(0, OPENING_BYTES)));
        length += piece.length;
      }
    });
  } catch {
    throw new Error("what came is damaged or cut short");
  }
  return Buffer.concat(pieces).subarray(0, OPENING_BYTES);
}
