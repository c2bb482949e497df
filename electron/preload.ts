// Runs before a page of ours, in a world of its own: gives the page named functions and its port, nothing else.
import { contextBridge, ipcRenderer, webUtils } from "electron";
import {
  channelOf,
  type DesktopCall,
  LINE_CHANNEL,
  MENU_CHANNEL,
  OPEN_CHANNEL,
} from "#electron/desktop/channels.ts";
import { type DesktopBridge, type HostFile, LINE_MESSAGE } from "#electron/protocol.ts";

/** The part of the page's window used here; this script is compiled without the DOM. */
declare const window: {
  readonly location: { readonly origin: string };
  postMessage(data: unknown, origin: string, ports: readonly unknown[]): void;
};

function ask<T>(call: DesktopCall, ...args: unknown[]): Promise<T> {
  return ipcRenderer.invoke(channelOf(call), ...args) as Promise<T>;
}

/** Files that came before the page listened. */
const early: HostFile[] = [];
let open = (files: readonly HostFile[]): void => void early.push(...files);
ipcRenderer.on(OPEN_CHANNEL, (_event, files) => open(files));

const bridge: DesktopBridge = {
  connect: (session) => ask("connect", session),
  pickFiles: () => ask("pickFiles"),
  async lendDropped(file) {
    const path = webUtils.getPathForFile(file as Parameters<typeof webUtils.getPathForFile>[0]);
    return path === "" ? { value: null } : ask("lendDropped", path);
  },
  saveFile: (name, content) => ask("saveFile", name, content),
  resizeWindow: (wider, higher) => ask("resizeWindow", wider, higher),
  copyText: (text) => ask("copyText", text),
  showTitle: (title, isEdited) => ask("showTitle", title, isEdited),
  openLink: (address) => ask("openLink", address),
  onOpen(listener) {
    open = listener;
    if (early.length > 0) listener(early.splice(0));
  },
  onMenu: (listener) => void ipcRenderer.on(MENU_CHANNEL, (_event, choice) => listener(choice)),
};

contextBridge.exposeInMainWorld("mapwright", bridge);
// A port cannot cross the bridge; a message of the page's own window can carry it.
ipcRenderer.on(LINE_CHANNEL, ({ ports }) =>
  window.postMessage(LINE_MESSAGE, window.location.origin, [...ports]),
);
