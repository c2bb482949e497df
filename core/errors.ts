/** What went wrong, for the machine: which of the five kinds of failure this is. */
export type ErrorCode = "format" | "input" | "resource" | "cancelled" | "internal";

/**
 * The one error of the program: `message` is a sentence the user can act on,
 * `detail` holds what was seen and what was expected.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly detail: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, detail: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = "AppError";
    this.code = code;
    this.detail = detail;
  }
}

/** The error thrown when a job is cancelled; what was found before stays with the caller. */
export function cancelled(): AppError {
  return new AppError("cancelled", "Cancelled.");
}

/** Any thrown value as an AppError; what is not one already is an internal failure. */
export function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new AppError("internal", `Unexpected failure: ${message}`, {
    stack: thrown instanceof Error ? thrown.stack : undefined,
  });
}

/** The error of a switch that met a case the compiler believed impossible. */
export function unreachable(value: never): AppError {
  return new AppError("internal", "Met a case that should not exist.", { value });
}
