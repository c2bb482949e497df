import { AppError } from "#core/errors.ts";
import type { Params } from "#workers/protocol.ts";

/** "file", "none", or a number of Å². Throws `input` for anything else. */
export function bFactorOf(text: string): Params<"simulateImages">["bFactor"] {
  if (text === "file" || text === "none") return text;
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value)) return value;
  throw new AppError("input", `"${text}" is no B factor; write file, none, or a number of Å² such as 60.`);
}
