import type { MessagePort } from "node:worker_threads";
import type { EngineLine } from "#workers/engine.ts";

/** The engine's end of a message port. */
export function lineOn(port: MessagePort): EngineLine {
  return {
    send: (message, transfer) => port.postMessage(message, [...transfer]),
    onMessage: (listener) => port.on("message", listener),
  };
}
