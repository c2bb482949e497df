// refused: core-is-pure
import type { Call } from "#workers/protocol.ts";

export type Question = Call;
