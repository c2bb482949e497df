import { bodiesOf, type Composite, compose } from "#core/composite/compose.ts";
import type { CompositeContext } from "#core/composite/context.ts";
import type { Part } from "#core/composite/parts.ts";
import { type CopiesByFile, planWork } from "#core/composite/plan.ts";
import { atomsInDensity, type DomainsOf, type PoorKind, poorKinds } from "#core/composite/poor-kinds.ts";

/** A composite whose chains were taken apart where they did not fit as a whole. */
export interface FlexibleComposite {
  readonly composite: Composite;
  /** The chains that did not fit as a whole. */
  readonly poor: readonly PoorKind[];
  /** Whether their domains were placed in their stead; else these did no better. */
  readonly isRefitted: boolean;
}

/**
 * Puts a complex together chain by chain; then, when some chains do not fit as a whole, once more with their domains in their
 * stead. Of the two composites the one with more atoms in the density is kept. Throws as `compose`.
 */
export async function composeFlexibly(
  context: CompositeContext,
  domainsOf: DomainsOf,
  copies: CopiesByFile,
): Promise<FlexibleComposite> {
  const chains = await compose(context);
  const { map, plan, request, job } = context;
  const poor = poorKinds(chains, map, domainsOf);
  if (poor.length === 0 || job.signal.aborted) return { composite: chains, poor, isRefitted: false };
  const isPoor = (kind: number) => poor.some((one) => one.kind === kind);
  const parts = plan.kinds.flatMap(({ members }, kind): readonly Part[] =>
    members.flatMap(({ part }) => (isPoor(kind) ? domainsOf(part) : [part])),
  );
  const work = planWork(parts, copies);
  const domains = await compose({ ...context, plan: work, bodies: bodiesOf(work, request.atoms) });
  const level = chains.setup.level.value;
  const isRefitted = atomsInDensity(domains.placed, map, level) > atomsInDensity(chains.placed, map, level);
  return { composite: isRefitted ? domains : chains, poor, isRefitted };
}
