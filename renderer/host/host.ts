import type { Source } from "#workers/protocol.ts";

/** A file that can be opened: dropped, picked, or lent by the host. */
export interface OpenableFile {
  readonly name: string;
  /** By name and first bytes. */
  kind(): Promise<"map" | "model" | "other">;
  /** What the engine reads: bytes to give away, or the host's own file. */
  source(): Promise<Source>;
}

/** What the window needs from outside the page. */
export interface Host {
  /** Files the program was started with: the window opens them. */
  readonly startFiles: readonly OpenableFile[];
  /** Lets the user choose files; empty when none was chosen. */
  pickFiles(): Promise<readonly OpenableFile[]>;
  /** Stores bytes where the user wants them, under a proposed name. */
  saveFile(name: string, bytes: Uint8Array | Blob | string): Promise<void>;
  copyText(text: string): Promise<void>;
  /** Small values kept between sessions; undefined when there is none or it cannot be read. */
  readSetting(key: string): unknown;
  writeSetting(key: string, value: unknown): void;
}
