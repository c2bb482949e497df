import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import { Script } from "node:vm";

/*
 * A stand-in for the module `electron`, as far as the main process and the preload script use it. It holds them to what
 * Electron holds them to: messages between processes are cloned and carry no shared memory, a window whose closing is
 * not prevented is gone, and an application without windows hears of it.
 */

// biome-ignore lint/suspicious/noExplicitAny: Electron's events carry anything.
type Listener = (...args: any[]) => any;

/** An event as Electron hands it to listeners. */
function eventOf(more: object = {}): { defaultPrevented: boolean; preventDefault(): void } {
  return {
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true;
    },
    ...more,
  };
}

/** What arrives in another process: a copy. Throws what Electron throws for memory that cannot go there. */
function crossed<T>(value: T): T {
  refuseShared(value);
  return structuredClone(value);
}

function refuseShared(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  const isShared = ArrayBuffer.isView(value) && value.buffer instanceof SharedArrayBuffer;
  if (isShared || value instanceof SharedArrayBuffer) throw new Error("An object could not be cloned.");
  if (!ArrayBuffer.isView(value)) for (const entry of Object.values(value)) refuseShared(entry);
}

/** One end of a MessageChannelMain; the window's end, too. */
export class StandInPort extends EventEmitter {
  other: StandInPort | undefined;
  #isStarted = false;
  #isClosed = false;
  readonly #queue: unknown[] = [];

  postMessage(data: unknown): void {
    const copy = crossed(data);
    const { other } = this;
    if (other && !this.#isClosed) setImmediate(() => other.#take(copy));
  }

  start(): void {
    this.#isStarted = true;
    for (const data of this.#queue.splice(0)) this.emit("message", { data, ports: [] });
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    setImmediate(() => {
      this.emit("close");
      this.other?.close();
    });
  }

  #take(data: unknown): void {
    if (this.#isClosed) return;
    if (this.#isStarted) this.emit("message", { data, ports: [] });
    else this.#queue.push(data);
  }
}

class StandInChannel {
  readonly port1 = new StandInPort();
  readonly port2 = new StandInPort();
  constructor() {
    this.port1.other = this.port2;
    this.port2.other = this.port1;
  }
}

/** A page as its preload script leaves it. */
export interface StandInPage {
  /** What the preload script put into the page. */
  readonly world: Record<string, unknown>;
  /** Messages of the page's own window with the ports they carried. */
  readonly messages: { readonly data: unknown; readonly ports: readonly StandInPort[] }[];
}

export class StandInContents extends EventEmitter {
  url = "";
  page: StandInPage = { world: {}, messages: [] };
  reloads = 0;
  openHandler: (details: { url: string }) => { action: string } = () => ({ action: "allow" });
  readonly heard = new EventEmitter();

  setWindowOpenHandler(handler: typeof this.openHandler): void {
    this.openHandler = handler;
  }

  send(channel: string, ...args: unknown[]): void {
    this.heard.emit(channel, { ports: [] }, ...crossed(args));
  }

  postMessage(channel: string, message: unknown, ports: readonly StandInPort[] = []): void {
    this.heard.emit(channel, { ports }, crossed(message));
  }

  reload(): void {
    this.reloads++;
  }

  /** Whether the page is kept where it is when it tries to go elsewhere. */
  isHeldAt(
    event: "will-navigate" | "will-frame-navigate" | "will-redirect" | "will-attach-webview",
  ): boolean {
    const attempt = eventOf({ url: "https://evil.example/" });
    this.emit(event, attempt);
    return attempt.defaultPrevented;
  }
}

interface WindowOptions {
  readonly webPreferences: Record<string, unknown> & { readonly preload: string };
  readonly show?: boolean;
}

export class StandInWindow extends EventEmitter {
  readonly webContents = new StandInContents();
  readonly options: WindowOptions;
  readonly done: string[] = [];
  title = "";
  isMin = false;
  #isGone = false;
  readonly #standIn: StandIn;

  constructor(standIn: StandIn, options: WindowOptions) {
    super();
    this.#standIn = standIn;
    this.options = options;
    standIn.windows.push(this);
    standIn.app.emit("web-contents-created", eventOf(), this.webContents);
  }

  async loadURL(url: string): Promise<void> {
    const answer = await this.#standIn.fetch(url);
    if (answer.status !== 200) throw new Error(`${url} answers with ${answer.status}.`);
    this.webContents.url = url;
    this.webContents.page = this.#standIn.runPreload(this.options.webPreferences.preload, this.webContents);
    this.emit("ready-to-show");
  }

  close(): void {
    const event = eventOf();
    this.emit("close", event);
    if (!event.defaultPrevented) this.destroy();
  }

  destroy(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#standIn.windows.splice(this.#standIn.windows.indexOf(this), 1);
    this.emit("closed");
    if (this.#standIn.windows.length === 0) this.#standIn.app.emit("window-all-closed");
  }

  isDestroyed = (): boolean => this.#isGone;
  isMinimized = (): boolean => this.isMin;
  restore = (): void => void this.done.push("restore");
  focus = (): void => void this.done.push("focus");
  show = (): void => void this.done.push("show");
  setDocumentEdited = (isEdited: boolean): void => void this.done.push(`edited ${isEdited}`);
  size: readonly number[] = [1440, 900];
  getContentSize = (): number[] => [...this.size];
  setContentSize(width: number, height: number): void {
    this.size = [width, height];
  }
  setTitle(title: string): void {
    this.title = title;
  }
}

/** An item of a menu, as far as tests look at it. */
export interface MenuItem {
  readonly label?: string;
  readonly role?: string;
  readonly id?: string;
  readonly accelerator?: string;
  readonly submenu?: readonly MenuItem[];
  readonly click?: () => void;
}

/** The module and what it saw. */
export class StandIn {
  readonly app: EventEmitter & { readonly quit: () => void };
  readonly windows: StandInWindow[] = [];
  /** Calls of the main process that leave a trace in the system, in order. */
  readonly done: string[] = [];
  /** Answers of the next dialogs, in order. */
  readonly answers: unknown[] = [];
  readonly asked: { readonly kind: string; readonly options: unknown }[] = [];
  menu: readonly MenuItem[] = [];
  permissions: Record<string, Listener> = {};
  schemes: unknown[] = [];
  readonly handlers = new Map<string, (event: unknown, ...args: unknown[]) => unknown>();
  #answer: ((request: Request) => Response | Promise<Response>) | undefined;
  #ready: () => void = () => {};
  readonly #isReady = new Promise<void>((resolve) => {
    this.#ready = resolve;
  });

  constructor(params: { readonly userData: string; readonly isFirst?: boolean }) {
    this.app = Object.assign(new EventEmitter(), {
      isPackaged: false,
      commandLine: { appendSwitch: (...words: string[]) => this.done.push(`switch ${words.join("=")}`) },
      getPath: () => params.userData,
      getVersion: () => "1.2.3",
      whenReady: () => this.#isReady,
      requestSingleInstanceLock: () => params.isFirst ?? true,
      addRecentDocument: (path: string) => this.done.push(`recent ${path}`),
      clearRecentDocuments: () => this.done.push("recent cleared"),
      quit: () => this.#quit(),
      exit: (code: number) => this.done.push(`exit ${code}`),
    });
  }

  /** Electron is ready; resolves when a window was made and loaded. */
  async ready(): Promise<void> {
    this.#ready();
    while (!this.windows.some(({ webContents }) => webContents.url !== "")) await turn();
  }

  /** The window people see. */
  get window(): StandInWindow {
    const [window] = this.windows.filter(({ webContents }) => !webContents.url.includes("/gpu/"));
    if (!window) throw new Error("There is no window.");
    return window;
  }

  get gpuWindow(): StandInWindow | undefined {
    return this.windows.find(({ webContents }) => webContents.url.includes("/gpu/"));
  }

  async fetch(url: string, method = "GET"): Promise<Response> {
    if (!this.#answer) throw new Error("Nobody answers app:// addresses.");
    return this.#answer({ url, method } as Request);
  }

  /** Calls the main process as a page would, from a frame of the given address. */
  async invoke(
    channel: string,
    args: readonly unknown[],
    sender: StandInContents = this.window.webContents,
    frame: object | null = { url: sender.url, parent: null },
  ): Promise<unknown> {
    const handler = this.handlers.get(channel);
    if (!handler) throw new Error(`No handler registered for '${channel}'`);
    return crossed(await handler({ sender, senderFrame: frame }, ...crossed(args)));
  }

  runPreload(path: string, contents: StandInContents): StandInPage {
    const page: StandInPage = { world: {}, messages: [] };
    const electron = {
      contextBridge: {
        exposeInMainWorld: (name: string, api: unknown) => {
          page.world[name] = api;
        },
      },
      ipcRenderer: {
        invoke: (channel: string, ...args: unknown[]) => this.invoke(channel, args, contents),
        on: (channel: string, listener: Listener) => contents.heard.on(channel, listener),
      },
      webUtils: { getPathForFile: ({ path: of }: { path: string }) => of },
    };
    const window = {
      location: { origin: new URL(contents.url).href.replace(/^(\w+:\/\/[^/]+).*$/, "$1") },
      postMessage: (data: unknown, origin: string, ports: readonly StandInPort[]) => {
        if (origin === "app://mapwright") page.messages.push({ data, ports });
      },
    };
    const require = (name: string) => {
      if (name !== "electron") throw new Error(`A sandboxed preload script has no module ${name}.`);
      return electron;
    };
    const script = new Script(`(function (require, window) {${readFileSync(path, "utf8")}\n})`);
    (script.runInThisContext() as (...args: unknown[]) => void)(require, window);
    return page;
  }

  /** What `import … from "electron"` gives. */
  module(): Record<string, unknown> {
    const standIn = this;
    const answer = async (kind: string, options: unknown) => {
      this.asked.push({ kind, options });
      return this.answers.shift();
    };
    return {
      app: this.app,
      BrowserWindow: class extends StandInWindow {
        constructor(options: WindowOptions) {
          super(standIn, options);
        }
      },
      clipboard: { writeText: (text: string) => this.done.push(`copied ${text}`) },
      dialog: {
        showOpenDialog: (_window: unknown, options: unknown) => answer("open", options),
        showSaveDialog: (_window: unknown, options: unknown) => answer("save", options),
        showMessageBox: (_window: unknown, options: unknown) => answer("message", options),
        showErrorBox: (title: string, text: string) => this.done.push(`error ${title}: ${text}`),
      },
      ipcMain: {
        handle: (channel: string, handler: (event: unknown, ...args: unknown[]) => unknown) =>
          this.handlers.set(channel, handler),
      },
      Menu: {
        buildFromTemplate: (items: readonly MenuItem[]) => items,
        setApplicationMenu: (items: readonly MenuItem[]) => {
          this.menu = items;
        },
      },
      MessageChannelMain: StandInChannel,
      protocol: {
        registerSchemesAsPrivileged: (schemes: unknown[]) => {
          this.schemes = schemes;
        },
        handle: (_scheme: string, handler: (request: Request) => Response) => {
          this.#answer = handler;
        },
      },
      session: {
        defaultSession: {
          setPermissionRequestHandler: (handler: Listener) => this.#permit("request", handler),
          setPermissionCheckHandler: (handler: Listener) => this.#permit("check", handler),
          setDevicePermissionHandler: (handler: Listener) => this.#permit("device", handler),
          on: (event: string, handler: Listener) => this.#permit(event, handler),
        },
      },
      shell: { openExternal: async (address: string) => void this.done.push(`browser ${address}`) },
    };
  }

  #permit(kind: string, handler: Listener): void {
    this.permissions = { ...this.permissions, [kind]: handler };
  }

  /** Closes every window; one that stays open keeps the application. */
  #quit(): void {
    this.app.emit("before-quit", eventOf());
    for (const window of [...this.windows]) window.close();
    if (this.windows.length > 0) return;
    const last = eventOf();
    this.app.emit("will-quit", last);
    if (!last.defaultPrevented) this.done.push("quit");
  }
}

/** One turn of the event loop, and a little for threads and files. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2));
}
