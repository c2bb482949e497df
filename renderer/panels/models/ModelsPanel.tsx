import { FolderOpen } from "lucide-react";
import { pickAndOpen } from "#renderer/commands/open.ts";
import { useRun, useScene } from "#renderer/panels/app/context.ts";
import { ModelRow } from "#renderer/panels/models/ModelRow.tsx";
import "#renderer/panels/models/models.css";
import { specOf } from "#renderer/stores/scene.ts";
import { Button } from "#renderer/ui/Button.tsx";

/** Everything opened: number, colour, name, what it is, shown or not. */
export function ModelsPanel() {
  const entries = useScene((state) => state.entries);
  const run = useRun();
  return (
    <div className="panel models">
      {entries.length === 0 ? (
        <p className="section hint">Nothing is open yet. Drop a map and a model anywhere in the window.</p>
      ) : (
        <ul aria-label="Maps and models">
          {entries.map((entry) => (
            <ModelRow key={specOf(entry)} entry={entry} />
          ))}
        </ul>
      )}
      <div className="models-foot">
        <Button kind="quiet" icon={<FolderOpen />} onClick={() => run(pickAndOpen)}>
          Open files…
        </Button>
      </div>
    </div>
  );
}
