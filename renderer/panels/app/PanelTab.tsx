import type { IDockviewPanelHeaderProps } from "dockview-react";

/** The heading of a docked panel: its name, to drag it by. */
export function PanelTab({ api }: IDockviewPanelHeaderProps) {
  return <span className="panel-tab">{api.title}</span>;
}
