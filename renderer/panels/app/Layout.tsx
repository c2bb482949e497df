import {
  type DockviewApi,
  DockviewReact,
  type DockviewReadyEvent,
  type IDockviewPanelProps,
} from "dockview-react";
import { useEffect, useRef } from "react";
import "dockview-react/dist/styles/dockview.css";
import type { App } from "#renderer/commands/app.ts";
import { useApp } from "#renderer/panels/app/context.ts";
import { PanelHelp } from "#renderer/panels/app/PanelHelp.tsx";
import { PanelTab } from "#renderer/panels/app/PanelTab.tsx";
import { FitPanel } from "#renderer/panels/fit/FitPanel.tsx";
import { HelpPanel } from "#renderer/panels/help/HelpPanel.tsx";
import { LogPanel } from "#renderer/panels/log/LogPanel.tsx";
import { ModelPanel } from "#renderer/panels/model/ModelPanel.tsx";
import { ModelsPanel } from "#renderer/panels/models/ModelsPanel.tsx";
import { ResultsPanel } from "#renderer/panels/results/ResultsPanel.tsx";
import { ScenePanel } from "#renderer/panels/scene/ScenePanel.tsx";
import { VolumePanel } from "#renderer/panels/volume/VolumePanel.tsx";

const COMPONENTS: Record<string, (props: IDockviewPanelProps) => React.ReactNode> = {
  models: ModelsPanel,
  volume: VolumePanel,
  model: ModelPanel,
  scene: ScenePanel,
  results: ResultsPanel,
  fit: FitPanel,
  log: LogPanel,
  help: HelpPanel,
};

/** Of the height of the window, when help is asked for. */
const HELP_SHARE = 0.5;

const THEME = { name: "mapwright", className: "dockview-theme-mapwright", gap: 0 };

/** The docked panels. Their arrangement is kept between sessions; one that cannot be read is replaced by the default. */
export function Layout() {
  const app = useApp();
  const { help, scene } = app.stores;
  const dock = useRef<DockviewApi>(null);
  useEffect(
    () =>
      help.subscribe(({ asked }, before) => {
        if (asked !== before.asked && dock.current) showHelp(dock.current);
      }),
    [help],
  );
  const ready = (event: DockviewReadyEvent) => {
    dock.current = event.api;
    arrange(app, event);
    // While nothing is open it is help that the panels were wanted for.
    if (help.getState().asked > 0 && scene.getState().entries.length === 0) showHelp(event.api);
  };
  return (
    <main className="layout">
      <DockviewReact
        components={COMPONENTS}
        defaultTabComponent={PanelTab}
        rightHeaderActionsComponent={PanelHelp}
        theme={THEME}
        disableFloatingGroups
        onReady={ready}
      />
    </main>
  );
}

function arrange(app: App, { api }: DockviewReadyEvent): void {
  const { settings } = app.stores;
  if (!restore(api, settings.getState().layout)) arrangeDefault(api);
  api.onDidLayoutChange(() => settings.setState({ layout: api.toJSON() }));
}

/** Brings the help to the front, with room to read. */
function showHelp(api: DockviewApi): void {
  const panel = api.getPanel("help");
  if (!panel) return;
  panel.api.setActive();
  const wanted = Math.round(api.height * HELP_SHARE);
  if (panel.group.height < wanted) panel.group.api.setSize({ height: wanted });
}

function restore(api: DockviewApi, layout: unknown): boolean {
  if (layout === null || layout === undefined) return false;
  try {
    api.fromJSON(layout as Parameters<DockviewApi["fromJSON"]>[0]);
    return Object.keys(COMPONENTS).every((id) => api.getPanel(id) !== undefined);
  } catch {
    api.clear();
    return false;
  }
}

function arrangeDefault(api: DockviewApi): void {
  api.clear();
  const scene = api.addPanel({ id: "scene", component: "scene", title: "Scene", renderer: "always" });
  scene.group.header.hidden = true;
  api.addPanel({
    id: "models",
    component: "models",
    title: "Models",
    position: { referencePanel: "scene", direction: "left" },
    initialWidth: 272,
    minimumWidth: 220,
  });
  api.addPanel({
    id: "volume",
    component: "volume",
    title: "Volume",
    position: { referencePanel: "models", direction: "below" },
    initialHeight: 420,
  });
  api.addPanel({
    id: "model",
    component: "model",
    title: "Model",
    position: { referencePanel: "volume", direction: "within" },
    inactive: true,
  });
  api.addPanel({
    id: "fit",
    component: "fit",
    title: "Fit",
    position: { referencePanel: "scene", direction: "right" },
    initialWidth: 316,
    minimumWidth: 260,
  });
  api.addPanel({
    id: "log",
    component: "log",
    title: "Log",
    position: { referencePanel: "fit", direction: "below" },
    initialHeight: 128,
  });
  api.addPanel({
    id: "help",
    component: "help",
    title: "Help",
    position: { referencePanel: "log", direction: "within" },
    inactive: true,
  });
  api.addPanel({
    id: "results",
    component: "results",
    title: "Results",
    position: { referencePanel: "scene", direction: "below" },
    initialHeight: 258,
  });
}
