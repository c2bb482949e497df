import { SlidersHorizontal, X } from "lucide-react";
import { fitModels } from "#renderer/commands/fit.ts";
import { refineHere } from "#renderer/commands/refine.ts";
import { cancelJob } from "#renderer/commands/run.ts";
import { useApp, useRun } from "#renderer/panels/app/context.ts";
import { CompositeButtons } from "#renderer/panels/fit/CompositeButtons.tsx";
import type { FitPlan } from "#renderer/panels/fit/use-fit.ts";
import { density } from "#renderer/stores/format.ts";
import type { Job } from "#renderer/stores/jobs.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { ProgressBar } from "#renderer/ui/ProgressBar.tsx";

/** The Fit button and its neighbours; while a fit runs, how far it is and a way to stop it. */
export function FitActions(props: {
  plan: FitPlan;
  job: Job | undefined;
  showsOptions: boolean;
  onOptions: () => void;
}) {
  const { plan, job, showsOptions, onOptions } = props;
  const run = useRun();
  if (job) return <Running job={job} />;
  const { map, model, models, unplaced, options, table } = plan;
  const isNext = map.explained !== null && unplaced.length > 0;
  return (
    <div className="buttons fit-actions">
      {isNext ? (
        <Button
          kind="primary"
          hint="Fits what is not placed yet into what remains of the map"
          onClick={() => run((app) => fitModels(app, map, unplaced, { ...options, split: false }))}
        >
          Next round: {unplaced.length === 1 ? (unplaced[0]?.name ?? "") : `${unplaced.length} models`}
        </Button>
      ) : null}
      <Button
        kind={isNext ? "plain" : "primary"}
        onClick={() => run((app) => fitModels(app, map, [model], options))}
      >
        {table ? "Fit again" : "Fit"}
      </Button>
      {models.length > 1 ? (
        <Button onClick={() => run((app) => fitModels(app, map, models, options))}>
          Fit all {models.length}
        </Button>
      ) : null}
      <CompositeButtons plan={plan} />
      <Button
        hint="Moves the model from where it is to the nearest optimum"
        onClick={() => run((app) => refineHere(app, map, model, options.resolution))}
      >
        Refine
      </Button>
      {models.length > 1 ? (
        <Button icon={<SlidersHorizontal />} label="Options" pressed={showsOptions} onClick={onOptions} />
      ) : (
        <Button pressed={showsOptions} onClick={onOptions}>
          Options
        </Button>
      )}
    </div>
  );
}

function Running({ job }: { job: Job }) {
  const app = useApp();
  return (
    <div className="fit-running">
      <ProgressBar progress={job.progress} title={job.title} />
      {job.setup ? (
        <p className="hint">
          {job.setup.resolution.value} Å ({job.setup.resolution.reason}), level{" "}
          {density(job.setup.level.value)} ({job.setup.level.reason})
        </p>
      ) : null}
      <Button icon={<X />} disabled={job.cancelling} onClick={() => cancelJob(app, job.id)}>
        {job.cancelling ? "Stopping…" : "Stop and keep what is found"}
      </Button>
    </div>
  );
}
