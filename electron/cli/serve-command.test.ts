import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import type { Host } from "#electron/cli/host.ts";
import { run } from "#electron/cli/program.ts";

describe("mapwright serve", () => {
  it("prints an address that leads to the window, and ends when told to", async () => {
    const dist = mkdtempSync(join(tmpdir(), "mapwright-dist-"));
    mkdirSync(join(dist, "window"));
    writeFileSync(join(dist, "window/index.html"), "<title>Window</title>");
    const model = join(dist, "model.pdb");
    writeFileSync(model, "ATOM      1  CA  ALA A   1      11.104   6.134  -6.504  1.00  0.00           C\n");
    const cancel = new AbortController();
    let said = "";
    const host: Host = {
      out: (text) => {
        said += text;
      },
      err: () => {},
      hasProgress: false,
      hasColour: false,
      columns: 80,
      signal: cancel.signal,
      engineFiles: {
        kernel: pathToFileURL(join(dist, "kernels/fit.wasm")),
        thread: pathToFileURL(join(dist, "workers/thread.js")),
      },
      seconds: () => 0,
    };
    const running = run(["serve", model], "1.2.3", host);
    while (!said.includes("Ctrl-C")) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(said).toContain("It will open 1 file.");
    const address = /http:\S+/.exec(said)?.[0] ?? "";
    const admitted = await fetch(address);
    const cookie = admitted.headers.getSetCookie()[0].split(";")[0];
    const page = await fetch(new URL("/", address), { headers: { cookie } });
    expect(await page.text()).toContain("Window");
    cancel.abort();
    expect(await running).toBe(0);
    rmSync(dist, { recursive: true, maxRetries: 10 });
  });

  it("refuses what is not there", async () => {
    let said = "";
    const host = {
      out: () => {},
      err: (text: string) => {
        said += text;
      },
      columns: 80,
      signal: new AbortController().signal,
      engineFiles: {
        kernel: new URL("file:///nowhere/kernels/x"),
        thread: new URL("file:///nowhere/workers/x"),
      },
      seconds: () => 0,
    } as unknown as Host;
    expect(await run(["serve", "/nowhere/map.mrc"], "1.2.3", host)).toBe(1);
    expect(said).toMatch(/no file or folder|not built/);
  });
});
