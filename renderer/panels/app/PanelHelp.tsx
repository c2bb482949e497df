import type { IDockviewHeaderActionsProps } from "dockview-react";
import { CircleHelp } from "lucide-react";
import { type HelpPage, openHelp } from "#renderer/commands/help.ts";
import { useRun } from "#renderer/panels/app/context.ts";
import { Button } from "#renderer/ui/Button.tsx";

/** The page of the help that tells about a panel. */
const PAGES: Readonly<Record<string, HelpPage>> = {
  models: "formats",
  volume: "maps",
  model: "mouse",
  modelmap: "maps",
  fit: "fit",
  identify: "domains",
  candidates: "domains",
  results: "verdict",
  validate: "refine",
  refine: "refine",
  particles: "particles",
  log: "commands",
};

/** The "?" in the heading of a group of panels. */
export function PanelHelp({ activePanel }: IDockviewHeaderActionsProps) {
  const run = useRun();
  const page = PAGES[activePanel?.id ?? ""];
  if (page === undefined) return null;
  return (
    <span className="panel-help">
      <Button
        kind="quiet"
        icon={<CircleHelp />}
        label={`Help on ${activePanel?.title ?? "this panel"}`}
        onClick={() => run((app) => openHelp(app, page))}
      />
    </span>
  );
}
