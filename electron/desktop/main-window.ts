import { AppError, asAppError } from "#core/errors.ts";
import { handleCalls } from "#electron/desktop/calls.ts";
import { LINE_CHANNEL, MENU_CHANNEL, OPEN_CHANNEL } from "#electron/desktop/channels.ts";
import type { AppWindow, ElectronApi } from "#electron/desktop/electron-api.ts";
import type { FileService } from "#electron/desktop/file-service.ts";
import { leaveQuestion } from "#electron/desktop/leave.ts";
import { isAllowedLink } from "#electron/desktop/links.ts";
import { APP_ORIGIN } from "#electron/desktop/scheme.ts";
import { openLine, type WindowLine } from "#electron/desktop/window-line.ts";
import { mainWindowOptions } from "#electron/desktop/window-options.ts";
import type { HostFile, MenuChoice } from "#electron/protocol.ts";
import type { Sessions } from "#electron/sessions/sessions.ts";

export interface MainWindowParams {
  readonly electron: ElectronApi;
  readonly files: FileService;
  readonly version: string;
  readonly preload: string;
  readonly icon: string;
  /** What windows show; one that is closed unsaved can be restored. */
  readonly sessions: Sessions;
  /** The window is gone, and everything that was for it may go. */
  closed(): void;
  /** The user was asked and keeps the window: who wanted to quit does not. */
  kept(): void;
}

/** The one window people see: its page, its engine, and what it may ask of the application. */
export class MainWindow {
  readonly #params: MainWindowParams;
  #window: AppWindow | undefined;
  #line: WindowLine | undefined;
  /** Files to open that came before the page could take them, and the look for more of them. */
  #waiting: HostFile[] = [];
  #looking: Promise<unknown> = Promise.resolve();
  #isEdited = false;
  #mayLeave = false;
  #isAsking = false;

  constructor(params: MainWindowParams) {
    this.#params = params;
    const { clipboard, ipcMain } = params.electron;
    handleCalls(ipcMain, (contents) => contents === this.#window?.webContents, {
      connect: (session) => this.#connect(session),
      pickFiles: () => params.files.pick(this.#opened()),
      lendDropped: (path) => params.files.lendDropped(path),
      saveFile: (name, content) => params.files.save(this.#opened(), name, content),
      copyText: (text) => {
        clipboard.writeText(text);
        return null;
      },
      resizeWindow: (wider, higher) => {
        const [width = 0, height = 0] = this.#opened().getContentSize();
        this.#opened().setContentSize(width + wider, height + higher);
        return true;
      },
      showTitle: (title, isEdited) => this.#showTitle(title, isEdited),
      openLink: (address) => this.openLink(address),
    });
  }

  /** Brings the window to the front, and makes one when there is none. */
  show(): void {
    if (!this.#window) this.#window = this.#create();
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.focus();
  }

  /** Opens files in the window, or as soon as its page can take them. Says so when they cannot be opened. */
  open(paths: readonly string[]): void {
    if (paths.length > 0) this.#looking = Promise.all([this.#looking, this.#open(paths)]);
  }

  async #open(paths: readonly string[]): Promise<void> {
    try {
      const files = await this.#params.files.lend(paths);
      if (this.#line) this.#window?.webContents.send(OPEN_CHANNEL, files);
      else this.#waiting.push(...files);
    } catch (thrown) {
      this.#params.electron.dialog.showErrorBox("Mapwright cannot open this", asAppError(thrown).message);
    }
  }

  choose(choice: MenuChoice): void {
    this.#window?.webContents.send(MENU_CHANNEL, choice);
  }

  /** Opens an address in the user's browser when it is one of the few allowed. */
  openLink(address: string): null {
    if (isAllowedLink(address)) void this.#params.electron.shell.openExternal(address);
    return null;
  }

  #create(): AppWindow {
    const { BrowserWindow } = this.#params.electron;
    const window = new BrowserWindow(mainWindowOptions(this.#params.preload, this.#params.icon));
    window.once("ready-to-show", () => window.show());
    window.on("close", (event) => {
      if (this.#mayLeave) return;
      const question = leaveQuestion({
        isFitting: this.#line?.isFitting() ?? false,
        isEdited: this.#isEdited,
        isKept: this.#line?.isKept() ?? false,
      });
      if (!question) return;
      event.preventDefault();
      void this.#ask(window, question);
    });
    window.on("closed", () => this.#forget());
    // The question above was answered already: the page's own, for browsers, would keep the window without a word.
    window.webContents.on("will-prevent-unload", (event) => event.preventDefault());
    window.webContents.on("render-process-gone", (_event, { reason }) => {
      if (reason !== "clean-exit") void this.#offerReload(window, reason);
    });
    void window.loadURL(`${APP_ORIGIN}/index.html`);
    return window;
  }

  /** A page that was loaded again goes on with its session, and the engine behind it. */
  async #connect(wanted: string | null): Promise<null> {
    const { electron, files, sessions, version } = this.#params;
    await this.#looking;
    this.#line?.release();
    const opened = await sessions.open(wanted);
    if (!opened) {
      throw new AppError("resource", "Too many sessions are fitting; wait for one to end, and try again.");
    }
    const { port1, port2 } = new electron.MessageChannelMain();
    this.#line = openLine(port1, {
      hello: { kind: "hello", version, files: this.#waiting.splice(0) },
      files: files.lender,
      folder: files.folder,
      opened,
      sessions,
    });
    this.#opened().webContents.postMessage(LINE_CHANNEL, null, [port2]);
    return null;
  }

  #showTitle(title: string, isEdited: boolean): null {
    const window = this.#opened();
    this.#isEdited = isEdited;
    window.setTitle(isEdited && process.platform !== "darwin" ? `• ${title}` : title);
    window.setDocumentEdited(isEdited);
    return null;
  }

  async #ask(window: AppWindow, question: NonNullable<ReturnType<typeof leaveQuestion>>): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const { message, detail, stay, leave } = question;
    const { response } = await this.#params.electron.dialog.showMessageBox(window, {
      type: "question",
      message,
      detail,
      buttons: [stay, leave],
      defaultId: 0,
      cancelId: 0,
    });
    this.#isAsking = false;
    if (response !== 1) return this.#params.kept();
    this.#mayLeave = true;
    await this.#line?.end();
    window.close();
  }

  async #offerReload(window: AppWindow, reason: string): Promise<void> {
    const { response } = await this.#params.electron.dialog.showMessageBox(window, {
      type: "error",
      message: "The window stopped working.",
      detail: `Saved files are safe. The system says: ${reason}.`,
      buttons: ["Load it again", "Close"],
      defaultId: 0,
      cancelId: 1,
    });
    this.#mayLeave = true; // there is nothing left to lose
    if (response !== 0) return window.close();
    this.#mayLeave = false;
    window.webContents.reload();
  }

  #forget(): void {
    void this.#line?.end();
    this.#line = undefined;
    this.#window = undefined;
    this.#isEdited = false;
    this.#mayLeave = false;
    this.#params.closed();
  }

  /** The window that a call came from; it cannot have been closed since. */
  #opened(): AppWindow {
    if (!this.#window) throw new Error("A closed window called.");
    return this.#window;
  }
}
