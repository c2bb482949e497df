// refused: workers-on-core
import "#electron/protocol.ts";
