import { AppError } from "#core/errors.ts";

/** The error of a model of which no atom lies inside the map. */
export function outsideMap(): AppError {
  return new AppError(
    "input",
    "The model lies outside the map. Fit it first, or check that both are in one frame.",
  );
}
