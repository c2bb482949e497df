import { FOCUS_LEVEL } from "#core/gmm/focus.ts";
import type { JobContext } from "#core/job/job-context.ts";
import { type FlexibleParticle, maskOf } from "#core/particles/demo/flexible-particle.ts";
import type { ParticleEngine } from "#core/particles/particle-engine.ts";
import type { ParticleSet } from "#core/particles/particle-set.ts";
import { compositeMap } from "#core/particles/patches.ts";
import { POSE_VIEWS } from "#core/particles/pose-search.ts";
import { meanMap } from "#core/particles/postprocess.ts";
import {
  type Focus,
  REFINE_DEFAULTS,
  type RefineSettings,
  type RefineState,
} from "#core/particles/refine-state.ts";
import { iterate, meanFsc, startRefinement } from "#core/particles/refinement.ts";
import { type Fsc, shellCorrelationUnder } from "#core/volume/fsc.ts";
import type { Grid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** A mask and what it is around. */
export interface NamedPart {
  readonly part: string;
  readonly mask: Volume;
}

/** A map under one of the masks. */
export interface PartAgreement {
  readonly part: string;
  /** Of the half maps. */
  readonly halves: Fsc;
  /** Mean FSC of the half maps, and of their mean with the particle at rest. */
  readonly meanFsc: number;
  readonly truth: number;
}

/** One way to refine, judged under every mask: that of the whole first. */
export interface FlexibleResult {
  readonly name: string;
  readonly map: Volume;
  readonly parts: readonly PartAgreement[];
}

/** What the demonstration of flexibility tells. */
export interface Flexibility {
  readonly count: number;
  readonly size: number;
  readonly pixelSize: number;
  /** The whole, one focus after the other, the composite. */
  readonly whole: FlexibleResult;
  readonly focused: readonly FlexibleResult[];
  readonly composite: FlexibleResult;
  /** Without noise, at rest. */
  readonly truth: Volume;
}

/** What the whole demonstration works with. */
interface Bench {
  readonly engine: ParticleEngine;
  readonly settings: RefineSettings;
  readonly job: JobContext;
  /** The whole, the core, the arms. */
  readonly parts: readonly NamedPart[];
  readonly truth: Volume;
}

/** Masks around the whole of a particle, its core and its arms. */
export function partsOf(particle: FlexibleParticle, grid: Grid): NamedPart[] {
  const { core, arms } = particle;
  return [
    { part: "whole", mask: maskOf([core, ...arms], grid) },
    ...[core, ...arms].map((part) => ({ part: part.name, mask: maskOf([part], grid) })),
  ];
}

/**
 * Refines a particle that bends as a whole, then from there once for each arm with poses told by that arm, and puts the
 * maps of the arms together. Each outcome is judged under every mask of `parts` (the whole, the core, the arms) by the FSC
 * of its half maps and by its likeness to `truth`. Throws `cancelled` when the job is cancelled.
 */
export async function demonstrateFlexibility(
  particles: ParticleSet,
  { parts, truth }: Pick<Bench, "parts" | "truth">,
  { iterations, seed }: Pick<RefineSettings, "iterations" | "seed">,
  engine: ParticleEngine,
  job: JobContext,
): Promise<Flexibility> {
  const bench: Bench = { engine, settings: settingsFor(iterations, seed), job, parts, truth };
  const [all, , ...arms] = parts;
  const { state: start } = await startRefinement(
    particles,
    bench.settings,
    async () => all.mask,
    engine,
    job,
  );
  const refined = await refine(start, undefined, bench);
  const focused: FlexibleResult[] = [];
  const patches: { halves: RefineState["halves"]; mask: Volume }[] = [];
  for (const { part, mask } of arms) {
    const { halves } = await refine(refined, { mask, form: "variance", level: FOCUS_LEVEL }, bench);
    focused.push(await judged(`told by ${part}`, halves, bench));
    patches.push({ halves, mask });
  }
  const together = (half: 0 | 1) =>
    compositeMap(
      patches.map(({ halves, mask }) => ({ map: halves[half], mask })),
      refined.halves[half],
    );
  return {
    ...{ count: particles.count, size: engine.size, pixelSize: engine.pixelSize, truth, focused },
    whole: await judged("told by the whole", refined.halves, bench),
    composite: await judged("put together", [together(0), together(1)], bench),
  };
}

function settingsFor(iterations: number, seed: number): RefineSettings {
  const free = { turn: Number.POSITIVE_INFINITY, shift: Number.POSITIVE_INFINITY };
  return { ...REFINE_DEFAULTS, views: POSE_VIEWS.newton, prior: free, iterations, seed };
}

async function refine(
  from: RefineState,
  focus: Focus | undefined,
  { settings, engine, job, parts }: Bench,
): Promise<RefineState> {
  const [all] = parts;
  let state: RefineState = { ...from, iteration: 0 };
  for (let n = 0; n < settings.iterations; n++) {
    const held = { mask: all.mask, centres: from.particles, ...(focus && { focus }) };
    ({ state } = await iterate(state, settings, held, engine, job));
  }
  return state;
}

async function judged(
  name: string,
  halves: RefineState["halves"],
  { parts, truth, job }: Bench,
): Promise<FlexibleResult> {
  const map = meanMap(halves);
  const judgements: PartAgreement[] = [];
  for (const { part, mask } of parts) {
    const own = await shellCorrelationUnder(mask, halves, job);
    const likeness = await shellCorrelationUnder(mask, [map, truth], job);
    judgements.push({ part, halves: own, meanFsc: meanFsc(own), truth: meanFsc(likeness) });
  }
  return { name, map, parts: judgements };
}
