import { describe, expect, it } from "vitest";
import { AppError, asAppError, cancelled, unreachable } from "#core/errors.ts";

describe("AppError", () => {
  it("carries a code, a sentence and what was seen", () => {
    const error = new AppError("input", "Give a level.", { seen: 3 });
    expect(error).toBeInstanceOf(Error);
    expect({ ...error, message: error.message }).toEqual({
      name: "AppError",
      code: "input",
      detail: { seen: 3 },
      message: "Give a level.",
    });
    expect(new AppError("format", "Not a map.").detail).toEqual({});
  });

  it("says that a job was cancelled", () => {
    expect(cancelled()).toMatchObject({ code: "cancelled", message: "Cancelled." });
  });
});

describe("asAppError", () => {
  it("leaves the program's own errors as they are", () => {
    const error = cancelled();
    expect(asAppError(error)).toBe(error);
  });

  it("keeps the words and the stack of a foreign error", () => {
    const foreign = new RangeError("out of bounds");
    expect(asAppError(foreign)).toMatchObject({
      code: "internal",
      message: "Unexpected failure: out of bounds",
      detail: { stack: foreign.stack },
    });
  });

  it.each([
    ["gone", "Unexpected failure: gone"],
    [undefined, "Unexpected failure: undefined"],
    [42, "Unexpected failure: 42"],
  ])("takes in %s, which is no error at all", (thrown, message) => {
    expect(asAppError(thrown)).toMatchObject({ code: "internal", message, detail: { stack: undefined } });
  });
});

it("an impossible case names its value", () => {
  expect(unreachable("surprise" as never)).toMatchObject({
    code: "internal",
    detail: { value: "surprise" },
  });
});
