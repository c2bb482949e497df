import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import { fetchOnce } from "#electron/cli/archive.ts";
import { runCli, temporaryFolder } from "#electron/cli/cli.testing.ts";

const packed = gzipSync("a map");
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/map.gz`;
}

/** An address where nobody listens any more. */
async function deadAddress(): Promise<string> {
  const url = await serve(() => {});
  await new Promise((resolve) => servers.pop()?.close(resolve));
  return url;
}

function fetchTo(path: string, urls: string[], signal = new AbortController().signal, patience = 5000) {
  return fetchOnce({ name: "map.gz", urls }, path, { signal, patience, report: async () => {} });
}

describe("fetching from an archive", () => {
  it("takes a mirror when the first address fails, and asks nobody the second time", async () => {
    const path = join(temporaryFolder(), "downloads", "map.gz");
    let asked = 0;
    const missing = await serve((_, response) => response.writeHead(404).end());
    const good = await serve((_, response) => {
      asked++;
      response.end(packed);
    });
    await fetchTo(path, [await deadAddress(), missing, good]);
    await fetchTo(path, [good]);
    expect(gunzipSync(readFileSync(path)).toString()).toBe("a map");
    expect(asked).toBe(1);
  });

  it.each<[string, RequestListener, RegExp]>([
    ["an error page", (_, response) => response.writeHead(503).end("busy"), /answered 503/],
    ["something else", (_, response) => response.end("<html>log in first</html>"), /not gzip/],
    ["nothing", (_, response) => response.end(), /not gzip/],
    [
      "a broken connection",
      (_, response) => {
        response.writeHead(200, { "content-length": 1000 });
        response.write(packed);
        setTimeout(() => response.destroy(), 20);
      },
      /127\.0\.0\.1/,
    ],
    ["silence", () => {}, /nothing came for 0\.2 s/],
  ])("leaves no file after %s", async (_, answer, reason) => {
    const folder = temporaryFolder();
    const url = await serve(answer);
    await expect(fetchTo(join(folder, "map.gz"), [url], undefined, 200)).rejects.toEqual(
      expect.objectContaining({ code: "resource", message: expect.stringMatching(reason) }),
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it("stops when cancelled", async () => {
    const path = join(temporaryFolder(), "map.gz");
    const controller = new AbortController();
    const url = await serve((_, response) => {
      response.write(packed);
      setTimeout(() => controller.abort(), 20);
    });
    await expect(fetchTo(path, [url, url], controller.signal)).rejects.toEqual(
      expect.objectContaining({ code: "cancelled" }),
    );
    expect(existsSync(path)).toBe(false);
  });
});

describe("the demo on real data without a network", () => {
  it("says so and names the command for local files", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new Error("getaddrinfo ENOTFOUND")));
    const out = join(temporaryFolder(), "demo");
    const { exitCode, err } = await runCli(["demo", "--real", "--out", out, "--threads", "1"]);
    vi.unstubAllGlobals();
    expect(exitCode).toBe(1);
    expect(err).toMatch(/could not be fetched .*ENOTFOUND.* npm run -s mapwright -- fit MAP MODEL/);
  });
});
