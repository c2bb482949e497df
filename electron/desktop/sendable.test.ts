import { describe, expect, it } from "vitest";
import { sendable } from "#electron/desktop/sendable.ts";

describe("a message for another process", () => {
  it("keeps arrays that fill their buffer, and all other values, as they are", () => {
    const whole = Float32Array.of(1, 2);
    const message = { kind: "done", id: 1, list: [whole, "text", null, 7, undefined], none: undefined };
    const sent = sendable(message) as typeof message;
    expect(sent).toEqual(message);
    expect(sent.list[0]).toBe(whole);
  });

  it("copies shared memory and parts of larger buffers, of the same kind and numbers", () => {
    const shared = new Uint8Array(new SharedArrayBuffer(4));
    shared.set([1, 2, 3, 4]);
    const part = new Float64Array(1000).subarray(10, 12);
    const sent = sendable({ shared, part }) as { shared: Uint8Array; part: Float64Array };
    expect(sent.shared).toEqual(Uint8Array.of(1, 2, 3, 4));
    expect(sent.shared.buffer).toBeInstanceOf(ArrayBuffer);
    expect(sent.part).toBeInstanceOf(Float64Array);
    expect(sent.part.buffer.byteLength).toBe(16);
  });
});
