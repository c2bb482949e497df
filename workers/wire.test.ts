import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "#core/errors.ts";
import { joinParts } from "#workers/wire.testing.ts";
import { decodeFrame, encodeFrame } from "#workers/wire.ts";

const roundTrip = (message: unknown) => decodeFrame(joinParts(encodeFrame(message)));

/** A frame with this text and data. */
function frameOf(text: string, data = new Uint8Array(0)): Uint8Array<ArrayBuffer> {
  const padded = new TextEncoder().encode(text.padEnd(Math.ceil(text.length / 8) * 8));
  const head = new Uint8Array(8);
  new DataView(head.buffer).setUint32(0, 0x3150574d, true);
  new DataView(head.buffer).setUint32(4, padded.length, true);
  return joinParts([head, padded, data]);
}

const arrays = [
  Int8Array,
  Uint8Array,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
];
const anyArray = fc
  .tuple(fc.constantFrom(...arrays), fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 9 }))
  .map(([type, numbers]) => type.from(numbers));
const key = fc.string({ maxLength: 5 }).filter((name) => !name.startsWith("$") && name !== "__proto__");
const anyMessage = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    // JSON has no −0.
    fc.double().map((x) => x + 0),
    anyArray,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

describe("encodeFrame and decodeFrame", () => {
  it("lays a frame out as written in the source", () => {
    const frame = joinParts(encodeFrame({ a: Uint8Array.of(1, 2, 3), b: Float32Array.of(0.5) }));
    const text = '{"a":{"$array":["Uint8Array",0,3]},"b":{"$array":["Float32Array",8,1]}}';
    expect(frame).toEqual(frameOf(text, Uint8Array.of(1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0x3f, 0, 0, 0, 0)));
  });

  it("give back any message of plain data, numbers that JSON lacks and typed arrays", () => {
    fc.assert(fc.property(anyMessage, (message) => void expect(roundTrip(message)).toEqual(message)));
    expect(roundTrip({ z: Number.NaN, low: -Infinity, none: undefined })).toEqual({
      z: Number.NaN,
      low: -Infinity,
    });
  });

  it("copy no array: parts view the arrays, and arrays view the frame", () => {
    const values = new Float32Array(1000);
    const parts = encodeFrame({ values });
    expect(parts[1].buffer).toBe(values.buffer);
    const frame = joinParts(parts);
    expect((decodeFrame(frame) as { values: Float32Array }).values.buffer).toBe(frame.buffer);
  });

  it("read a frame that does not begin on a multiple of 8 bytes", () => {
    const frame = joinParts(encodeFrame({ values: Float64Array.of(1, 2) }));
    const moved = new Uint8Array(frame.length + 3);
    moved.set(frame, 3);
    expect(decodeFrame(moved.subarray(3))).toEqual({ values: Float64Array.of(1, 2) });
  });

  it("take a part of an array, and Node's Buffer as bytes", () => {
    const message = { part: Float32Array.of(1, 2, 3, 4).subarray(1, 3), bytes: Buffer.from([7, 8]) };
    expect(roundTrip(message)).toEqual({ part: Float32Array.of(2, 3), bytes: Uint8Array.of(7, 8) });
  });

  it("refuse to send what would not arrive", () => {
    for (const thing of [
      () => 1,
      5n,
      Symbol("s"),
      new Map(),
      new Date(),
      { $array: 1 },
      new DataView(new ArrayBuffer(1)),
    ]) {
      expect(() => encodeFrame({ thing })).toThrow(AppError);
    }
  });
});

describe("decodeFrame", () => {
  const refused = (frame: Uint8Array<ArrayBuffer>) => {
    try {
      decodeFrame(frame);
    } catch (thrown) {
      expect(thrown).toMatchObject({ code: "format" });
      return true;
    }
    return false;
  };

  it.each([
    ["an empty frame", new Uint8Array(0)],
    ["another beginning", new Uint8Array(16)],
    ["a text that ends outside", frameOf("1").fill(0xff, 4, 8)],
    ["a text that is no JSON", frameOf("{")],
    ["a text that is no UTF-8", frameOf('"a"').fill(0xff, 9, 10)],
    ["nesting without end", frameOf("[".repeat(200_000))],
    ["an unknown kind", frameOf('{"$array":["DataView",0,0]}')],
    ["a kind of every object", frameOf('{"$array":["constructor",0,0]}')],
    ["an array outside", frameOf('{"$array":["Uint8Array",0,9]}', new Uint8Array(8))],
    [
      "an array that wraps around",
      frameOf('{"$array":["Float64Array",8,1152921504606846976]}', new Uint8Array(8)),
    ],
    ["an array in between", frameOf('{"$array":["Uint8Array",4,1]}', new Uint8Array(8))],
    ["an array at a negative place", frameOf('{"$array":["Uint8Array",-8,1]}', new Uint8Array(8))],
    ["an array of half a number", frameOf('{"$array":["Uint8Array",0,0.5]}', new Uint8Array(8))],
    ["an array not described", frameOf('{"$array":5}')],
    ["an unknown mark", frameOf('{"$map":5}')],
    ["an unknown number", frameOf('{"$number":"1"}')],
    ["marks mixed with entries", frameOf('{"$number":"NaN","a":1}')],
    ["a prototype", frameOf('{"__proto__":{"a":1}}')],
  ])("refuses %s", (_, frame) => {
    expect(refused(frame)).toBe(true);
  });

  it("refuses or reads any bytes, and any frame with bytes changed, without other failures", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void refused(new Uint8Array(bytes))));
    const change = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(anyMessage, fc.array(change, { minLength: 1, maxLength: 4 }), (message, changes) => {
        const frame = joinParts(encodeFrame(message));
        for (const [at, byte] of changes) frame[at % frame.length] = byte;
        refused(frame);
      }),
    );
  });
});
