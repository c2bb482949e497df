import { AppError } from "#core/errors.ts";

/*
 * JSON that loses no number: what JSON lacks is { "$number": "NaN" | "Infinity" | "-Infinity" | "-0" }. Other numbers
 * are written with as many digits as bring the same double back (ECMA-262, Number::toString).
 */
const ODD: ReadonlyMap<unknown, number> = new Map([
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
  ["-0", -0],
]);

/** A value as JSON text. Entries that are undefined are left out. */
export function toJson(value: unknown, indent = 0): string {
  return JSON.stringify(value, (_, one: unknown) => (isOdd(one) ? { $number: nameOf(one) } : one), indent);
}

/** The value of JSON text as `toJson` writes it. Throws `format` for anything that is no JSON. */
export function fromJson(text: string): unknown {
  try {
    return JSON.parse(text, (_, one: unknown) => {
      if (typeof one !== "object" || one === null || !("$number" in one)) return one;
      return ODD.get(one.$number) ?? one;
    });
  } catch (thrown) {
    throw new AppError("format", "The text is no JSON.", { cause: String(thrown) });
  }
}

function isOdd(value: unknown): value is number {
  return typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0));
}

function nameOf(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
