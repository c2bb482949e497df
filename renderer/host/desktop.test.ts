import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type DesktopBridge, LINE_MESSAGE, type MenuChoice } from "#electron/protocol.ts";
import type { Connection } from "#renderer/host/connection.ts";
import { connectDesktop } from "#renderer/host/desktop.ts";
import type { FileId, ToEngine } from "#workers/protocol.ts";

const map = { id: "file-1" as FileId, name: "map.mrc", size: 4, kind: "map" as const };
const refusal = { error: { code: "resource" as const, message: "The disk is full.", detail: {} } };

/** The page's window as far as the desktop host uses it; a message may come from elsewhere. */
let page: EventTarget;
let channel: MessageChannel;
let bridge: DesktopBridge & { choose(choice: MenuChoice): void; readonly asked: unknown[][] };

function arrive(data: unknown, source: unknown, port: MessagePort): void {
  page.dispatchEvent(Object.assign(new Event("message"), { data, source, ports: [port] }));
}

beforeEach(() => {
  page = new EventTarget();
  channel = new MessageChannel();
  vi.stubGlobal("window", page);
  const asked: unknown[][] = [];
  let listens: (choice: MenuChoice) => void = () => {};
  bridge = {
    asked,
    choose: (choice) => listens(choice),
    connect: async () => {
      arrive(LINE_MESSAGE, "another window", new MessageChannel().port1);
      arrive("something else", page, new MessageChannel().port1);
      arrive(LINE_MESSAGE, page, channel.port2);
      channel.port1.postMessage({ kind: "hello", version: "1.2.3", files: [map] });
      return { value: null };
    },
    pickFiles: async () => ({ value: [map] }),
    lendDropped: async (file) => {
      asked.push(["lend", file]);
      return { value: (file as File).name === "nowhere.mrc" ? null : map };
    },
    saveFile: async (name, content) => {
      asked.push([name, content]);
      return name === "full.cif" ? refusal : { value: name !== "unwanted.cif" };
    },
    resizeWindow: async () => ({ value: true }),
    copyText: async () => refusal,
    showTitle: async () => ({ value: null }),
    openLink: async () => ({ value: null }),
    onOpen() {},
    onMenu: (listener) => {
      listens = listener;
    },
  };
});

afterEach(() => {
  channel.port1.close();
  vi.unstubAllGlobals();
});

describe("the desktop's host", () => {
  let connection: Connection;
  beforeEach(async () => {
    connection = await connectDesktop(bridge);
  });

  it("takes the port from its own window only, and speaks the engine's protocol on it", async () => {
    expect(connection.version).toBe("1.2.3");
    channel.port1.addEventListener("message", ({ data }: MessageEvent<ToEngine>) => {
      channel.port1.postMessage({ kind: "done", id: data.id, result: { closed: true } });
    });
    channel.port1.start();
    expect(await connection.engine.call("close", { id: "map-1" as never })).toEqual({ closed: true });
  });

  it("opens files by the ids it is given: handed over, picked and dropped", async () => {
    const { host } = connection;
    const [first] = host.startFiles;
    expect([first?.name, await first?.kind(), await first?.source()]).toEqual([
      "map.mrc",
      "map",
      { file: "file-1" },
    ]);
    expect((await host.pickFiles()).map(({ name }) => name)).toEqual(["map.mrc"]);
    const file = new File(["bytes"], "dropped.mrc");
    const dropped = host.droppedFile(file);
    expect([dropped.name, await dropped.kind(), await dropped.source()]).toEqual([
      "dropped.mrc",
      "map",
      { file: "file-1" },
    ]);
    expect(bridge.asked).toEqual([["lend", file]]); // once, and not before it was asked for
  });

  it("reads by itself what was dragged out of another program and lies on no disk", async () => {
    const dropped = connection.host.droppedFile(new File(["bytes"], "nowhere.mrc"));
    expect([await dropped.kind(), await dropped.source()]).toEqual([
      "map",
      { name: "nowhere.mrc", bytes: new TextEncoder().encode("bytes") },
    ]);
  });

  it("saves, tells the engine's kind of error, and takes a closed dialog for a change of mind", async () => {
    await connection.host.saveFile("a.png", new Blob(["picture"]));
    expect(bridge.asked).toEqual([["a.png", new TextEncoder().encode("picture")]]);
    await expect(connection.host.saveFile("full.cif", "x")).rejects.toMatchObject({
      code: "resource",
      message: "The disk is full.",
    });
    await expect(connection.host.saveFile("unwanted.cif", "x")).rejects.toMatchObject({ code: "cancelled" });
    await expect(connection.host.copyText("x")).rejects.toMatchObject({ code: "resource" });
  });

  it("takes back words while the user types, and steps otherwise", async () => {
    class Field {
      readonly type = "text";
    }
    vi.stubGlobal("HTMLInputElement", Field);
    const typed: string[] = [];
    const chosen: string[] = [];
    const stage = { activeElement: {} as object, execCommand: (name: string) => void typed.push(name) };
    vi.stubGlobal("document", stage);
    connection.host.onMenu((choice) => chosen.push(choice));
    bridge.choose("undo");
    stage.activeElement = new Field();
    bridge.choose("undo");
    bridge.choose("open");
    expect([chosen, typed]).toEqual([["undo", "open"], ["undo"]]);
  });

  it("says when its line is lost", async () => {
    channel.port1.close();
    expect((await connection.lost).message).toMatch(/lost its engine/);
    await expect(connection.engine.call("about", {})).rejects.toMatchObject({ code: "resource" });
  });
});
