import { asAppError } from "#core/errors.ts";
import type { CallError } from "#workers/protocol.ts";

/** Anything thrown as data that can cross every line. What JSON cannot hold is left out of the detail. */
export function toCallError(thrown: unknown): CallError {
  const { code, message, detail } = asAppError(thrown);
  return { code, message, detail: plain(detail) };
}

function plain(detail: Readonly<Record<string, unknown>>): CallError["detail"] {
  try {
    return JSON.parse(JSON.stringify(detail));
  } catch {
    return {};
  }
}
