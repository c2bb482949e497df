import type { CallError, Params, Result } from "#workers/protocol.ts";
import type { LentFile } from "#workers/start-calls.ts";

/** A file that the host was started with or that the user picked; opened by its id (`openMap`, `openModel`). */
export type HostFile = LentFile;

/**
 * What a host says first on a new line, before any answer of the engine. Over a WebSocket it is a frame of
 * `workers/wire.ts` like every other message; the window tells it apart by `kind`.
 */
export interface Hello {
  readonly kind: "hello";
  readonly version: string;
  /** Files given on the command line, in order: the window opens them. */
  readonly files: readonly HostFile[];
  /** The session that this window shows from now on; absent from a host that keeps none. */
  readonly session?: SessionHello;
}

/** A session that a host keeps while pages, engines and hosts come and go. */
export interface SessionHello {
  /** Connect with it again to get the session back. */
  readonly id: string;
  /** The first number free for calls: earlier ones were used by a page before. */
  readonly firstCall: number;
  /** How the window looked last; null for a new session. */
  readonly view: Params<"keepView">["view"] | null;
  /** Why the session that was asked for could not be restored; null when it could, or none was asked for. */
  readonly problem: string | null;
  /** Sessions that no window shows, latest first. */
  readonly others: Result<"listSessions">["sessions"];
}

/** Path of the browser host's WebSocket, on the address that served the page. The page's cookie admits it. */
export const SOCKET_PATH = "/engine";

/** Its query that names the session to go on with: `${SOCKET_PATH}?${SESSION_QUERY}=ID`. */
export const SESSION_QUERY = "session";

/** Path of the page's own copy of a host file: GET `${FILE_PATH}${id}` with the page's cookie. */
export const FILE_PATH = "/files/";

/** What a menu outside the window can ask of it. */
export type MenuChoice =
  | "open"
  | "saveModels"
  | "saveMap"
  | "savePicture"
  | "undo"
  | "redo"
  | "viewAll"
  | "viewInitial"
  | "about";

/** An answer of the desktop's main process. Errors cross as data, as they do from the engine. */
export type Reply<T> = { readonly value: T } | { readonly error: CallError };

/**
 * What the desktop's preload script puts into the window as `mapwright`. Paths stay outside the window: it names
 * files by the ids it is given.
 */
export interface DesktopBridge {
  /** Asks for a line to an engine of the window's own; its port arrives as a `LINE_MESSAGE` of the window. */
  connect(session: string | null): Promise<Reply<null>>;
  /** Lets the user choose files; empty when none was chosen. */
  pickFiles(): Promise<Reply<readonly HostFile[]>>;
  /** Lends a File that was dropped on the window, by its path; null for one that lies on no disk. */
  lendDropped(file: object): Promise<Reply<HostFile | null>>;
  /** Asks where to write, and writes the file as a whole or not at all; false when the user thinks better of it. */
  saveFile(name: string, content: Uint8Array | string): Promise<Reply<boolean>>;
  /** Makes the window so many pixels wider and higher, as far as the screen allows. */
  resizeWindow(wider: number, higher: number): Promise<Reply<boolean>>;
  copyText(text: string): Promise<Reply<null>>;
  /** Names the window. With `isEdited` closing it asks first. */
  showTitle(title: string, isEdited: boolean): Promise<Reply<null>>;
  /** Opens a page of the project, the archives or the papers in the user's browser; refuses any other. */
  openLink(address: string): Promise<Reply<null>>;
  onOpen(listener: (files: readonly HostFile[]) => void): void;
  onMenu(listener: (choice: MenuChoice) => void): void;
}

/** Data of the message by which a page gets its port, from its own origin. */
export const LINE_MESSAGE = "mapwright-line";
