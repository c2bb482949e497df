import type { FileId } from "#workers/protocol.ts";

/** A file that the host was started with or that the user picked; opened by its id (`openMap`, `openModel`). */
export interface HostFile {
  readonly id: FileId;
  /** Name without its folder. */
  readonly name: string;
  /** Bytes on disk. */
  readonly size: number;
  /** By name and first bytes. */
  readonly kind: "map" | "model" | "other";
}

/**
 * What a host says first on a new line, before any answer of the engine. Over a WebSocket it is a frame of
 * `workers/wire.ts` like every other message; the window tells it apart by `kind`.
 */
export interface Hello {
  readonly kind: "hello";
  readonly version: string;
  /** Files given on the command line, in order: the window opens them. */
  readonly files: readonly HostFile[];
}

/** Path of the browser host's WebSocket, on the address that served the page. The page's cookie admits it. */
export const SOCKET_PATH = "/engine";

/** Path of the page's own copy of a host file: GET `${FILE_PATH}${id}` with the page's cookie. */
export const FILE_PATH = "/files/";
