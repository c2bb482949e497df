import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLocalEngine } from "#core/fit/local-engine.ts";
import { createReferenceKernel } from "#core/kernel/reference-kernel.ts";
import { unitGrid, volumeOf } from "#core/volume/volume.testing.ts";
import { loadPages } from "#electron/cli/serve-pages.ts";
import { APP_ORIGIN, answerPage } from "#electron/desktop/scheme.ts";
import { LINE_MESSAGE } from "#electron/protocol.ts";
import { fallingBackEngine } from "#workers/falling-back-engine.ts";
import type { GpuHost } from "#workers/kernels/gpu/gpu-host.ts";
import { findRemoteGpu, type GpuPagePort } from "#workers/kernels/gpu/remote-gpu.ts";
import type { FromGpuPage, ToGpuPage } from "#workers/kernels/gpu/remote-messages.ts";
import { selectKernel } from "#workers/kernels/select-kernel.ts";
import { createSelfTest } from "#workers/kernels/select-self-test.ts";
import { CHROMIUM, PATIENCE, whyNoBrowser } from "./browser.testing.ts";

if (whyNoBrowser) console.log(`Skipped: the hidden window's kernels, because ${whyNoBrowser}.`);

/** Typed arrays as JSON and back; the same text runs on both sides of the line. */
const PACK = "(_key, v) => (ArrayBuffer.isView(v) ? { $kind: v.constructor.name, of: Array.from(v) } : v)";
const UNPACK = "(_key, v) => (v && v.$kind ? globalThis[v.$kind].from(v.of) : v)";
const pack = Function(`return ${PACK}`)() as (key: string, value: unknown) => unknown;
const unpack = Function(`return ${UNPACK}`)() as (key: string, value: unknown) => unknown;

/** Serves the built page with the headers the desktop gives it. */
async function servePage(): Promise<{ server: Server; address: string }> {
  const pages = await loadPages(resolve(import.meta.dirname, "../../dist/gpu-window"));
  const server = createServer(async (request, response) => {
    const answer = answerPage(pages, { method: request.method ?? "", url: `${APP_ORIGIN}${request.url}` });
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return { server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/index.html` };
}

/** A line to the page as the preload script gives it one, carried by the test instead of by the main process. */
async function lineTo(page: Page): Promise<GpuPagePort> {
  let hear: (message: FromGpuPage) => void = () => {};
  await page.exposeFunction("fromPage", (text: string) => hear(JSON.parse(text, unpack)));
  const port: GpuPagePort = {
    postMessage: (message: ToGpuPage) => {
      const text = JSON.stringify(JSON.stringify(message, pack));
      // A kernel that is let go after the page was closed is nobody's loss.
      page.evaluate(`port.postMessage(JSON.parse(${text}, ${UNPACK}))`).catch(() => {});
    },
    on(event: string, listener: (message: FromGpuPage) => void) {
      if (event === "message") hear = listener;
    },
  };
  await page.evaluate(`{
    const { port1, port2 } = new MessageChannel();
    globalThis.port = port1;
    port1.onmessage = ({ data }) => fromPage(JSON.stringify(data, ${PACK}));
  globalThis.join = () => window.postMessage(${JSON.stringify(LINE_MESSAGE)}, location.origin, [port2]);
  }`);
  return port;
}

describe.skipIf(whyNoBrowser)("the hidden window's kernels in a page", () => {
  let browser: Browser;
  let server: Server;
  let page: Page;
  let host: GpuHost;
  const complaints: string[] = [];

  beforeAll(async () => {
    const served = await servePage();
    server = served.server;
    browser = await chromium.launch({
      ...(CHROMIUM === undefined ? {} : { executablePath: CHROMIUM }),
      args: ["--no-sandbox", "--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"],
    });
    page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE);
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error" && !message.location().url.endsWith("/favicon.ico")) {
        complaints.push(message.text());
      }
    });
    await page.addInitScript(`{
      const request = GPUAdapter.prototype.requestDevice;
      GPUAdapter.prototype.requestDevice = async function (...args) {
        return (globalThis.device = await request.apply(this, args));
      };
    }`);
    await page.goto(served.address);
    const port = await lineTo(page);
    const finding = findRemoteGpu(port, PATIENCE);
    await page.evaluate("join()");
    const found = await finding;
    if (found.host === null) throw new Error(found.reason);
    host = found.host;
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  it("names its adapter, and a software one is refused as everywhere", async () => {
    expect(host.describe()).toMatchObject({ isFallback: true, name: expect.stringMatching(/swiftshader/i) });
    const choice = await selectKernel("auto", {
      cpu: { device: "WASM SIMD", threads: 2, create: createReferenceKernel },
      findGpu: async () => ({ host }),
    });
    expect(choice).toMatchObject({
      name: "cpu",
      reason: expect.stringMatching(/^gpu: the only adapter is software \(.*swiftshader/i),
    });
  });

  it("gives the reference's sums under the desktop's content policy", async () => {
    const kernel = await host.createKernel();
    const { valueError, gradientError } = await (await createSelfTest())(kernel);
    expect(valueError).toBeLessThan(1e-4); // the selector's own tolerances
    expect(gradientError).toBeLessThan(5e-3);
    kernel.dispose();
    expect(complaints).toEqual([]);
  });

  it("loses its device, and the fit goes on on the processor", async () => {
    const reasons: string[] = [];
    const engine = fallingBackEngine(
      createLocalEngine(await host.createKernel()),
      () => createLocalEngine(createReferenceKernel()),
      (why) => reasons.push(why),
    );
    const volume = engine.addVolume(
      volumeOf(unitGrid(4, 3, 3), (i) => i),
      0,
    );
    const points = engine.addPoints({ xyz: new Float64Array(3), weight: Float64Array.of(2) });
    const pose = Float64Array.of(0, 0, 0, 1, 1.5, 1, 1); // where the ramp has 1.5
    expect((await engine.evaluate(volume, points, pose))[0]).toBeCloseTo(3, 5);
    expect(engine.kernel).toBe("gpu");
    await page.evaluate("device.destroy()");
    expect((await engine.evaluate(volume, points, pose))[0]).toBeCloseTo(3, 12);
    expect([engine.kernel, reasons.length]).toEqual(["reference", 1]);
    await engine.dispose();
  });
});
