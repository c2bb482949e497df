import { AppError, asAppError, cancelled, unreachable } from "#core/errors.ts";
import type {
  CallError,
  CallName,
  CallProgress,
  FromEngine,
  FromWindow,
  Params,
  PartialResult,
  Result,
} from "#workers/protocol.ts";

/** A two-way line to the engine: a message port, a worker thread or a WebSocket behind one small interface. */
export interface Port {
  /** Buffers in `transfer` are moved where the line can move them; the sender must not use them afterwards. */
  send(message: FromWindow, transfer: readonly ArrayBuffer[]): void;
  /** Called once, before the first `send`. */
  onMessage(listener: (message: FromEngine) => void): void;
  /** The line is gone for good; `error` says why. Called once. */
  onClose(listener: (error: AppError) => void): void;
}

/** What the client needs of an AbortSignal, which satisfies it. */
export interface AbortRequest {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

export interface CallOptions<C extends CallName> {
  /** Asks the engine to stop. A fit that is stopped still answers with what it has found, if it has found anything. */
  readonly signal?: AbortRequest;
  readonly onProgress?: (progress: CallProgress) => void;
  readonly onPartial?: (partial: PartialResult<C>) => void;
  /** Tells the number of the call, by which it can be resumed. */
  readonly onBegin?: (id: number) => void;
  /** Buffers of `params` that the caller gives away. */
  readonly transfer?: readonly ArrayBuffer[];
}

export interface EngineClient {
  /** Asks the engine. Rejects with AppError: the engine's own, `cancelled`, or `resource` when the line is gone. */
  call<C extends CallName>(name: C, params: Params<C>, options?: CallOptions<C>): Promise<Result<C>>;
  /**
   * Waits for a call that a page before this one began; what was answered meanwhile comes first. Rejects with `input`
   * and `isLost` in its detail when nobody knows of it any more.
   */
  resume<C extends CallName>(name: C, id: number, options?: CallOptions<C>): Promise<Result<C>>;
}

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: AppError) => void;
  readonly onProgress: ((progress: CallProgress) => void) | undefined;
  readonly onPartial: ((partial: unknown) => void) | undefined;
}

/**
 * The typed caller on one line to the engine. Calls run side by side; answers find their call by id, counted from
 * `firstId`.
 */
export function createClient(port: Port, firstId = 1): EngineClient {
  const pending = new Map<number, Pending>();
  let nextId = firstId;
  let gone: AppError | undefined;
  port.onMessage((message) => take(pending, message));
  port.onClose((error) => {
    gone = error;
    for (const call of pending.values()) call.reject(error);
    pending.clear();
  });
  function ask<C extends CallName>(message: FromWindow, options: CallOptions<C>): Promise<Result<C>> {
    const { signal, onProgress, onPartial, onBegin, transfer = [] } = options;
    const { id } = message;
    const cancel = () => {
      if (pending.has(id)) port.send({ kind: "cancel", id }, []);
    };
    const answer = new Promise<Result<C>>((resolve, reject) => {
      pending.set(id, {
        // The engine answers a call by the type of its name; this is the one place that takes its word.
        resolve: resolve as (result: unknown) => void,
        reject,
        onProgress,
        onPartial: onPartial as ((partial: unknown) => void) | undefined,
      });
      signal?.addEventListener("abort", cancel);
      send(port, pending, message, transfer);
      onBegin?.(id);
    });
    return answer.finally(() => signal?.removeEventListener("abort", cancel));
  }
  const refusal = (signal: AbortRequest | undefined) => gone ?? (signal?.aborted ? cancelled() : undefined);
  return {
    async call(name, params, options = {}) {
      const refused = refusal(options.signal);
      if (refused) throw refused;
      return ask({ kind: "call", id: nextId++, name, params }, options);
    },
    async resume(_, id, options = {}) {
      const refused = refusal(options.signal);
      if (refused) throw refused;
      return ask({ kind: "resume", id }, options);
    },
  };
}

/** A message that cannot be sent (a buffer given away twice, a closed line) fails its own call only. */
function send(
  port: Port,
  pending: Map<number, Pending>,
  message: FromWindow,
  transfer: readonly ArrayBuffer[],
): void {
  try {
    port.send(message, transfer);
  } catch (thrown) {
    pending.get(message.id)?.reject(asAppError(thrown));
    pending.delete(message.id);
  }
}

function take(pending: Map<number, Pending>, message: FromEngine): void {
  const call = pending.get(message.id);
  if (!call) return;
  switch (message.kind) {
    case "progress":
      call.onProgress?.(message.progress);
      break;
    case "partial":
      call.onPartial?.(message.partial);
      break;
    case "done":
      pending.delete(message.id);
      call.resolve(message.result);
      break;
    case "failed":
      pending.delete(message.id);
      call.reject(errorOf(message.error));
      break;
    default:
      throw unreachable(message);
  }
}

function errorOf({ code, message, detail }: CallError): AppError {
  return new AppError(code, message, detail);
}
