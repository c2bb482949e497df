import type { History } from "#renderer/commands/history.ts";
import type { Host, OpenableFile } from "#renderer/host/host.ts";
import type { View } from "#renderer/scene/view.ts";
import type { Stores } from "#renderer/stores/stores.ts";
import type { EngineClient } from "#workers/client.ts";

/** Hands changes of the session to the host, which keeps it beyond this page. */
export interface Keeper {
  /** Hands over now what is not handed over yet; resolves when it is kept or cannot be. */
  keep(): Promise<void>;
}

/** What every command works on. */
export interface App {
  readonly stores: Stores;
  readonly engine: EngineClient;
  readonly host: Host;
  readonly view: View;
  readonly history: History;
  /** Keeps the session beyond this page; absent while a host keeps none. */
  keeper?: Keeper;
  /** Files seen in this session by name, so that `open` can name them again. */
  readonly files: Map<string, OpenableFile>;
  /** Runs the commands of a line; throws what is wrong with it, or went wrong. */
  execute(line: string): Promise<void>;
  /** Stops the job of this number. */
  readonly running: Map<number, AbortController>;
}
