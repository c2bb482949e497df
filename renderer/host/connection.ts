import type { AppError } from "#core/errors.ts";
import type { DesktopBridge, SessionHello } from "#electron/protocol.ts";
import type { Host } from "#renderer/host/host.ts";
import type { EngineClient } from "#workers/client.ts";

/** A line to the engine and what comes with it. */
export interface Connection {
  readonly engine: EngineClient;
  readonly host: Host;
  readonly version: string;
  /** The session to show; null from a host that keeps none. */
  readonly session: SessionHello | null;
  /** Resolves with the reason when the line is lost. */
  readonly lost: Promise<AppError>;
}

declare global {
  interface Window {
    /** Put here by the desktop's preload script. */
    readonly mapwright?: DesktopBridge;
  }
}
