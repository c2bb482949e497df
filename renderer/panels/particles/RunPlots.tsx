import { FileText } from "lucide-react";
import type { IterationSummary } from "#core/particles/iteration-summary.ts";
import { saveRunReport } from "#renderer/commands/particles/check-particles.ts";
import { chooseIteration } from "#renderer/commands/particles/open-particles.ts";
import { openRunMaps } from "#renderer/commands/particles/run-maps.ts";
import { useParticles, useRun } from "#renderer/panels/app/context.ts";
import { DirectionPlot } from "#renderer/panels/particles/DirectionPlot.tsx";
import { FscPlot } from "#renderer/panels/particles/FscPlot.tsx";
import { PoseChangePlot } from "#renderer/panels/particles/PoseChangePlot.tsx";
import { ResolutionPlot } from "#renderer/panels/particles/ResolutionPlot.tsx";
import { runSentence } from "#renderer/panels/particles/run-sentence.ts";
import { type ShownRun, shownSummary, stepOf } from "#renderer/stores/particles.ts";
import { Button } from "#renderer/ui/Button.tsx";

/** A run in a sentence and in plots, of the iteration that is chosen. */
export function RunPlots({ run }: { run: ShownRun }) {
  const chosen = useParticles((state) => state.chosen);
  const { summaries: all, planned } = run;
  const shown = shownSummary({ run, chosen });
  if (!shown) {
    return (
      <p className="section hint">
        {run.state === "running"
          ? "The half maps of the particles as they are come first; then the plots begin here."
          : `${run.name} kept nothing that could be plotted: it is of an earlier version, or ended before its first maps.`}
      </p>
    );
  }
  return (
    <>
      <div className="particles-run">
        <p role="status">{runSentence(run)}</p>
        <Chooser run={run} shown={shown} />
      </div>
      <div className="particles-plots">
        <figure>
          <figcaption>
            FSC: <b className="accent">corrected</b>, masked, <b className="amber">no mask</b>
          </figcaption>
          <FscPlot all={all} shown={shown} />
        </figure>
        <figure>
          <figcaption>
            Resolution, Å: <b className="accent">FSC 0.143</b>, 0.5
          </figcaption>
          <ResolutionPlot all={all} shown={shown} planned={planned} />
        </figure>
        <figure>
          <figcaption>Directions of view</figcaption>
          <DirectionPlot directions={shown.directions} />
        </figure>
        <figure>
          <figcaption>Mean pose change, and its spread</figcaption>
          <PoseChangePlot all={all} shown={shown} />
        </figure>
      </div>
    </>
  );
}

/** Which iteration is shown, and its maps. */
function Chooser({ run, shown }: { run: ShownRun; shown: IterationSummary }) {
  const does = useRun();
  const isWhole = run.state === "finished";
  const isStart = stepOf(shown) === 0;
  return (
    <div className="buttons">
      {run.summaries.map((one) => (
        <Button
          key={stepOf(one)}
          label={labelOf(one)}
          kind="quiet"
          pressed={one === shown}
          onClick={() => does((app) => chooseIteration(app, stepOf(one)))}
        >
          {one.iteration > 0 && one.patches === undefined ? one.iteration : labelOf(one)}
        </Button>
      ))}
      <Button
        disabled={isStart && !isWhole}
        hint={
          isWhole
            ? "Opens the map and half maps in the scene"
            : "Opens the half maps of this iteration in the scene"
        }
        onClick={() => does((app) => openRunMaps(app, isWhole ? undefined : shown.iteration))}
      >
        Open maps
      </Button>
      <Button
        icon={<FileText />}
        label="Save the report (HTML)"
        disabled={run.summaries.length < 2}
        onClick={() => does((app) => saveRunReport(app))}
      />
    </div>
  );
}

function labelOf({ iteration, patches }: IterationSummary): string {
  if (patches !== undefined) return patches === 1 ? "1 patch" : `${patches} patches`;
  return iteration === 0 ? "Start" : `Iteration ${iteration}`;
}
