import { connectBrowser } from "#renderer/host/browser.ts";
import type { Connection } from "#renderer/host/connection.ts";
import { connectDesktop } from "#renderer/host/desktop.ts";

/** Connects to the host this page runs in. Rejects with AppError `resource` when it does not answer. */
export function connect(): Promise<Connection> {
  return window.mapwright ? connectDesktop(window.mapwright) : connectBrowser();
}
