import { setImmediate as nextTurn } from "node:timers/promises";
import { AppError, asAppError } from "#core/errors.ts";
import { throwIfCancelled } from "#core/job/job-context.ts";
import { toCallError } from "#workers/engine/call-error.ts";
import { checkMessage, checkParams, idOf } from "#workers/engine/call-schemas.ts";
import { choose, widen } from "#workers/engine/choose-calls.ts";
import { composite } from "#workers/engine/composite-calls.ts";
import { contour, measureSurface } from "#workers/engine/contour-calls.ts";
import { demo, selfCheck } from "#workers/engine/demo-calls.ts";
import { editMap, newMap, previewEdit } from "#workers/engine/edit-calls.ts";
import { openErrors } from "#workers/engine/error-calls.ts";
import { fit, refine, refineMap } from "#workers/engine/fit-calls.ts";
import { buildGaussians, drawGaussians } from "#workers/engine/gaussian-calls.ts";
import { addCandidates, identify, openCandidate, regionOf } from "#workers/engine/identify-calls.ts";
import { atomResolutions, simulateImages } from "#workers/engine/image-calls.ts";
import { difference, validate } from "#workers/engine/judge-calls.ts";
import { correlateMaps, findMapSymmetry, measureAtoms } from "#workers/engine/measure-calls.ts";
import { assemble, assemblies, combine, moveAtoms, takeApart } from "#workers/engine/model-calls.ts";
import { close, openMap, openModel, split } from "#workers/engine/open-calls.ts";
import { followParticles, inspectParticles } from "#workers/engine/particle-calls.ts";
import { checkParticles, reportRun } from "#workers/engine/particle-page-calls.ts";
import { refineParticles, stopParticles } from "#workers/engine/particle-run-calls.ts";
import { fitPath } from "#workers/engine/path-calls.ts";
import { clashes, clashTable } from "#workers/engine/place-calls.ts";
import { inspectProject, inventory, readProject, writeProject } from "#workers/engine/project-calls.ts";
import { refineModel, rotamers } from "#workers/engine/refine-calls.ts";
import { type CallContext, type EngineHost, Session } from "#workers/engine/session.ts";
import { mapImage, plane, shape } from "#workers/engine/show-calls.ts";
import { simulate } from "#workers/engine/simulate-calls.ts";
import { mapValues } from "#workers/engine/value-calls.ts";
import { writeMap, writeModels } from "#workers/engine/write-calls.ts";
import { previewZero, zero } from "#workers/engine/zero-calls.ts";
import { createJob, outward, type ProgressReport } from "#workers/job.ts";
import type { CallName, EngineCallName, FromEngine, Params, Result } from "#workers/protocol.ts";

/** The engine's end of a line. */
export interface EngineLine {
  send(message: FromEngine, transfer: readonly ArrayBuffer[]): void;
  /** Called once. Messages may be anything: they are checked here. */
  onMessage(listener: (message: unknown) => void): void;
}

/** An engine that answers on one line. */
export interface Engine {
  /** Cancels what is under way, forgets everything and ends the threads. */
  dispose(): Promise<void>;
}

type Handler<C extends EngineCallName> = (
  session: Session,
  params: Params<C>,
  context: CallContext<C>,
) => Result<C> | Promise<Result<C>>;

const HANDLERS: { readonly [C in EngineCallName]: Handler<C> } = {
  about,
  demo,
  selfCheck,
  openMap,
  openModel,
  openErrors,
  close,
  split,
  contour,
  editMap,
  newMap,
  previewEdit,
  measureSurface,
  measureAtoms,
  correlateMaps,
  findSymmetry: findMapSymmetry,
  plane,
  mapImage,
  mapValues,
  shape,
  fit,
  composite,
  regionOf,
  addCandidates,
  openCandidate,
  identify,
  inspectParticles,
  refineParticles,
  stopParticles,
  followParticles,
  checkParticles,
  reportRun,
  fitPath,
  refine,
  refineMap,
  choose,
  widen,
  takeApart,
  moveAtoms,
  combine,
  assemblies,
  assemble,
  clashes,
  clashTable,
  previewZero,
  zero,
  simulate,
  simulateImages,
  buildGaussians,
  drawGaussians,
  atomResolutions,
  validate,
  difference,
  refineModel,
  rotamers,
  writeMap,
  writeModels,
  inventory,
  writeProject,
  inspectProject,
  readProject,
};

/**
 * Answers the calls of one line with a session of its own. Calls run side by side; each ends with exactly one "done" or
 * "failed". What is no message at all is dropped.
 */
export function createEngine(host: EngineHost, line: EngineLine): Engine {
  const session = new Session(host);
  const running = new Map<number, AbortController>();
  line.onMessage((received) => {
    const message = checkMessage(received);
    if (message?.kind === "cancel") {
      running.get(message.id)?.abort();
      return;
    }
    const id = message?.id ?? idOf(received);
    if (id === undefined || running.has(id)) return;
    if (!message || !isHandled(message.name)) {
      line.send({ kind: "failed", id, error: toCallError(noSuchCall()) }, []);
      return;
    }
    const cancel = new AbortController();
    running.set(id, cancel);
    void answer(session, line, id, message.name, message.params, idsOf(received), cancel.signal).finally(() =>
      running.delete(id),
    );
  });
  return {
    async dispose() {
      for (const cancel of running.values()) cancel.abort();
      await session.dispose();
    },
  };
}

/** Calls of the host never reach the engine of a host that answers them. */
function isHandled(name: CallName): name is EngineCallName {
  return name in HANDLERS;
}

async function answer<C extends EngineCallName>(
  session: Session,
  line: EngineLine,
  id: number,
  name: C,
  received: unknown,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const given = new Set<ArrayBuffer>();
  const report = (progress: ProgressReport) =>
    line.send({ kind: "progress", id, progress: outward(progress) }, []);
  try {
    const checked = checkParams(name, received);
    if ("problem" in checked) throw wrongParams(name, checked.problem);
    // A call that is cancelled in the same breath, as when a level is dragged, is not begun.
    await nextTurn();
    throwIfCancelled(signal);
    const result = await HANDLERS[name](session, checked.params, {
      job: createJob(signal, report, session.host.clock),
      ids,
      partial: (partial) => line.send({ kind: "partial", id, partial }, []),
      give: (...buffers) => {
        for (const buffer of buffers) given.add(buffer);
      },
    });
    line.send({ kind: "done", id, result }, [...given]);
  } catch (thrown) {
    line.send({ kind: "failed", id, error: toCallError(outOfMemory(thrown)) }, []);
  }
}

async function about(session: Session): Promise<Result<"about">> {
  const { engine, reason } = await session.kernel();
  const { kernel, device, threads } = engine;
  return { kernel, device, threads, reason, version: session.host.version };
}

/** The host that makes a lost session again says which ids its calls had; other messages carry none. */
function idsOf(received: unknown): readonly string[] {
  const { ids } = received as { ids?: unknown };
  return Array.isArray(ids) && ids.every((id) => /^(map|model|library)-\d{1,9}$/.test(String(id))) ? ids : [];
}

function noSuchCall(): AppError {
  return new AppError("input", "The engine knows no such call; window and engine are of different versions.");
}

function wrongParams(name: EngineCallName, problem: string): AppError {
  return new AppError("input", `The engine cannot be asked "${name}" like this: ${problem}.`, {
    name,
    problem,
  });
}

/** V8 says "Array buffer allocation failed" or "Invalid typed array length" when there is no room. */
function outOfMemory(thrown: unknown): unknown {
  if (!(thrown instanceof RangeError && /allocation|array length/i.test(thrown.message))) return thrown;
  return new AppError(
    "resource",
    "There is not enough memory for this. Close maps that are not needed, or crop or sample the map more coarsely.",
    { cause: asAppError(thrown).message },
  );
}
