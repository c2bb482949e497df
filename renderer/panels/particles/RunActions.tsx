import { Square } from "lucide-react";
import type { App } from "#renderer/commands/app.ts";
import { followRun } from "#renderer/commands/particles/follow-run.ts";
import { refineParticles } from "#renderer/commands/particles/refine-particles.ts";
import { stopRun } from "#renderer/commands/particles/stop-run.ts";
import { cancelJob } from "#renderer/commands/run.ts";
import { useJobs, useParticles, useRun, useScene } from "#renderer/panels/app/context.ts";
import { CheckButton, CheckSection } from "#renderer/panels/particles/CheckSection.tsx";
import { ParticleFields } from "#renderer/panels/particles/ParticleFields.tsx";
import type { Job } from "#renderer/stores/jobs.ts";
import { openOptions, type ShownRun } from "#renderer/stores/particles.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { ProgressBar } from "#renderer/ui/ProgressBar.tsx";
import { Section } from "#renderer/ui/Section.tsx";
import type { KnownRun, ParticleReport } from "#workers/particle-calls.ts";

/** What can be done with particles: refine them, stop that, go on with what is there. */
export function RunActions({ report, run }: { report: ParticleReport | null; run: ShownRun | null }) {
  const does = useRun();
  const options = useParticles((state) => state.options);
  const entries = useScene((state) => state.entries);
  const job = useJobs(({ jobs }) => jobs.find(({ kind }) => kind === "particles" || kind === "follow"));
  const isBusy = job?.kind === "particles";
  if (!report) return job ? <Running job={job} run={run} /> : null;
  if (report.refusal !== null) {
    return (
      <>
        {job ? <Running job={job} run={run} /> : null}
        <div className="section buttons">
          <CheckButton />
        </div>
        <CheckSection />
      </>
    );
  }
  const { iterations, ...wishes } = openOptions(options, entries);
  const request = { iterations, folder: report.freeFolder, wishes };
  return (
    <>
      {job ? <Running job={job} run={run} /> : null}
      {isBusy ? null : (
        <Section title="Refine">
          <ParticleFields report={report} />
          <div className="buttons particles-actions">
            <Button kind="primary" onClick={() => does((app) => refineParticles(app, request))}>
              Refine
            </Button>
            <CheckButton />
          </div>
          <p className="hint particles-into">into {report.freeFolder}, beside the file</p>
        </Section>
      )}
      <CheckSection />
      {report.runs.length > 0 && !isBusy ? <Runs runs={report.runs} shown={run} /> : null}
    </>
  );
}

function Running({ job, run }: { job: Job; run: ShownRun | null }) {
  const does = useRun();
  const stop = (app: App) =>
    job.kind === "particles" && run ? stopRun(app, run.name) : cancelJob(app, job.id);
  return (
    <Section title={job.kind === "follow" ? "Following" : "Refining"}>
      <div className="particles-running">
        <ProgressBar progress={job.progress} title={job.title} />
        <Button icon={<Square />} disabled={job.cancelling} onClick={() => does(stop)}>
          {job.cancelling ? "Stopping…" : job.kind === "follow" ? "Stop following" : "Stop"}
        </Button>
      </div>
    </Section>
  );
}

/** Refinements of these particles that lie beside them. */
function Runs({ runs, shown }: { runs: readonly KnownRun[]; shown: ShownRun | null }) {
  const does = useRun();
  const options = useParticles((state) => state.options);
  return (
    <Section title="Runs beside it">
      <ul className="particles-runs">
        {runs.map((one) => (
          <li key={one.folder}>
            <span>
              <b>{one.folder}</b> <span className="soft">{progressOf(one)}</span>
            </span>
            {shown?.name === one.folder ? null : (
              <Button kind="quiet" onClick={() => does((app) => followRun(app, one.folder))}>
                Show
              </Button>
            )}
            {one.isAtWork ? (
              <Button kind="quiet" onClick={() => does((app) => stopRun(app, one.folder))}>
                Stop
              </Button>
            ) : null}
            {one.isFinished || one.isAtWork ? null : (
              <Button
                kind="quiet"
                hint="Goes on after the last finished iteration; not while it still runs elsewhere"
                onClick={() =>
                  does((app) =>
                    refineParticles(app, {
                      iterations: one.planned ?? options.iterations,
                      folder: one.folder,
                      wishes: null,
                    }),
                  )
                }
              >
                Resume
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function progressOf({ done, planned, resolution143, isFinished }: KnownRun): string {
  const reached = resolution143 === null ? "" : `, ${resolution143.toFixed(2)} Å`;
  return isFinished
    ? `finished${reached}`
    : `${done}${planned === null ? "" : ` of ${planned}`} iterations${reached}`;
}
