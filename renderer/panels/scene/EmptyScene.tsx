import { FolderOpen } from "lucide-react";
import { pickAndOpen } from "#renderer/commands/open.ts";
import { useApp, useJobs, useRun } from "#renderer/panels/app/context.ts";
import { Button } from "#renderer/ui/Button.tsx";

/** What to do when nothing is open but the panels are wanted. */
export function EmptyScene() {
  const run = useRun();
  const { start } = useApp().stores;
  const job = useJobs(({ jobs }) => jobs.find(({ kind }) => kind === "open"));
  return (
    <div className="empty">
      <h2>{job ? `${job.title}…` : "Drop a map and a model here"}</h2>
      <p>Maps: .mrc .map .ccp4 · models: .pdb .cif .bcif · plain or gzip, several at once</p>
      <div className="buttons">
        <Button kind="primary" icon={<FolderOpen />} onClick={() => run(pickAndOpen)}>
          Open files…
        </Button>
        <Button onClick={() => start.setState({ panelsWanted: false })}>Start screen</Button>
      </div>
    </div>
  );
}
