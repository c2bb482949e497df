import { AppError } from "#core/errors.ts";
import { type Hello, SESSION_QUERY, SOCKET_PATH } from "#electron/protocol.ts";
import type { Connection } from "#renderer/host/connection.ts";
import { hostFile } from "#renderer/host/host-file.ts";
import { pageHost } from "#renderer/host/page-host.ts";
import { pageSession, rememberSession } from "#renderer/host/page-session.ts";
import { createClient, type Port } from "#workers/client.ts";
import type { FromEngine, FromWindow } from "#workers/protocol.ts";
import { decodeFrame, encodeFrame } from "#workers/wire.ts";

/**
 * Connects to the browser host that served this page. Rejects with AppError `resource` when it cannot be reached
 * or does not speak first.
 */
export function connectBrowser(): Promise<Connection> {
  const address = new URL(SOCKET_PATH, location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  const wanted = pageSession();
  if (wanted !== null) address.searchParams.set(SESSION_QUERY, wanted);
  const socket = new WebSocket(address);
  socket.binaryType = "arraybuffer";
  return new Promise((resolve, reject) => {
    const refuse = () => reject(gone());
    socket.addEventListener("close", refuse, { once: true });
    socket.addEventListener(
      "message",
      (event: MessageEvent<ArrayBuffer>) => {
        const hello = decodeFrame(new Uint8Array(event.data)) as Hello;
        if (hello.kind !== "hello") return refuse();
        socket.removeEventListener("close", refuse);
        const lost = new Promise<AppError>((tell) => socket.addEventListener("close", () => tell(gone())));
        rememberSession(hello.session?.id ?? null);
        resolve({
          engine: createClient(portOf(socket), hello.session?.firstCall),
          host: pageHost(hello.files.map((file) => hostFile(file))),
          version: hello.version,
          session: hello.session ?? null,
          lost,
        });
      },
      { once: true },
    );
  });
}

function portOf(socket: WebSocket): Port {
  return {
    send: (message: FromWindow) => {
      if (socket.readyState !== WebSocket.OPEN) throw gone();
      socket.send(new Blob(encodeFrame(message)));
    },
    onMessage: (listener) => {
      socket.addEventListener("message", (event: MessageEvent<ArrayBuffer>) => {
        listener(decodeFrame(new Uint8Array(event.data)) as FromEngine);
      });
    },
    onClose: (listener) => socket.addEventListener("close", () => listener(gone()), { once: true }),
  };
}

function gone(): AppError {
  return new AppError(
    "resource",
    "The connection to the Mapwright server is lost. Saved files are safe; start the server again and reload this page.",
  );
}
