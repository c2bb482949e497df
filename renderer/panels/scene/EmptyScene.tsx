import { FolderOpen } from "lucide-react";
import { pickAndOpen } from "#renderer/commands/open.ts";
import { useJobs, useRun } from "#renderer/panels/app/context.ts";
import { Button } from "#renderer/ui/Button.tsx";

/** What to do when nothing is open. */
export function EmptyScene() {
  const run = useRun();
  const job = useJobs(({ jobs }) => jobs.find(({ kind }) => kind === "open"));
  return (
    <div className="empty">
      <h2>{job ? `${job.title}…` : "Drop a map and a model here"}</h2>
      <p>Map: .mrc .map .ccp4 · Model: .pdb .cif .bcif — plain or gzip, one file or several at once</p>
      <Button kind="primary" icon={<FolderOpen />} onClick={() => run(pickAndOpen)}>
        Open files…
      </Button>
      <ol>
        <li>
          <b>Open</b> <span>a map and one or more models</span>
        </li>
        <li>
          <b>Fit</b> <span>searches the whole map and says how sure it is</span>
        </li>
        <li>
          <b>Place</b> <span>what is right, zero its density, fit the rest</span>
        </li>
      </ol>
    </div>
  );
}
