import { createReadStream } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { AppError } from "#core/errors.ts";
import type { FileLender } from "#electron/cli/serve-files.ts";
import { createGuard, type Guard, safetyHeaders } from "#electron/cli/serve-guard.ts";
import type { Page } from "#electron/cli/serve-pages.ts";
import { Desk } from "#electron/desk.ts";
import { FILE_PATH, type Hello, SESSION_QUERY, SOCKET_PATH } from "#electron/protocol.ts";
import type { SessionStore } from "#electron/sessions/session-store.ts";
import { type OpenedSession, Sessions } from "#electron/sessions/sessions.ts";
import type { EngineThread } from "#workers/supervisor.ts";
import { decodeFrame, encodeFrame } from "#workers/wire.ts";

/** A map of 2 GiB and its frame. */
const MOST_FRAME = 2 ** 31 - 1;
/** Each window has an engine with threads and maps of its own. */
const MOST_WINDOWS = 8;
/** A window that does not answer for so long is gone, ms. */
const HEARTBEAT = 30_000;

/** WebSocket close codes (RFC 6455, 7.4.1). */
const CLOSE = { notBinary: 1003, malformed: 1007, tooMany: 1013 } as const;

export interface ServeParams {
  /** 0: any that is free. */
  readonly port: number;
  readonly version: string;
  readonly pages: ReadonlyMap<string, Page>;
  readonly files: FileLender;
  startEngine(): EngineThread;
  /** Folders in which the command line of the window may name files; none when left out. */
  readonly folders?: readonly string[];
  /** Where sessions are kept; null keeps them only as long as the server runs. */
  readonly store: SessionStore | null;
  /** Largest message a window may send, bytes; 2 GiB when left out. */
  readonly mostFrame?: number;
}

/** The window's server while it runs. */
export interface RunningServer {
  /** What to open in a browser: it carries the token. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Serves the window on 127.0.0.1: its pages, the lent files and, over a WebSocket, an engine. Only those who come with
 * the token of the printed address get in. Throws `resource` when the port is taken.
 */
export async function serve(params: ServeParams): Promise<RunningServer> {
  const server = createServer();
  const port = await listen(server, params.port);
  const guard = createGuard(port);
  const { store, files, startEngine } = params;
  const sessions = new Sessions({ store, files, startEngine, most: MOST_WINDOWS });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: params.mostFrame ?? MOST_FRAME,
    perMessageDeflate: false,
    clientTracking: true,
  });
  server.on("request", (request, response) => {
    answer(request, response, params, guard).catch(() =>
      refuse(response, 500, "The server failed to answer."),
    );
  });
  server.on("upgrade", (request, socket, head) => {
    if (!mayConnect(request, guard)) return turnAway(socket);
    sockets.handleUpgrade(request, socket, head, (window) =>
      connect(window, params, sessions, sessionOf(request)),
    );
  });
  server.on("clientError", (_, socket) => turnAway(socket));
  const heartbeat = setInterval(() => checkPulses(sockets.clients), HEARTBEAT);
  heartbeat.unref();
  return {
    address: `http://127.0.0.1:${port}/?token=${guard.token}`,
    async close() {
      clearInterval(heartbeat);
      for (const window of sockets.clients) window.terminate();
      await sessions.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === "EADDRINUSE";
      const why = isTaken ? "another program uses it" : error.message;
      reject(
        new AppError("resource", `Port ${port} cannot be used: ${why}. Choose another with --port.`, {
          port,
        }),
      );
    });
    server.listen({ port, host: "127.0.0.1" }, () => resolve((server.address() as AddressInfo).port));
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { pages, files }: ServeParams,
  guard: Guard,
): Promise<void> {
  if (!guard.isLocal(request)) return refuse(response, 421, "This server answers only to its own name.");
  if (request.method !== "GET" && request.method !== "HEAD")
    return refuse(response, 405, "Only GET is answered.");
  const url = addressOf(request);
  if (!url) return refuse(response, 400, "This is no address.");
  if (url.pathname === "/" && url.searchParams.has("token")) {
    return admit(response, guard, url.searchParams.get("token"));
  }
  if (!guard.isOwnPage(request)) return refuse(response, 403, "Another site asked for this page.");
  if (!guard.hasCookie(request)) return refuse(response, 403, WRONG_TOKEN);
  if (url.pathname.startsWith(FILE_PATH)) {
    return sendFile(response, request.method, await files.place(url.pathname.slice(FILE_PATH.length)));
  }
  const page = pages.get(url.pathname);
  if (!page) return refuse(response, 404, "There is no such page.");
  const headers = { ...safetyHeaders(request.headers.host), "content-type": page.type };
  response.writeHead(200, { ...headers, "content-length": page.bytes.length });
  response.end(request.method === "HEAD" ? undefined : page.bytes);
}

/**
 * Gives the cookie and goes on to the page, so that the token leaves the address bar. Going on is left to the page, not
 * to a redirect: a browser that was sent here by another program's link would not send the cookie along with that.
 */
function admit(response: ServerResponse, guard: Guard, token: string | null): void {
  if (!guard.isToken(token)) {
    refuse(response, 403, WRONG_TOKEN);
    return;
  }
  const headers = { ...safetyHeaders(), "content-type": "text/html; charset=utf-8" };
  response.writeHead(200, { ...headers, refresh: "0; url=/", "set-cookie": guard.cookieHeader() });
  response.end('<!doctype html><title>Mapwright</title><a href="/">Mapwright</a>\n');
}

const WRONG_TOKEN =
  "Open the address that `mapwright serve` printed when it started: it carries the key to this page.";

function addressOf({ url }: IncomingMessage): URL | undefined {
  // An address in full ("GET http://elsewhere/") or with two slashes would name another host.
  if (!url?.startsWith("/") || url.startsWith("//")) return undefined;
  return URL.canParse(url, "http://127.0.0.1") ? new URL(url, "http://127.0.0.1") : undefined;
}

function sendFile(response: ServerResponse, method: string, place: string | undefined): void {
  if (place === undefined) {
    refuse(response, 404, "No such file is lent.");
    return;
  }
  const headers = { ...safetyHeaders(), "content-type": "application/octet-stream" };
  response.writeHead(200, { ...headers, "content-disposition": "attachment" });
  if (method === "HEAD") {
    response.end();
    return;
  }
  createReadStream(place)
    .on("error", () => response.destroy())
    .pipe(response);
}

function refuse(response: ServerResponse, status: number, sentence: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { ...safetyHeaders(), "content-type": "text/plain; charset=utf-8" });
  response.end(`${sentence}\n`);
}

/** A browser always says which page opens a WebSocket; what does not say so is none. */
function mayConnect(request: IncomingMessage, guard: Guard): boolean {
  return (
    addressOf(request)?.pathname === SOCKET_PATH &&
    request.headers.origin !== undefined &&
    guard.isLocal(request) &&
    guard.isOwnPage(request) &&
    guard.hasCookie(request)
  );
}

function turnAway(socket: Duplex): void {
  if (socket.writable) socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  socket.on("error", () => {});
}

const pulses = new WeakMap<WebSocket, boolean>();

/** Asks every window whether it is there, and lets go of those that did not answer the last time. */
function checkPulses(windows: Iterable<WebSocket>): void {
  for (const window of windows) {
    if (pulses.get(window) === false) window.terminate();
    pulses.set(window, false);
    window.ping();
  }
}

function sessionOf(request: IncomingMessage): string | null {
  return addressOf(request)?.searchParams.get(SESSION_QUERY) ?? null;
}

function connect(window: WebSocket, params: ServeParams, sessions: Sessions, wanted: string | null): void {
  window.on("error", () => {}); // oversized and malformed frames; "close" follows
  window.on("pong", () => pulses.set(window, true));
  const roots = params.folders ?? [];
  const desk = new Desk({
    lender: params.files,
    send: (message) => send(window, message),
    named: { roots, start: roots[0] ?? null },
  });
  const attached = { send: (message: unknown) => send(window, message) };
  const opened = sessions.open(wanted).then((one) => welcome(window, attached, params, sessions, one));
  window.on("message", (data: Buffer<ArrayBuffer>, isBinary) => {
    if (!isBinary) return window.close(CLOSE.notBinary, "Messages are binary frames.");
    try {
      const message = decodeFrame(data);
      if (!desk.take(message)) void opened.then((one) => one?.session.take(message));
    } catch {
      window.close(CLOSE.malformed, "The message is malformed.");
    }
  });
  window.on("close", () => desk.dispose());
}

/** Gives a window its session, until it goes. */
function welcome(
  window: WebSocket,
  attached: { send(message: unknown): void },
  params: ServeParams,
  sessions: Sessions,
  opened: OpenedSession | undefined,
): OpenedSession | undefined {
  if (!opened) {
    window.close(CLOSE.tooMany, "Too many windows are open.");
    return undefined;
  }
  const { session } = opened;
  const leave = () => {
    session.detach(attached);
    sessions.release(session);
  };
  session.attach(attached);
  const hello: Hello = {
    kind: "hello",
    version: params.version,
    files: params.files.list,
    session: opened.hello,
  };
  send(window, hello);
  if (window.readyState === window.OPEN) window.on("close", leave);
  else leave();
  return opened;
}

/** The parts go out one after the other as one message, so that they need not be copied together. */
function send(window: WebSocket, message: unknown): void {
  if (window.readyState !== window.OPEN) return;
  const parts = encodeFrame(message);
  for (const [n, part] of parts.entries()) {
    window.send(part, { binary: true, fin: n === parts.length - 1 });
  }
}
