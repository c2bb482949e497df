import { FolderOpen } from "lucide-react";
import { useEffect } from "react";
import { pickAndOpen } from "#renderer/commands/open.ts";
import { loadRecent } from "#renderer/commands/recent.ts";
import { cancelJob, run } from "#renderer/commands/run.ts";
import { useApp, useJobs, useRun } from "#renderer/panels/app/context.ts";
import { CheckComputer } from "#renderer/panels/start/CheckComputer.tsx";
import { DemoCards } from "#renderer/panels/start/DemoCards.tsx";
import { FetchBox } from "#renderer/panels/start/FetchBox.tsx";
import { RecentCards } from "#renderer/panels/start/RecentCards.tsx";
import "#renderer/panels/start/start.css";
import { Button } from "#renderer/ui/Button.tsx";
import { ProgressBar } from "#renderer/ui/ProgressBar.tsx";

/** The window while nothing is open: what to drop here, what can be opened at once, and whether this computer is fit for it. */
export function StartScreen() {
  const app = useApp();
  useEffect(() => void run(app, () => loadRecent(app)), [app]);
  return (
    <main className="start" aria-label="Start">
      <div className="start-page">
        <DropCard />
        <FetchBox />
        <DemoCards />
        <CheckComputer />
        <RecentCards />
      </div>
    </main>
  );
}

function DropCard() {
  const run = useRun();
  const app = useApp();
  const job = useJobs(({ jobs }) => jobs.find(({ kind }) => kind === "open"));
  return (
    <section className="start-drop" aria-label="Open files">
      {job ? (
        <div className="start-job">
          <ProgressBar progress={job.progress} title={job.title} />
          <Button disabled={job.cancelling} onClick={() => cancelJob(app, job.id)}>
            {job.cancelling ? "Stopping…" : "Cancel"}
          </Button>
        </div>
      ) : (
        <>
          <div>
            <h2>Drop a map and a model here</h2>
            <p className="hint">
              Maps: .mrc .map .ccp4 · models: .pdb .cif .bcif · plain or gzip, several at once
            </p>
          </div>
          <Button kind="primary" icon={<FolderOpen />} onClick={() => run(pickAndOpen)}>
            Open files…
          </Button>
        </>
      )}
    </section>
  );
}
