import { AppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { type Contender, proposalFrom } from "#renderer/commands/judge/proposal.ts";
import { place } from "#renderer/commands/poses.ts";
import { note, say, withJob } from "#renderer/commands/run.ts";
import { type FitRow, rowsOf } from "#renderer/stores/fit-rows.ts";
import type { FitTable } from "#renderer/stores/fits.ts";
import { isModel, isPlaced, type PlacedEntry } from "#renderer/stores/scene.ts";
import type { ModelId } from "#workers/protocol.ts";

/** Atoms of touching chains that a fit as a rigid body may push into each other: a share of the smaller model's. */
export const ALLOWED_CLASH = 0.03;

const MOST_OPEN = 8; // placements weighed of a model whose verdict leaves several open
const MOST_SITES = 60; // the order of I

/**
 * Proposes one placement per model such that no two clash, nor one with what is already placed: of a clear answer its
 * equivalent sites, of an ambiguous one the leading rows. Models that are placed keep their place; hidden ones, such as a
 * model whose chains are fitted on their own, take no part.
 */
export async function propose(app: App, allowed = ALLOWED_CLASH): Promise<void> {
  const { fits, scene, results } = app.stores;
  const { tables, tolerance } = fits.getState();
  const placed = scene.getState().entries.filter(isPlaced);
  const { entries } = scene.getState();
  const isHidden = (model: ModelId) =>
    entries.some((entry) => isModel(entry) && entry.id === model && !entry.shown);
  const open = tables.filter(({ model }) => !isHidden(model) && !placed.some((copy) => copy.model === model));
  if (open.length === 0) {
    throw new AppError(
      "input",
      "Every fitted model that is shown is placed; fit others, or take a placement back first.",
    );
  }
  say(app, `difffit propose${allowed === ALLOWED_CLASH ? "" : ` clash ${allowed}`}`);
  const contenders = open.map((table) => contenderFor(table, rowsOf(table, tolerance)));
  const proposal = await withJob(app, { title: "Comparing placements", kind: "other" }, async (job) => {
    const sizes = new Map(tables.map(({ model, atoms }) => [model, atoms]));
    const asked = [...contenders.flatMap(({ rows }) => rows), ...placed];
    const { atoms } = await app.engine.call(
      "clashTable",
      { placed: asked.map(({ model, motion }) => ({ model, motion })) },
      job,
    );
    return proposalFrom(contenders, placed.map(nameOf(tables)), allowed, (a, b) => {
      const shared = Math.max(atoms[a * asked.length + b] ?? 0, atoms[b * asked.length + a] ?? 0);
      const size = (n: number) => sizes.get(asked[n]?.model as ModelId) ?? Number.POSITIVE_INFINITY;
      return { atoms: shared, isTooMany: shared > allowed * Math.min(size(a), size(b)) };
    });
  });
  results.setState({ proposal });
  const count = proposal.choices.filter(({ placement }) => placement !== null).length;
  note(app, `Proposed ${count} of ${open.length} models; no two clash.`);
}

/** Places all that was proposed, each a step of its own that can be undone. */
export function acceptProposal(app: App): void {
  const { results } = app.stores;
  const { proposal } = results.getState();
  if (!proposal) throw new AppError("input", "Nothing is proposed; ask for a proposal first.");
  for (const { model, placement } of proposal.choices) if (placement !== null) place(app, model, placement);
  results.setState({ proposal: null });
}

function contenderFor(table: FitTable, all: readonly FitRow[]): Contender {
  const { kind } = table.verdict;
  const rows = all.filter(({ state }) => state !== "rejected");
  if (kind === "none") return { table, rows: [], without: "left out: it was not found in the map" };
  if (kind === "ambiguous") return { table, rows: rows.slice(0, MOST_OPEN), without: "" };
  return { table, rows: rows.filter(({ equivalent }) => equivalent).slice(0, MOST_SITES), without: "" };
}

function nameOf(tables: readonly FitTable[]): (copy: PlacedEntry) => string {
  return ({ model }) => `the placed ${tables.find((table) => table.model === model)?.name ?? "model"}`;
}
