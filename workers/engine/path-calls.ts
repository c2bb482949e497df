import { type FitPath, replayPath } from "#core/fit/path.ts";
import { poseOfMotion } from "#core/fit/pose.ts";
import { makeProbe } from "#core/fit/probe.ts";
import { createSearch } from "#core/fit/search.ts";
import { chooseResolution, prepareTarget } from "#core/fit/target.ts";
import { fittedOf, partOf } from "#workers/engine/fit-calls.ts";
import type { CallContext, Session } from "#workers/engine/session.ts";
import type { Params } from "#workers/protocol.ts";

/** Runs the search of a fit again until a start ends at the placement, and follows that start. */
export async function fitPath(
  session: Session,
  { map, model, motion, request, reach, starts }: Params<"fitPath">,
  { job }: Pick<CallContext<"fitPath">, "job">,
): Promise<FitPath> {
  const volume = partOf(session, map, request.region);
  const { value: probe } = makeProbe(fittedOf(session.model(model), request), request.atoms);
  const { engine } = await session.kernel();
  const resolution = chooseResolution(volume, request.resolution, undefined);
  const clock = () => session.host.clock() / 1000;
  const target = await prepareTarget(engine, volume, reach, resolution, request, clock, job);
  try {
    const search = await createSearch(engine, probe, target, request);
    try {
      return await replayPath(search, poseOfMotion(motion, probe.centre), starts, job);
    } finally {
      search.release();
    }
  } finally {
    for (const handle of [target.handle, ...target.coarse]) engine.release(handle);
  }
}
