import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  bridge,
  connect,
  dataFiles,
  load,
  menuItem,
  opened,
  path,
  prepare,
  settled,
  standIn,
  start,
  until,
} from "#electron/desktop/desktop.testing.ts";
import { turn } from "#electron/desktop/electron.testing.ts";

prepare();

describe("the start", () => {
  it("registers the scheme before Electron is ready, and opens one confined window when it is", async () => {
    await load();
    expect(standIn.schemes).toEqual([
      { scheme: "app", privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ]);
    expect(standIn.windows).toHaveLength(0);
    await standIn.ready();
    const { options, webContents, done } = standIn.window;
    expect(webContents.url).toBe("app://mapwright/index.html");
    expect(options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
    });
    expect(done).toContain("show");
    expect(Object.keys(webContents.page.world)).toEqual(["mapwright"]);
  });

  it("serves the built window with headers that isolate it, and nothing outside it", async () => {
    await start();
    const page = await standIn.fetch("app://mapwright/index.html");
    expect(await page.text()).toContain('<div id="root">');
    expect(Object.fromEntries(page.headers)).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
      "x-content-type-options": "nosniff",
    });
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'self'(;|$)/);
    for (const address of [
      "app://mapwright/../package.json",
      "app://mapwright/..%2f..%2fpackage.json",
      "app://mapwright/%2e%2e/%2e%2e/package.json",
      "app://mapwright//etc/passwd",
      "app://mapwright/index.html/../../../package.json",
      "app://mapwright/assets/",
    ]) {
      expect((await standIn.fetch(address)).status, address).toBe(404);
    }
    expect((await standIn.fetch("app://elsewhere/index.html")).status).toBe(403);
    expect((await standIn.fetch("app://key@mapwright/index.html")).status).toBe(403);
    expect((await standIn.fetch("app://mapwright/index.html", "POST")).status).toBe(405);
  });

  it("refuses whatever a page asks the system for", async () => {
    await start();
    const granted: boolean[] = [];
    standIn.permissions["request"]?.(null, "media", (answer: boolean) => granted.push(answer));
    granted.push(standIn.permissions["check"]?.(null, "clipboard-read") ?? true);
    granted.push(standIn.permissions["device"]?.({}) ?? true);
    expect(granted).toEqual([false, false, false]);
    let prevented = 0;
    const download = { preventDefault: () => prevented++ };
    standIn.permissions["will-download"]?.(download);
    expect(prevented).toBe(1);
  });

  it("keeps every page where it is, and sends only known links to the browser", async () => {
    await start();
    const { webContents } = standIn.window;
    expect(webContents.isHeldAt("will-navigate")).toBe(true);
    expect(webContents.isHeldAt("will-frame-navigate")).toBe(true);
    expect(webContents.isHeldAt("will-redirect")).toBe(true);
    expect(webContents.isHeldAt("will-attach-webview")).toBe(true);
    expect(webContents.openHandler({ url: "https://evil.example/" })).toEqual({ action: "deny" });
    expect(webContents.openHandler({ url: "https://www.ebi.ac.uk/emdb/EMD-21897" })).toEqual({
      action: "deny",
    });
    await bridge().openLink("https://www.rcsb.org/structure/6WTI");
    await bridge().openLink("file:///etc/passwd");
    expect(standIn.done).toEqual([
      "browser https://www.ebi.ac.uk/emdb/EMD-21897",
      "browser https://www.rcsb.org/structure/6WTI",
    ]);
  });

  it("leaves everything to the instance that runs already", async () => {
    await load([path("map.mrc")], false);
    await turn();
    expect([standIn.done, standIn.windows.length]).toEqual([["quit"], 0]);
  });

  it("lends Chromium the card on Linux only when the gpu is asked for", async () => {
    await load(["--kernel", "gpu"]);
    expect(standIn.done).toEqual(
      process.platform === "linux" ? ["switch enable-unsafe-webgpu", "switch enable-features=Vulkan"] : [],
    );
  });
});

describe("calls of a page", () => {
  it("are answered for the window's own page only", async () => {
    await start();
    const { webContents } = standIn.window;
    const call = "mapwright:call:copyText";
    const refused = { error: { code: "input", message: "This page may not ask the application." } };
    const url = "app://mapwright/index.html";
    expect(await standIn.invoke(call, ["a"], webContents)).toEqual({ value: null });
    expect(await standIn.invoke(call, ["b"], webContents, { url, parent: {} })).toMatchObject(refused);
    const elsewhere = { url: "https://evil.example/index.html", parent: null };
    expect(await standIn.invoke(call, ["c"], webContents, elsewhere)).toMatchObject(refused);
    expect(await standIn.invoke(call, ["d"], webContents, null)).toMatchObject(refused);
    const stranger = new EventEmitter() as typeof webContents;
    expect(await standIn.invoke(call, ["e"], stranger, { url, parent: null })).toMatchObject(refused);
    expect(standIn.done).toEqual(["copied a"]);
  });

  it.each<[string, unknown[]]>([
    ["copyText", [7]],
    ["copyText", []],
    ["saveFile", ["a.cif", { not: "bytes" }]],
    ["lendDropped", [""]],
    ["showTitle", ["a", "yes"]],
    ["connect", [null, "more"]],
  ])("must have their shape: %s %j", async (name, args) => {
    await start();
    expect(await standIn.invoke(`mapwright:call:${name}`, args)).toMatchObject({
      error: { code: "input", message: `The application cannot be asked "${name}" like this.` },
    });
  });

  it("picks files and lends dropped ones without telling paths", async () => {
    await start();
    standIn.answers.push(
      { canceled: false, filePaths: [path("map.mrc")] },
      { canceled: true, filePaths: [] },
    );
    const [picked] = settled(await bridge().pickFiles());
    expect(picked).toEqual({ id: "file-1", name: "map.mrc", size: dataFiles.map.length, kind: "map" });
    expect(settled(await bridge().pickFiles())).toEqual([]);
    const dropped = settled(await bridge().lendDropped({ path: path("model.cif") }));
    expect(dropped).toMatchObject({ id: "file-2", name: "model.cif", kind: "model" });
    expect(await bridge().lendDropped({ path: "" })).toEqual({ value: null });
    expect(await bridge().lendDropped({ path: path("absent.mrc") })).toMatchObject({
      error: { code: "input" },
    });
  });

  it("saves where the user says, and says so when that fails", async () => {
    await start();
    standIn.answers.push(
      { canceled: false, filePath: path("placed.cif") },
      { canceled: true, filePath: "" },
      { canceled: false, filePath: path("no/such/folder/placed.cif") },
    );
    expect(await bridge().saveFile("../../placed.cif", "data_placed\n")).toEqual({ value: true });
    expect(readFileSync(path("placed.cif"), "utf8")).toBe("data_placed\n");
    expect(standIn.asked[0]?.options).toMatchObject({
      defaultPath: path("placed.cif"), // no folder of the page's choosing
      filters: [{ name: "CIF", extensions: ["cif"] }],
    });
    expect(await bridge().saveFile("placed.cif", Uint8Array.of(1))).toEqual({ value: false });
    expect(await bridge().saveFile("placed.cif", Uint8Array.of(1))).toMatchObject({
      error: { code: "resource", message: expect.stringContaining("its folder does not exist") },
    });
  });

  it("names the window", async () => {
    await start();
    await bridge().showTitle("map.mrc – Mapwright", true);
    expect(standIn.window.title).toMatch(/map\.mrc – Mapwright$/);
    expect(standIn.window.done).toContain("edited true");
  });
});

describe("files from outside the window", () => {
  it("are opened when they came before it: by the command line and by the system", async () => {
    await load([path("map.mrc")]);
    let prevented = false;
    const event = {
      preventDefault: () => {
        prevented = true;
      },
    };
    standIn.app.emit("open-file", event, path("model.cif"));
    await standIn.ready();
    const { hello } = await connect();
    expect(hello.version).toBe("1.2.3");
    expect(hello.files.map(({ name, kind }) => [name, kind])).toEqual([
      ["map.mrc", "map"],
      ["model.cif", "model"],
    ]);
    expect(prevented).toBe(true);
  });

  it("are opened when they come later: by the system and by a second start, which shows the window", async () => {
    await start();
    const files = opened();
    expect((await connect()).hello.files).toEqual([]);
    standIn.app.emit("open-file", { preventDefault() {} }, path("map.mrc"));
    await until(() => files.length === 1);
    standIn.window.isMin = true;
    standIn.app.emit("second-instance", {}, ["--hostile", "/etc/passwd"], "/", {
      files: [path("model.cif")],
    });
    await until(() => files.length === 2);
    expect(files.map(({ name }) => name)).toEqual(["map.mrc", "model.cif"]);
    expect(standIn.window.done.slice(-2)).toEqual(["restore", "focus"]);
    standIn.app.emit("second-instance", {}, [], "/", { files: "nonsense" });
    await turn();
    expect(files).toHaveLength(2);
  });

  it("are explained when they are not there", async () => {
    await start([path("absent.mrc")]);
    await until(() => standIn.done.length > 0);
    expect(standIn.done[0]).toMatch(
      /^error Mapwright cannot open this: There is no file or folder .*absent\.mrc/,
    );
  });

  it("are remembered by the system and in the menu, over a restart, until they are cleared", async () => {
    await start([path("map.mrc")]);
    await until(() => standIn.done.includes(`recent ${path("map.mrc")}`));
    await until(() => menuItem("Open Recent").submenu?.[0]?.label === "map.mrc");
    for (const window of [...standIn.windows]) window.destroy();
    await start();
    const files = opened();
    await connect();
    menuItem("map.mrc").click?.();
    await until(() => files.length === 1);
    expect(files[0]?.name).toBe("map.mrc");
    menuItem("Clear").click?.();
    await until(() => menuItem("Open Recent").submenu?.[0]?.label === "Nothing opened yet");
    expect(standIn.done).toContain("recent cleared");
  });
});

describe("the menu", () => {
  it("has accelerators, and asks the window", async () => {
    await start();
    const chosen: string[] = [];
    bridge().onMenu((choice) => chosen.push(choice));
    const keys: [string, string][] = [
      ["Open…", "CmdOrCtrl+O"],
      ["Save Placed Models…", "CmdOrCtrl+S"],
      ["Save Active Map…", "CmdOrCtrl+Shift+S"],
      ["Save Picture…", "CmdOrCtrl+Shift+P"],
      ["Undo", "CmdOrCtrl+Z"],
      ["Redo", "CmdOrCtrl+Shift+Z"],
      ["View All", "CmdOrCtrl+0"],
      ["Look along z", "CmdOrCtrl+1"],
    ];
    for (const [label, accelerator] of keys) {
      expect(menuItem(label).accelerator).toBe(accelerator);
      menuItem(label).click?.();
    }
    menuItem("About Mapwright").click?.();
    expect(chosen).toEqual([
      "open",
      "saveModels",
      "saveMap",
      "savePicture",
      "undo",
      "redo",
      "viewAll",
      "viewInitial",
      "about",
    ]);
  });
});
