import { compositeModels } from "#renderer/commands/judge/composite.ts";
import { useRun } from "#renderer/panels/app/context.ts";
import type { FitPlan } from "#renderer/panels/fit/use-fit.ts";
import { Button } from "#renderer/ui/Button.tsx";

/** For complexes: place everything at once, chain by chain or file by file. */
export function CompositeButtons({ plan: { map, model, models, options } }: { plan: FitPlan }) {
  const run = useRun();
  const all = models.length > 0 ? models : [model];
  const chains = all.reduce((sum, one) => sum + Math.max(1, one.chains.length), 0);
  if (chains < 2) return null;
  return (
    <>
      <Button
        hint="Searches for all chains at once and proposes where they go together without clashes"
        onClick={() => run((app) => compositeModels(app, map, all, { ...options, split: true }))}
      >
        Composite: {chains} chains
      </Button>
      {all.length > 1 && all.length < chains ? (
        <Button
          hint="The same with every model as one piece"
          onClick={() => run((app) => compositeModels(app, map, all, { ...options, split: false }))}
        >
          Composite: {all.length} models
        </Button>
      ) : null}
    </>
  );
}
