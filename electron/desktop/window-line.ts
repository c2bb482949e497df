import type { FileLender } from "#electron/cli/serve-files.ts";
import { Desk } from "#electron/desk.ts";
import type { MainPort } from "#electron/desktop/electron-api.ts";
import { sendable } from "#electron/desktop/sendable.ts";
import type { Hello } from "#electron/protocol.ts";
import { type EngineThread, Supervisor } from "#workers/supervisor.ts";

export interface WindowLineParams {
  readonly hello: Hello;
  startEngine(): EngineThread;
  readonly files: FileLender;
}

/** One window's line to an engine of its own, until it is disposed of or its port closes. */
export interface WindowLine {
  /** Whether a fit is under way that would be lost with the engine. */
  isFitting(): boolean;
  dispose(): Promise<void>;
}

/**
 * Joins a window's port to an engine and to what the host itself does, with the messages of the browser host: first the hello, then calls and answers,
 * every one of them checked by the supervisor and the engine. The engine is a thread of this process rather than a
 * process of its own: threads share the bytes of maps with whoever opens them again after a crash, processes cannot.
 */
export function openLine(port: MainPort, params: WindowLineParams): WindowLine {
  const send = (message: unknown) => port.postMessage(sendable(message));
  const desk = new Desk({ lender: params.files, send });
  const supervisor = new Supervisor({
    start: () => params.startEngine(),
    send,
    readFile: (id) => params.files.read(id),
  });
  let ended: Promise<void> | undefined;
  const dispose = () => {
    desk.dispose();
    ended ??= supervisor.dispose().then(() => port.close());
    return ended;
  };
  port.on("message", ({ data }) => {
    if (!desk.take(data)) supervisor.take(data);
  });
  port.on("close", () => void dispose());
  port.start();
  port.postMessage(params.hello);
  return { isFitting: () => supervisor.isRunning("fit"), dispose };
}
