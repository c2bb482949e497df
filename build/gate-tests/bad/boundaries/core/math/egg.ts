// refused: no-cycles
import type { Hen } from "./hen.ts";

export type Egg = { hatches: Hen };
