import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { AppError, asAppError } from "#core/errors.ts";
import { MRC_HEADER_BYTES } from "#core/format/mrc-header.ts";
import { decodeImage, type ImageStack, readImageStack } from "#core/format/mrc-stack.ts";
import type { Parsed } from "#core/format/parsed.ts";

/** A stack on disk and where its images lie in it. */
export interface StackFile {
  readonly path: string;
  readonly stack: ImageStack;
}

/** Reads the header of a stack. Throws `input` when there is no such file, `format` as `readImageStack` does. */
export function openStack(path: string): Parsed<StackFile> {
  const file = openFile(path);
  try {
    const opening = new Uint8Array(MRC_HEADER_BYTES);
    const there = readSync(file, opening, 0, opening.length, 0);
    const { value, warnings } = readImageStack(opening.subarray(0, there), fstatSync(file).size);
    return { value: { path, stack: value }, warnings: warnings.map((warning) => `${path}: ${warning}`) };
  } catch (thrown) {
    throw naming(path, thrown);
  } finally {
    closeSync(file);
  }
}

/** Reads single images of stacks; each file is opened once, when its first image is asked for. */
export class StackReader {
  readonly #files: readonly StackFile[];
  readonly #open = new Map<number, number>();
  readonly #bytes = new Map<number, Uint8Array>();

  constructor(files: readonly StackFile[]) {
    this.#files = files;
  }

  /**
   * The pixels of an image (from 0) of a stack, which may be overwritten by the next read. Throws `format`, naming file and
   * image, for pixels that are not finite or not there any more.
   */
  read(number: number, image: number): Float32Array {
    const { path, stack } = this.#files[number];
    const bytes = this.#bytes.get(stack.bytesPerImage) ?? new Uint8Array(stack.bytesPerImage);
    this.#bytes.set(stack.bytesPerImage, bytes);
    const there = readSync(
      this.#file(number),
      bytes,
      0,
      bytes.length,
      stack.start + image * stack.bytesPerImage,
    );
    try {
      if (there < bytes.length)
        throw new AppError("format", "The file has become shorter while it was read.");
      return decodeImage(stack, bytes);
    } catch (thrown) {
      throw naming(`${path}, image ${image + 1}`, thrown);
    }
  }

  close(): void {
    for (const file of this.#open.values()) closeSync(file);
    this.#open.clear();
  }

  #file(number: number): number {
    const known = this.#open.get(number);
    if (known !== undefined) return known;
    const file = openFile(this.#files[number].path);
    this.#open.set(number, file);
    return file;
  }
}

function openFile(path: string): number {
  try {
    return openSync(path, "r");
  } catch {
    throw new AppError("input", `The stack ${path} cannot be opened: is it there, and may you read it?`, {
      path,
    });
  }
}

function naming(what: string, thrown: unknown): AppError {
  const { code, message, detail } = asAppError(thrown);
  return message.includes(what) ? asAppError(thrown) : new AppError(code, `${what}: ${message}`, detail);
}
