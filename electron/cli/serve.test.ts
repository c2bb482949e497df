import { mkdtempSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { type RunningServer, serve } from "#electron/cli/serve.ts";
import { lendFiles } from "#electron/cli/serve-files.ts";
import { loadPages } from "#electron/cli/serve-pages.ts";
import { type Hello, SOCKET_PATH } from "#electron/protocol.ts";
import { createClient } from "#workers/client.ts";
import { startTestThread, testFiles } from "#workers/engine.testing.ts";
import type { FromEngine } from "#workers/protocol.ts";
import { joinParts } from "#workers/wire.testing.ts";
import { decodeFrame, encodeFrame } from "#workers/wire.ts";

const MOST_FRAME = 4_000_000; // bytes, so that an oversized frame is quickly made

const folder = mkdtempSync(join(tmpdir(), "mapwright-serve-"));
const path = (name: string) => join(folder, name);
const files = testFiles();

let server: RunningServer;
let port: number;
let token: string;
let cookie: string;

beforeAll(async () => {
  writeFileSync(path("index.html"), "<!doctype html><title>Window</title>");
  writeFileSync(path("main.js"), "start();");
  writeFileSync(path("main.js.map"), "{}");
  writeFileSync(path("map.mrc"), files.map);
  writeFileSync(path("model.cif"), files.model);
  writeFileSync(path("secret.txt"), "secret");
  const pages = await loadPages(folder);
  const lent = await lendFiles([path("map.mrc"), path("model.cif")]);
  const params = { port: 0, version: "1.2.3", pages, files: lent, store: null, mostFrame: MOST_FRAME };
  server = await serve({ ...params, startEngine: startTestThread });
  const address = new URL(server.address);
  port = Number(address.port);
  token = address.searchParams.get("token") ?? "";
  cookie = `mapwright-${port}=${token}`;
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, maxRetries: 10 });
});

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A request as written: the path is sent unchanged. */
function ask(at: string, headers: Record<string, string> = {}, method = "GET"): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: "127.0.0.1", port, path: at, method, headers, agent: false });
    request.on("error", reject);
    request.on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
      });
    });
    request.end();
  });
}

let opened: WebSocket[] = [];
afterEach(async () => {
  const open = opened.filter((socket) => socket.readyState !== WebSocket.CLOSED);
  opened = [];
  await Promise.all(
    open.map((socket) => {
      const closed = closeCode(socket);
      socket.close();
      return closed;
    }),
  );
});

/** A window: resolves with its socket and the hello, or with the status or code it was turned away with. */
function connect(headers: Record<string, string>): Promise<{ socket: WebSocket; hello: Hello } | number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${SOCKET_PATH}`, { headers });
    socket.on("unexpected-response", (request, response) => {
      resolve(response.statusCode ?? 0);
      request.destroy();
    });
    socket.on("error", reject);
    socket.once("close", resolve);
    opened.push(socket);
    socket.once("message", (data: Buffer<ArrayBuffer>) => {
      socket.off("error", reject);
      socket.on("error", () => {});
      resolve({ socket, hello: decodeFrame(data) as Hello });
    });
  });
}

async function open(): Promise<{ socket: WebSocket; hello: Hello }> {
  const window = await connect({ origin: `http://127.0.0.1:${port}`, cookie });
  if (typeof window === "number") throw new Error(`Turned away with ${window}`);
  return window;
}

function clientOn(socket: WebSocket) {
  return createClient({
    send: (message) => socket.send(joinParts(encodeFrame(message))),
    onMessage: (listener) =>
      socket.on("message", (data: Buffer<ArrayBuffer>) => listener(decodeFrame(data) as FromEngine)),
    onClose: () => {},
  });
}

const closeCode = (socket: WebSocket) => new Promise<number>((resolve) => socket.once("close", resolve));

async function expectAlive(): Promise<void> {
  const { socket } = await open();
  expect((await clientOn(socket).call("about", {})).version).toBe("1.2.3");
}

describe("pages", () => {
  it("lets in whoever has the token, and takes it out of the address", async () => {
    const { status, headers } = await ask(`/?token=${token}`);
    expect([status, headers["refresh"]]).toEqual([200, "0; url=/"]);
    expect(headers["set-cookie"]).toEqual([`${cookie}; HttpOnly; SameSite=Strict; Path=/`]);
    const page = await ask("/", { cookie });
    expect(page.body.toString()).toContain("Window");
    expect(page.headers["content-security-policy"]).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(page.headers["x-content-type-options"]).toBe("nosniff");
    expect((await ask("/main.js", { cookie, host: `localhost:${port}` })).headers["content-type"]).toContain(
      "javascript",
    );
    expect((await ask("/main.js", { cookie }, "HEAD")).body).toHaveLength(0);
  });

  it.each([
    ["no cookie", "/", {}, 403],
    ["a wrong token", "/?token=x", {}, 403],
    ["an empty token", "/?token=", {}, 403],
    ["a wrong cookie", "/", { cookie: "mapwright=x" }, 403],
    ["a source map", "/main.js.map", "own", 404],
    ["a file beside the window that is no page", "/secret.txt", "own", 404],
    ["a name that others gave this address", "/", "rebound", 421],
    ["no sensible host", "/", "nonsense", 421],
    ["another site", "/", "foreign", 403],
    ["another site that names itself", "/main.js", "named", 403],
    ["another address in full", "http://example.org/", "own", 400],
    ["two slashes", "//main.js", "own", 400],
  ] as const)("refuses %s", async (_, at, who, status) => {
    const known: Record<string, Record<string, string>> = {
      own: { cookie },
      rebound: { cookie, host: `evil.example:${port}` },
      nonsense: { cookie, host: "127.0.0.1@evil.example" },
      foreign: { cookie, "sec-fetch-site": "cross-site" },
      named: { cookie, origin: "http://evil.example" },
    };
    const headers = typeof who === "string" ? known[who] : who;
    const reply = await ask(at, headers);
    expect(reply.status).toBe(status);
    expect(reply.body.toString()).not.toContain("secret");
  });

  it("refuses other methods", async () => {
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
      expect((await ask("/", { cookie }, method)).status).toBe(405);
    }
  });

  it.each([
    "/../secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e/secret.txt",
    "/assets/../../secret.txt",
    "/..\\secret.txt",
    "/files/../secret.txt",
    "/files/..%2f..%2fetc%2fpasswd",
    "/files//etc/passwd",
    "/files/file-99",
    "/files/__proto__",
    "/%00",
    "/%",
  ])("finds nothing at %s", async (at) => {
    const reply = await ask(at, { cookie });
    expect([400, 404]).toContain(reply.status);
    expect(reply.body.toString()).not.toMatch(/secret|root:/);
  });

  it("answers any path with a page or a refusal, and lives on", async () => {
    const segment = fc.constantFrom(
      "..",
      ".",
      "files",
      "file-1",
      "%2e%2e",
      "main.js",
      "secret.txt",
      "%",
      "\\",
      "?",
      ";",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(segment, { maxLength: 6 }), async (segments) => {
        const reply = await ask(`/${segments.join("/")}`, { cookie });
        expect([200, 400, 404]).toContain(reply.status);
        expect(reply.body.toString("latin1")).not.toContain("secret\n");
        expect(reply.body.toString("latin1")).not.toBe("secret");
      }),
      { numRuns: 60 },
    );
  });

  it("sends lent files as they are", async () => {
    const reply = await ask("/files/file-2", { cookie });
    expect(reply.body.equals(files.model)).toBe(true);
    expect((await ask("/files/file-1", {})).status).toBe(403);
  });
});

describe("the engine's socket", () => {
  it("says hello with the files, and opens them", async () => {
    const { socket, hello } = await open();
    expect(hello).toEqual({
      kind: "hello",
      version: "1.2.3",
      files: [
        { id: "file-1", name: "map.mrc", size: files.map.length, kind: "map" },
        { id: "file-2", name: "model.cif", size: files.model.length, kind: "model" },
      ],
      session: {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        firstCall: 1,
        view: null,
        problem: null,
        others: [],
      },
    });
    const client = clientOn(socket);
    const [map, model] = hello.files;
    const opened = await client.call("openMap", { file: map.id });
    const { models } = await client.call("openModel", { file: model.id });
    const { mesh } = await client.call("contour", {
      map: opened.id,
      level: opened.level.value,
      step: 0,
      dust: 0,
    });
    expect(mesh.indices.length).toBeGreaterThan(0);
    expect(models[0].atoms).toBe(60);
    const dropped = await client.call("openMap", { name: "mine.mrc", bytes: files.map });
    expect(dropped.name).toBe("mine.mrc");
  });

  it.each([
    ["without a cookie", () => ({ origin: `http://127.0.0.1:${port}` })],
    ["with a wrong token", () => ({ origin: `http://127.0.0.1:${port}`, cookie: `mapwright-${port}=x` })],
    ["from another site", () => ({ origin: "http://evil.example", cookie })],
    ["from another port", () => ({ origin: `http://127.0.0.1:${port + 1}`, cookie })],
    ["from a page without an origin", () => ({ origin: "null", cookie })],
    ["without saying from where", () => ({ cookie })],
    [
      "by a name that others gave this address",
      () => ({ host: `evil.example:${port}`, origin: `http://evil.example:${port}`, cookie }),
    ],
  ])("turns away a connection %s", async (_, headers) => {
    expect(await connect(headers())).toBe(403);
  });

  it("closes on oversized, malformed and text frames, and lives on", async () => {
    const cases: [string | Buffer, number][] = [
      [Buffer.alloc(MOST_FRAME + 1), 1009],
      [Buffer.from("nonsense"), 1007],
      ["text", 1003],
    ];
    for (const [frame, code] of cases) {
      const { socket } = await open();
      const closed = closeCode(socket);
      socket.send(frame);
      expect(await closed).toBe(code);
    }
    await expectAlive();
  });

  it("answers or drops frames of any content, and lives on", async () => {
    const { socket } = await open();
    const key = fc.constantFrom("kind", "id", "name", "params", "ids");
    const value = fc.oneof(fc.constantFrom("call", "cancel", "ping", "openMap", 1), fc.jsonValue());
    fc.assert(
      fc.property(fc.dictionary(key, value), (message) => {
        if (JSON.stringify(message).includes('"$')) return;
        // The client below counts its calls from 1.
        const { id } = message as { id?: unknown };
        const moved = typeof id === "number" ? { ...message, id: id + 1e6 } : { ...message };
        socket.send(joinParts(encodeFrame(moved)));
      }),
    );
    expect((await clientOn(socket).call("about", {})).version).toBe("1.2.3");
  });

  it("gives no more windows than it can bear", async () => {
    const [{ socket }] = await Promise.all(Array.from({ length: 8 }, open));
    await expect(open()).rejects.toThrow("Turned away with 1013");
    const closed = closeCode(socket);
    socket.close();
    await closed;
    await expectAlive();
  });
});

describe("serve", () => {
  it("says when the port is taken", async () => {
    const pages = await loadPages(folder);
    const again = serve({
      port,
      version: "1",
      pages,
      files: await lendFiles([]),
      store: null,
      startEngine: startTestThread,
    });
    await expect(again).rejects.toMatchObject({
      code: "resource",
      message: expect.stringContaining("--port"),
    });
  });

  it("says when the window is not built", async () => {
    await expect(loadPages(path("nowhere"))).rejects.toMatchObject({
      message: expect.stringContaining("npm run build"),
    });
  });
});

describe("lendFiles", () => {
  it("lends the maps and models of a folder, and no link that leads out of it", async () => {
    const inner = mkdtempSync(join(folder, "inner-"));
    writeFileSync(join(inner, "a.mrc"), files.map);
    writeFileSync(join(inner, "notes.txt"), "notes");
    writeFileSync(join(inner, "z.cif.gz"), Buffer.from([0x1f, 0x8b, 0]));
    symlinkSync(path("map.mrc"), join(inner, "out.mrc"));
    symlinkSync(path("nowhere"), join(inner, "broken.mrc"));
    symlinkSync(join(inner, "a.mrc"), join(inner, "same.mrc"));
    const { list } = await lendFiles([inner]);
    expect(list.map(({ name, kind }) => [name, kind])).toEqual([
      ["a.mrc", "map"],
      ["z.cif.gz", "model"],
    ]);
  });

  it("refuses a file that has become a link to elsewhere, and paths that are not there", async () => {
    writeFileSync(path("soon.mrc"), files.map);
    const lent = await lendFiles([path("soon.mrc")]);
    const [{ id }] = lent.list;
    expect((await lent.read(id)).bytes).toHaveLength(files.map.length);
    unlinkSync(path("soon.mrc"));
    symlinkSync(path("secret.txt"), path("soon.mrc"));
    await expect(lent.read(id)).rejects.toMatchObject({ code: "input" });
    await expect(lendFiles([path("nowhere")])).rejects.toMatchObject({ code: "input" });
  });
});
