import { MessageChannel, type MessagePort } from "node:worker_threads";
import { AppError } from "#core/errors.ts";
import { makeBlob, mapOf } from "#core/fit/fit.testing.ts";
import { createLocalEngine } from "#core/fit/local-engine.ts";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { writeMrc } from "#core/format/mrc-write.ts";
import { throwIfCancelled } from "#core/job/job-context.ts";
import { createReferenceKernel } from "#core/kernel/reference-kernel.ts";
import type { Rigid } from "#core/math/rigid.ts";
import { referenceImageKernel } from "#core/simulate/vrm/reference-images.testing.ts";
import { moveStructure } from "#core/structure/move.ts";
import { createClient, type EngineClient, type Port } from "#workers/client.ts";
import type { EngineHost } from "#workers/engine/session.ts";
import { createEngine, type Engine } from "#workers/engine.ts";
import type { ScreenJob } from "#workers/identify/messages.ts";
import { createScreener } from "#workers/identify/screener.ts";
import type { Screener, Screening } from "#workers/identify/screening-pool.ts";
import { lineOn } from "#workers/port.ts";
import type { EngineThread, FromThread } from "#workers/supervisor.ts";

/** An engine on the reference kernel, for tests without a build. */
export const testHost: EngineHost = {
  version: "1.2.3",
  startKernel: async () => ({ engine: createLocalEngine(createReferenceKernel()), reason: "for tests" }),
  startImages: () => ({ ...referenceImageKernel, dispose: async () => {} }),
  startScreening: (job) => screeningHere(job),
  startParticles: () => {
    throw new AppError("internal", "Tests of particles start an engine of their own.");
  },
  folders: null,
  journals: null,
  clock: () => performance.now(),
};

/** Screens on this thread with the reference kernel. */
function screeningHere(job: ScreenJob): Screening {
  const screener = createScreener(createLocalEngine(createReferenceKernel()), job, { aborted: false });
  let last: Promise<unknown> = Promise.resolve();
  return {
    threads: 1,
    use(work, signal) {
      const ask: Screener["ask"] = async (request) => {
        throwIfCancelled(signal);
        return (await screener(request)) as never;
      };
      const turn = last.then(() => work({ ask }));
      last = turn.catch(() => {});
      return turn;
    },
    dispose: async () => {},
  };
}

/** A client and an engine at the ends of a message channel on this thread. */
export function startTestEngine(host: EngineHost = testHost): {
  client: EngineClient;
  engine: Engine;
  end(): Promise<void>;
} {
  const { port1, port2 } = new MessageChannel();
  const engine = createEngine(host, lineOn(port2));
  return {
    client: createClient(portTo(port1)),
    engine,
    async end() {
      await engine.dispose();
      port1.close();
    },
  };
}

/**
 * A test engine whose batches of starts each wait until the client has heard what was told before, and its own words
 * about that have arrived: a cancel at some progress comes at that progress, however fast or slow the machine is.
 */
export function startListeningEngine(): ReturnType<typeof startTestEngine> {
  let time = 0;
  const test = startTestEngine({
    ...testHost,
    startKernel: async () => {
      const local = createLocalEngine(createReferenceKernel());
      const ascend: typeof local.ascend = async (...given) => {
        // Messages keep their order: the first answer comes after all progress, the second call after a cancel.
        for (let n = 0; n < 2; n++) await test.client.call("about", {});
        return local.ascend(...given);
      };
      return { engine: { ...local, ascend }, reason: "for tests" };
    },
    clock: () => (time += 1000), // every look a second later: all progress is told
  });
  return test;
}

/** The asker's end of a message channel. */
function portTo(target: MessagePort): Port {
  return {
    send: (message, transfer) => target.postMessage(message, [...transfer]),
    onMessage: (listener) => target.on("message", listener),
    onClose: (listener) => {
      target.once("close", () => listener(new AppError("resource", "The channel is closed.")));
    },
  };
}

/** A made-up body and its map at 5 Å, as files. The model lies elsewhere than in the map by a known motion. */
export function testFiles(): { map: Uint8Array<ArrayBuffer>; model: Uint8Array<ArrayBuffer>; truth: Rigid } {
  const truth: Rigid = { rotation: [0.6, 0, 0, 0.8], shift: [10, 20, 30] };
  const blob = makeBlob(1);
  return {
    map: own(writeMrc(mapOf([moveStructure(blob, truth)], 1.5))),
    model: own(writeMmcif([blob])),
    truth,
  };
}

/** A copy in a buffer of its own, which can be moved. */
function own(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

/** An engine on this thread that looks like one on another. */
export interface TestThread extends EngineThread {
  /** Every message the thread was sent. */
  readonly heard: unknown[];
  /** It neither answers nor listens any more, but does not end. */
  hang(): void;
}

export function startTestThread(): TestThread {
  const { port1, port2 } = new MessageChannel();
  const heard: unknown[] = [];
  const ended: (() => void)[] = [];
  const engine = createEngine(testHost, lineOn(port2));
  let hangs = false;
  port2.on("message", (message: { kind?: string }) => {
    if (message.kind === "ping") port2.postMessage({ kind: "pong" });
  });
  return {
    heard,
    hang: () => {
      hangs = true;
    },
    postMessage(message) {
      heard.push(message);
      if (!hangs) port1.postMessage(message);
    },
    on(event: string, listener: (value: never) => void) {
      if (event === "message") port1.on("message", (message: FromThread) => listener(message as never));
      if (event === "exit") ended.push(listener as () => void);
    },
    async terminate() {
      port1.close();
      await engine.dispose();
      for (const tell of ended.splice(0)) tell();
    },
  };
}
