import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A file of the stand-in for the archives, and how badly it is served. */
export interface ServedFile {
  readonly body: Uint8Array;
  readonly etag?: string;
  /** What to do instead of answering well, the n-th time it is asked (0, 1, …); undefined answers well. */
  readonly mischief?: (time: number) => Mischief | undefined;
}

export type Mischief =
  | { readonly status: number; readonly headers?: Record<string, string> }
  /** Sends so many bytes of what is left, then breaks the connection, once the promise is fulfilled. */
  | { readonly cutAfter: number; readonly when: () => Promise<unknown> }
  /** Announces a length that is not the body's. */
  | { readonly announce: number }
  | { readonly redirect: string }
  /** Sends other bytes under status 200. */
  | { readonly instead: Uint8Array | string }
  /** ms between pieces of `piece` bytes. */
  | { readonly slow: number; readonly piece: number }
  | { readonly silent: true };

export interface ArchiveServer {
  /** To be given as the mirror of all archives. */
  readonly mirror: string;
  /** Paths asked for with GET, in order, and the ranges wanted. */
  readonly asked: { readonly path: string; readonly range: string | undefined }[];
  readonly files: Map<string, ServedFile>;
  close(): Promise<void>;
}

/** Serves files by "HOST/PATH" with ranges and tags as archives do, and misbehaves where told to. */
export async function archiveServer(
  files: Readonly<Record<string, ServedFile>> = {},
): Promise<ArchiveServer> {
  const served = new Map(Object.entries(files));
  const asked: ArchiveServer["asked"] = [];
  const times = new Map<string, number>();
  const server = createServer((request, response) => {
    const path = (request.url ?? "").slice(1);
    if (request.method === "GET") asked.push({ path, range: request.headers.range });
    const file = served.get(path);
    const time = times.get(path) ?? 0;
    if (request.method === "GET") times.set(path, time + 1);
    if (file) answer(request, response, file, request.method === "GET" ? file.mischief?.(time) : undefined);
    else response.writeHead(404).end("not here");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    mirror: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    files: served,
    close: () => closed(server),
  };
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  file: ServedFile,
  how: Mischief | undefined,
): void {
  if (how && "silent" in how) return;
  if (how && "status" in how) response.writeHead(how.status, how.headers).end("trouble");
  else if (how && "redirect" in how) response.writeHead(302, { location: how.redirect }).end();
  else if (how && "instead" in how) response.end(how.instead);
  else sendBody(request, response, file, how);
}

function sendBody(
  { method, headers }: IncomingMessage,
  response: ServerResponse,
  { body, etag }: ServedFile,
  how: Mischief | undefined,
): void {
  const wanted = Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? 0);
  const isSame = etag !== undefined && headers["if-range"] === etag;
  const from = isSame ? Math.min(wanted, body.length) : 0;
  const rest = body.subarray(from);
  response.writeHead(from > 0 ? 206 : 200, {
    "content-length": how && "announce" in how ? how.announce : rest.length,
    ...(etag !== undefined && { etag }),
    ...(from > 0 && { "content-range": `bytes ${from}-${body.length - 1}/${body.length}` }),
  });
  if (method === "HEAD") response.end();
  else if (how && "cutAfter" in how) {
    response.write(rest.subarray(0, how.cutAfter));
    void how.when().then(() => response.destroy());
  } else if (how && "slow" in how) void drip(response, rest, how.slow, how.piece);
  else response.end(rest);
}

async function drip(response: ServerResponse, body: Uint8Array, slow: number, piece: number): Promise<void> {
  for (let at = 0; at < body.length && !response.destroyed; at += piece) {
    response.write(body.subarray(at, at + piece));
    await new Promise((next) => setTimeout(next, slow));
  }
  response.end();
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
