import { AppError, cancelled } from "#core/errors.ts";
import {
  type DesktopBridge,
  type Hello,
  type HostFile,
  LINE_MESSAGE,
  type Reply,
} from "#electron/protocol.ts";
import type { Connection } from "#renderer/host/connection.ts";
import type { Host, OpenableFile } from "#renderer/host/host.ts";
import { hostFile } from "#renderer/host/host-file.ts";
import { pageFile } from "#renderer/host/page-file.ts";
import { pageHost } from "#renderer/host/page-host.ts";
import { pageSession, rememberSession } from "#renderer/host/page-session.ts";
import { createClient, type Port } from "#workers/client.ts";
import type { FromEngine } from "#workers/protocol.ts";

/** Connects to the desktop application this page runs in. Rejects with AppError when it gives no line. */
export async function connectDesktop(bridge: DesktopBridge): Promise<Connection> {
  const arrival = nextPort();
  settle(await bridge.connect(pageSession()));
  const port = await arrival;
  const hello = await firstMessage(port);
  rememberSession(hello.session?.id ?? null);
  const lost = new Promise<AppError>((tell) => port.addEventListener("close", () => tell(gone())));
  return {
    engine: createClient(lineOn(port), hello.session?.firstCall),
    host: desktopHost(bridge, hello.files),
    version: hello.version,
    session: hello.session ?? null,
    lost,
  };
}

/** The port that the preload script hands over. */
function nextPort(): Promise<MessagePort> {
  return new Promise((resolve) => {
    const take = (event: MessageEvent) => {
      const [port] = event.ports;
      if (event.source !== window || event.data !== LINE_MESSAGE || !port) return;
      window.removeEventListener("message", take);
      resolve(port);
    };
    window.addEventListener("message", take);
  });
}

function firstMessage(port: MessagePort): Promise<Hello> {
  return new Promise((resolve) => {
    port.addEventListener("message", (event: MessageEvent<Hello>) => resolve(event.data), { once: true });
    port.start();
  });
}

/** Processes share no memory, so what is given away is copied here once, whatever the caller allows. */
function lineOn(port: MessagePort): Port {
  return {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.addEventListener("message", (event: MessageEvent<FromEngine>) => listener(event.data));
    },
    onClose: (listener) => port.addEventListener("close", () => listener(gone()), { once: true }),
  };
}

function desktopHost(bridge: DesktopBridge, startFiles: readonly HostFile[]): Host {
  return {
    ...pageHost(startFiles.map((file) => hostFile(file))),
    pickFiles: async () => settle(await bridge.pickFiles()).map((file) => hostFile(file)),
    droppedFile: (file) => droppedFile(bridge, file),
    onOpen: (listener) => bridge.onOpen((files) => listener(files.map((file) => hostFile(file)))),
    onMenu: (listener) =>
      bridge.onMenu((choice) => {
        if ((choice === "undo" || choice === "redo") && isTyping()) document.execCommand(choice);
        else listener(choice);
      }),
    async saveFile(name, content) {
      const bytes = content instanceof Blob ? new Uint8Array(await content.arrayBuffer()) : content;
      if (!settle(await bridge.saveFile(name, bytes))) throw cancelled();
    },
    resizeWindow: async (wider, higher) => settle(await bridge.resizeWindow(wider, higher)),
    copyText: async (text) => void settle(await bridge.copyText(text)),
    showTitle: (title, isEdited) => void bridge.showTitle(title, isEdited),
  };
}

/**
 * Lent when it is first asked for: the engine then reads it from the disk, and its bytes never pass through here. What
 * was dragged out of another program may lie on no disk; the page then reads it.
 */
function droppedFile(bridge: DesktopBridge, file: File): OpenableFile {
  let lent: Promise<OpenableFile> | undefined;
  const open = () => {
    lent ??= bridge.lendDropped(file).then((reply) => {
      const known = settle(reply);
      return known ? hostFile(known) : pageFile(file);
    });
    return lent;
  };
  return {
    name: file.name,
    kind: async () => (await open()).kind(),
    source: async () => (await open()).source(),
  };
}

/** In a text field the last words are taken back, not the last step. */
function isTyping(): boolean {
  const field = document.activeElement;
  return field instanceof HTMLInputElement && field.type !== "range";
}

function settle<T>(reply: Reply<T>): T {
  if ("value" in reply) return reply.value;
  throw new AppError(reply.error.code, reply.error.message, reply.error.detail);
}

function gone(): AppError {
  return new AppError(
    "resource",
    "The window has lost its engine. Saved files are safe; close the window and open Mapwright again.",
  );
}
