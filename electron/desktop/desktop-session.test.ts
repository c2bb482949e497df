import { describe, expect, it, vi } from "vitest";
import { FIT_DEFAULTS } from "#core/fit/params.ts";
import {
  bridge,
  connect,
  dataFiles,
  path,
  prepare,
  refuseGpu,
  standIn,
  start,
  threads,
  until,
} from "#electron/desktop/desktop.testing.ts";
import { turn } from "#electron/desktop/electron.testing.ts";
import { EMPTY_VIEW, mapShown } from "#workers/project/project.testing.ts";

prepare();

describe("the engine behind the window", () => {
  it("opens lent files and dropped bytes, and draws them", async () => {
    await start([path("map.mrc")]);
    const { hello, client } = await connect();
    void refuseGpu();
    const [file] = hello.files;
    const map = await client.call(
      "openMap",
      file ? { file: file.id } : { name: "", bytes: new Uint8Array() },
    );
    const { mesh } = await client.call("contour", { map: map.id, level: map.level.value, step: 0, dust: 0 });
    expect(mesh.indices.length).toBeGreaterThan(0);
    const { models } = await client.call("openModel", { name: "mine.cif", bytes: dataFiles.model });
    expect(models[0]?.atoms).toBe(60);
    const { bytes } = await client.call("writeMap", { map: map.id });
    expect(bytes.length).toBe(dataFiles.map.length);
    const about = await client.call("about", {});
    expect(about).toMatchObject({ version: "1.2.3", kernel: "cpu" });
    expect(about.reason).toMatch(/^gpu: no card in this test; using cpu/);
  });

  it("has the host beside it: what was opened is remembered and opened again", async () => {
    await start([path("map.mrc")]);
    const { hello, client } = await connect();
    const files = hello.files.map(({ id }) => id);
    const { id } = await client.call("noteRecent", { files });
    expect((await client.call("listRecent", {})).entries).toMatchObject([
      { id, names: ["map.mrc"], missing: [] },
    ]);
    const again = await client.call("openRecent", { id });
    expect(again.files).toEqual(hello.files);
  });

  it("says what is wrong with a call, whatever the page sends", async () => {
    await start();
    const { client, port } = await connect();
    for (const nonsense of [null, 7, "text", { kind: "call" }, { kind: "call", id: -1 }, [[]]]) {
      port.postMessage(nonsense);
    }
    await expect(client.call("shape", {} as never)).rejects.toMatchObject({ code: "input" });
    await expect(client.call("openMap", { file: "/etc/passwd" as never })).rejects.toMatchObject({
      code: "input",
    });
  });

  it("survives the crash of its thread: maps are open again under their ids", async () => {
    await start([path("map.mrc")]);
    const { hello, client } = await connect();
    void refuseGpu();
    const [file] = hello.files;
    const map = await client.call(
      "openMap",
      file ? { file: file.id } : { name: "", bytes: new Uint8Array() },
    );
    const before = threads.length;
    const lost = client.call("about", {});
    const [engine] = threads;
    await engine?.terminate();
    await Promise.allSettled([lost]);
    const { mesh } = await client.call("contour", { map: map.id, level: map.level.value, step: 0, dust: 0 });
    expect(mesh.indices.length).toBeGreaterThan(0);
    expect(threads.length).toBeGreaterThan(before);
  });

  it("waits when the page is loaded again, which is offered when the page dies", async () => {
    await start([path("map.mrc")]);
    const first = await connect();
    const [file] = first.hello.files;
    const map = await first.client.call("openMap", { file: file?.id ?? ("" as never) });
    standIn.answers.push({ response: 0 });
    standIn.window.webContents.emit("render-process-gone", {}, { reason: "oom" });
    await until(() => standIn.window.webContents.reloads === 1);
    expect(standIn.asked.at(-1)?.options).toMatchObject({ detail: expect.stringContaining("oom") });
    const closed = new Promise((resolve) => first.port.once("close", resolve));
    const second = await connect(first.hello.session?.id);
    await closed;
    expect(second.hello.session).toMatchObject({ id: first.hello.session?.id, problem: null });
    expect(await second.client.call("close", { id: map.id })).toEqual({ closed: true });
  });

  it("hears that the hidden window is lost, and computes on the processor", async () => {
    await start();
    const { client } = await connect();
    const about = client.call("about", {});
    await until(
      () => standIn.gpuWindow !== undefined && standIn.gpuWindow.webContents.page.messages.length > 0,
    );
    const hidden = standIn.gpuWindow;
    expect(hidden?.options).toMatchObject({
      show: false,
      webPreferences: { sandbox: true, contextIsolation: true, backgroundThrottling: false },
    });
    hidden?.webContents.emit("render-process-gone", {}, { reason: "crashed" });
    expect((await about).reason).toMatch(/^gpu: its window stopped: crashed; using cpu/);
    expect(hidden?.isDestroyed()).toBe(true);
  });
});

describe("leaving", () => {
  /** Starts a fit of many models, which ends on no machine before it is stopped; `ended` tells how it ended. */
  async function fitting(): Promise<{ ended: Promise<unknown> }> {
    await start([path("map.mrc"), path("model.cif")]);
    const { hello, client } = await connect();
    void refuseGpu();
    const [mapFile, modelFile] = hello.files;
    if (!mapFile || !modelFile) throw new Error("The files were not handed over.");
    const map = await client.call("openMap", { file: mapFile.id });
    const models = await Promise.all(
      Array.from(
        { length: 200 },
        async () => (await client.call("openModel", { file: modelFile.id })).models,
      ),
    );
    const request = { ...FIT_DEFAULTS, resolution: 5, level: map.level.value, starts: 160_000 };
    return new Promise((resolve) => {
      const ended = client
        .call(
          "fit",
          { map: map.id, models: models.flat().map(({ id }) => id), split: false, request },
          { onProgress: () => resolve({ ended }) },
        )
        .catch((thrown: unknown) => thrown);
    });
  }

  it("closes at once when nothing would be lost, and the application ends with its window", async () => {
    await start();
    await connect();
    standIn.window.close();
    expect(standIn.asked).toEqual([]);
    expect(standIn.windows).toHaveLength(0);
    if (process.platform !== "darwin") await until(() => standIn.done.includes("quit"));
  });

  it("asks while a fit runs; who keeps fitting keeps everything", async () => {
    const { ended } = await fitting();
    standIn.answers.push({ response: 0 });
    standIn.app.quit();
    await until(() => standIn.asked.length === 1);
    expect(standIn.asked[0]?.options).toMatchObject({
      message: "A fit is running.",
      buttons: ["Keep fitting", "Stop and close"],
      cancelId: 0,
    });
    await turn();
    expect(standIn.windows).toHaveLength(2);
    expect(standIn.done).not.toContain("quit");
    expect(await Promise.race([ended, "still fitting"])).toBe("still fitting");
  });

  it("asks while a fit runs; who stops it quits without a thread left behind", async () => {
    await fitting();
    standIn.answers.push({ response: 1 });
    const ended = threads.map((thread) => new Promise((end) => thread.once("exit", end)));
    standIn.app.quit();
    await until(() => standIn.windows.length === 0);
    await Promise.all(ended);
    expect(ended.length).toBeGreaterThan(0);
    await until(() => standIn.done.includes("quit"));
  });

  it("keeps work that is not saved, says so, and offers it at the next start", async () => {
    await start([path("map.mrc")]);
    const { hello, client } = await connect();
    const [file] = hello.files;
    const map = await client.call("openMap", { file: file?.id ?? ("" as never) });
    const view = { ...EMPTY_VIEW, entries: [mapShown(map.id)], unsaved: true };
    await client.call("keepView", { view, thumbnail: null });
    await bridge().showTitle("map.mrc – Mapwright", true);
    standIn.answers.push({ response: 1 });
    standIn.window.close();
    await until(() => standIn.windows.length === 0);
    expect(standIn.asked[0]?.options).toMatchObject({ buttons: ["Keep it open", "Close"] });
    if (process.platform !== "darwin") await until(() => standIn.done.includes("quit"));
    await start();
    const again = await connect();
    expect(again.hello.session?.others).toMatchObject([{ maps: 1, models: 0 }]);
    const restored = await connect(again.hello.session?.others[0]?.id);
    expect(restored.hello.session?.view?.entries).toHaveLength(1);
    expect(await restored.client.call("close", { id: map.id })).toEqual({ closed: true });
  });

  it("asks when work is not saved and was not kept either", async () => {
    vi.stubEnv("XDG_STATE_HOME", path("map.mrc")); // a file: nothing can be kept in it
    await start([path("map.mrc")]);
    const { hello, client } = await connect();
    const [file] = hello.files;
    const map = await client.call("openMap", { file: file?.id ?? ("" as never) });
    const view = { ...EMPTY_VIEW, entries: [mapShown(map.id)], unsaved: true };
    expect((await client.call("keepView", { view, thumbnail: null })).problem).not.toBeNull();
    await bridge().showTitle("map.mrc – Mapwright", true);
    standIn.answers.push({ response: 0 });
    standIn.window.close();
    await until(() => standIn.asked.length === 1);
    expect(standIn.window.isDestroyed()).toBe(false);
    expect(standIn.asked[0]?.options).toMatchObject({ buttons: ["Keep it open", "Close without saving"] });
  });
});
