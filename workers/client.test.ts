import { describe, expect, it, vi } from "vitest";
import { AppError } from "#core/errors.ts";
import { createClient, type Port } from "#workers/client.ts";
import type { FromEngine, FromWindow, VolumeId } from "#workers/protocol.ts";

/** A line whose ends are lists: what was sent, and what the engine or the line says. */
function fakePort() {
  const sent: { message: FromWindow; transfer: readonly ArrayBuffer[] }[] = [];
  let hear: (message: FromEngine) => void = () => {};
  let close: (error: AppError) => void = () => {};
  const port: Port = {
    send: (message, transfer) => sent.push({ message, transfer }),
    onMessage: (listener) => {
      hear = listener;
    },
    onClose: (listener) => {
      close = listener;
    },
  };
  return {
    port,
    sent,
    hear: (message: FromEngine) => hear(message),
    close: (error: AppError) => close(error),
  };
}

const map = "map-1" as VolumeId;
const gone = new AppError("resource", "The line is gone.");

describe("createClient", () => {
  it("sends calls with ids of their own and gives each its answer, in any order", async () => {
    const { port, sent, hear } = fakePort();
    const client = createClient(port);
    const buffer = new ArrayBuffer(8);
    const bytes = new Uint8Array(buffer);
    const first = client.call("openMap", { name: "a", bytes }, { transfer: [buffer] });
    const second = client.call("close", { id: map });
    expect(sent).toEqual([
      { message: { kind: "call", id: 1, name: "openMap", params: { name: "a", bytes } }, transfer: [buffer] },
      { message: { kind: "call", id: 2, name: "close", params: { id: map } }, transfer: [] },
    ]);
    hear({ kind: "done", id: 2, result: { closed: true } });
    hear({ kind: "done", id: 1, result: "summary" });
    expect(await second).toEqual({ closed: true });
    expect(await first).toBe("summary");
  });

  it("hands out progress and partial results until the answer, and nothing after it", async () => {
    const { port, hear } = fakePort();
    const onProgress = vi.fn();
    const onPartial = vi.fn();
    const params = { map, models: [], split: false, request: {} as never };
    const answer = createClient(port).call("fit", params, { onProgress, onPartial });
    const progress = { step: "search", done: 1, total: 2 };
    hear({ kind: "progress", id: 1, progress });
    hear({ kind: "partial", id: 1, partial: "one" });
    hear({ kind: "partial", id: 9, partial: "for nobody" });
    hear({ kind: "done", id: 1, result: "all" });
    hear({ kind: "progress", id: 1, progress });
    expect(await answer).toBe("all");
    expect([onProgress.mock.calls, onPartial.mock.calls]).toEqual([[[progress]], [["one"]]]);
  });

  it("makes errors of what the engine says went wrong", async () => {
    const { port, hear } = fakePort();
    const call = createClient(port).call("writeMap", { map });
    hear({ kind: "failed", id: 1, error: { code: "format", message: "Bad.", detail: { seen: 1 } } });
    const error = await call.catch((thrown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: "format", message: "Bad.", detail: { seen: 1 } });
  });

  it("asks to cancel once, and not after the answer; an aborted call is not sent", async () => {
    const { port, sent, hear } = fakePort();
    const client = createClient(port);
    const cancel = new AbortController();
    const call = client.call("writeMap", { map }, { signal: cancel.signal });
    cancel.abort();
    expect(sent.at(-1)?.message).toEqual({ kind: "cancel", id: 1 });
    hear({ kind: "failed", id: 1, error: { code: "cancelled", message: "Cancelled.", detail: {} } });
    await expect(call).rejects.toMatchObject({ code: "cancelled" });
    await expect(client.call("writeMap", { map }, { signal: cancel.signal })).rejects.toMatchObject({
      code: "cancelled",
    });
    const late = new AbortController();
    const done = client.call("writeMap", { map }, { signal: late.signal });
    hear({ kind: "done", id: 2, result: {} });
    await done;
    late.abort();
    expect(sent).toHaveLength(3);
  });

  it("fails what is under way and what comes after when the line is gone", async () => {
    const { port, close } = fakePort();
    const client = createClient(port);
    const call = client.call("writeMap", { map });
    close(gone);
    await expect(call).rejects.toBe(gone);
    await expect(client.call("writeMap", { map })).rejects.toBe(gone);
  });

  it("fails only the call whose message cannot be sent", async () => {
    const { port, hear } = fakePort();
    const client = createClient({
      ...port,
      send: (message, transfer) => {
        if (transfer.length > 0) throw new Error("could not be cloned");
        port.send(message, transfer);
      },
    });
    const bad = client.call(
      "openMap",
      { name: "a", bytes: new Uint8Array(1) },
      { transfer: [new ArrayBuffer(1)] },
    );
    const good = client.call("close", { id: map });
    hear({ kind: "done", id: 2, result: { closed: false } });
    await expect(bad).rejects.toMatchObject({ code: "internal", message: expect.stringContaining("cloned") });
    expect(await good).toEqual({ closed: false });
  });
});
