import { makeDemoSet } from "#core/demo/demo-sets.ts";
import { fitProbe } from "#core/fit/fit-probe.ts";
import { FIT_DEFAULTS } from "#core/fit/params.ts";
import { makeProbe } from "#core/fit/probe.ts";
import { prepareTarget } from "#core/fit/target.ts";
import { describeStructure } from "#core/format/describe.ts";
import { applyRigid, type Rigid } from "#core/math/rigid.ts";
import type { Structure } from "#core/structure/structure.ts";
import type { CallContext, Session } from "#workers/engine/session.ts";
import { summarizeMadeMap, summarizeModel } from "#workers/engine/summaries.ts";
import type { Params, Result } from "#workers/protocol.ts";

/** A chain placed this close to its known place counts as found, Å: what is asked of a fit on known pairs. */
const FOUND = 0.5;
const CHECK_SEED = 1;

/** Opens the made-up map of a demo and the models to fit into it. */
export async function demo(
  session: Session,
  { kind, seed }: Params<"demo">,
  { ids, job }: CallContext<"demo">,
): Promise<Result<"demo">> {
  const set = await makeDemoSet(kind, seed, job);
  const label = `Mapwright demo: made-up map, ${set.resolution} A, seed ${seed}`;
  const map = session.addMap(
    (id) => ({
      volume: set.map,
      summary: summarizeMadeMap(id, "demo map", set.map, label),
      shown: new Map(),
    }),
    ids[0],
  );
  const models = set.models.map(({ structure }, n) => {
    const description = describeStructure({
      value: {
        format: "mmcif",
        entry: "",
        title: `Made up for Mapwright's demo, seed ${seed}`,
        resolution: set.resolution,
        structures: [structure],
      },
      warnings: [],
    });
    return session.addModel(
      (id) => ({ structure, summary: summarizeModel(id, structure, set.resolution, description) }),
      ids[n + 1],
    );
  });
  return { map: map.summary, models: models.map(({ summary }) => summary) };
}

/** Fits a made-up chain into its made-up map with the session's own kernel, and compares with the known answer. */
export async function selfCheck(
  session: Session,
  _: Params<"selfCheck">,
  { job }: CallContext<"selfCheck">,
): Promise<Result<"selfCheck">> {
  const { map, models, resolution } = await makeDemoSet("one", CHECK_SEED, job);
  const [{ structure, back }] = models;
  const { engine } = await session.kernel();
  const clock = () => session.host.clock() / 1000;
  const began = clock();
  const { value: probe } = makeProbe(structure, "all");
  const chosen = { value: resolution, reason: "known" };
  const target = await prepareTarget(engine, map, probe.extent, chosen, FIT_DEFAULTS, clock, job);
  try {
    const { clusters, starts, verdict } = await fitProbe({
      engine,
      target,
      probe,
      request: FIT_DEFAULTS,
      clock,
      job,
    });
    const best = clusters[0]?.best.motion;
    const rmsd = best && back ? distanceBetween(structure, best, back) : Number.POSITIVE_INFINITY;
    return {
      isRight: rmsd <= FOUND && verdict.kind === "clear",
      rmsd,
      seconds: clock() - began,
      atoms: structure.atomCount,
      starts,
      kernel: engine.kernel,
      device: engine.device,
      threads: engine.threads,
    };
  } finally {
    for (const handle of [target.handle, ...target.coarse]) engine.release(handle);
  }
}

/** Root mean square distance of the atoms between two motions, Å. */
function distanceBetween({ xyz, atomCount }: Structure, a: Rigid, b: Rigid): number {
  let squares = 0;
  for (let n = 0; n < atomCount; n++) {
    const at = [xyz[3 * n], xyz[3 * n + 1], xyz[3 * n + 2]] as const;
    const [p, q] = [applyRigid(a, at), applyRigid(b, at)];
    squares += (p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2 + (p[2] - q[2]) ** 2;
  }
  return Math.sqrt(squares / atomCount);
}
