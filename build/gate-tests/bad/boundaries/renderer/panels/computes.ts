// refused: window-asks-engine
import type { Engine } from "#workers/engine.ts";

export type Shortcut = Engine;
