import type { MenuChoice } from "#electron/protocol.ts";
import type { Source } from "#workers/protocol.ts";
import type { FileKind, StatedByDepositors } from "#workers/start-calls.ts";

/** A file that can be opened: dropped, picked, or lent by the host. */
export interface OpenableFile {
  readonly name: string;
  /** Known of maps from EMDB. */
  readonly stated?: StatedByDepositors;
  /** By name and first bytes. */
  kind(): Promise<FileKind>;
  /** What the engine reads: bytes to give away, or the host's own file. */
  source(): Promise<Source>;
}

/** What the window needs from outside the page. */
export interface Host {
  /** Files the program was started with: the window opens them. */
  readonly startFiles: readonly OpenableFile[];
  /** Lets the user choose files; empty when none was chosen. */
  pickFiles(): Promise<readonly OpenableFile[]>;
  /** A file that was dropped on the window. */
  droppedFile(file: File): OpenableFile;
  /** Tells of files that are opened from outside the window: by the system, a menu or a second start. */
  onOpen(listener: (files: readonly OpenableFile[]) => void): void;
  /** Tells what the user chose in a menu outside the window. */
  onMenu(listener: (choice: MenuChoice) => void): void;
  /** Stores bytes where the user wants them, under a proposed name. Throws `cancelled` when the user thinks better of it. */
  saveFile(name: string, bytes: Uint8Array | Blob | string): Promise<void>;
  /** Shows another session in the place of this one, which stays where it can be restored. */
  goToSession(id: string): void;
  /** Makes the window so many pixels wider and higher; false when it is not the host's to size. */
  resizeWindow(wider: number, higher: number): Promise<boolean>;
  copyText(text: string): Promise<void>;
  /** Names the window; `isEdited` marks work that is not saved. */
  showTitle(title: string, isEdited: boolean): void;
  /** Small values kept between sessions; undefined when there is none or it cannot be read. */
  readSetting(key: string): unknown;
  writeSetting(key: string, value: unknown): void;
}
