import { MessageChannel, type MessagePort } from "node:worker_threads";
import { LINE_CHANNEL } from "#electron/desktop/channels.ts";
import type { AppWindow, ElectronApi } from "#electron/desktop/electron-api.ts";
import { APP_ORIGIN } from "#electron/desktop/scheme.ts";
import { sendable } from "#electron/desktop/sendable.ts";
import { gpuWindowOptions } from "#electron/desktop/window-options.ts";

/**
 * The hidden window that runs kernels on the graphics card, because only pages have navigator.gpu. It is opened when an
 * engine first asks for it. Ports of threads and ports of windows are of two kinds that do not mix, so the main process
 * stands between them and passes messages on.
 */
export class GpuWindow {
  readonly #electron: Pick<ElectronApi, "BrowserWindow" | "MessageChannelMain">;
  readonly #preload: string;
  #page: Promise<AppWindow> | undefined;
  #window: AppWindow | undefined;
  readonly #lines = new Set<MessagePort>();

  constructor(electron: Pick<ElectronApi, "BrowserWindow" | "MessageChannelMain">, preload: string) {
    this.#electron = electron;
    this.#preload = preload;
  }

  /** The engine's end of a new line to the kernels. When the window cannot be had the engine is told on that line. */
  connect(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    this.#lines.add(port1);
    port1.once("close", () => this.#lines.delete(port1));
    port1.unref(); // the line does not keep the application alive
    this.#page ??= this.#open();
    this.#page.then(
      (window) => this.#join(window, port1),
      (thrown) => this.#lost(`its window does not open (${String(thrown)})`),
    );
    return port2;
  }

  close(): void {
    const window = this.#window;
    this.#lost("the application is closing");
    if (window && !window.isDestroyed()) window.destroy();
  }

  async #open(): Promise<AppWindow> {
    const window = new this.#electron.BrowserWindow(gpuWindowOptions(this.#preload));
    this.#window = window;
    const lost = (why: string) => {
      if (window !== this.#window) return;
      this.#lost(why);
      if (!window.isDestroyed()) window.destroy();
    };
    window.webContents.on("render-process-gone", (_event, { reason }) =>
      lost(`its window stopped: ${reason}`),
    );
    // Quitting asks every window to close, and may be called off; this one goes when the last window people see goes.
    window.on("close", (event) => event.preventDefault());
    window.on("closed", () => lost("its window was closed"));
    await window.loadURL(`${APP_ORIGIN}/gpu/index.html`);
    return window;
  }

  #join(window: AppWindow, near: MessagePort): void {
    if (!this.#lines.has(near) || window.isDestroyed()) return;
    const { port1, port2 } = new this.#electron.MessageChannelMain();
    port1.on("message", ({ data }) => near.postMessage(data));
    port1.start();
    near.on("message", (message) => port1.postMessage(sendable(message)));
    near.unref();
    near.once("close", () => port1.close());
    window.webContents.postMessage(LINE_CHANNEL, null, [port2]);
  }

  /** Every engine hears why its kernels are gone; the next one that asks gets a new window. */
  #lost(why: string): void {
    this.#page = undefined;
    this.#window = undefined;
    for (const line of this.#lines) {
      line.postMessage({ kind: "lost", why });
      line.close();
    }
    this.#lines.clear();
  }
}
