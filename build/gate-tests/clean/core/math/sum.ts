import { AppError } from "#core/errors.ts";

/** The sum of the values; throws for none. */
export function sum(values: Float32Array): number {
  if (values.length === 0) throw new AppError("No values.");
  return values.reduce((total, value) => total + value, 0);
}
