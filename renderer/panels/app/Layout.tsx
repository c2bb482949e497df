import {
  type DockviewApi,
  DockviewReact,
  type DockviewReadyEvent,
  type IDockviewPanelProps,
} from "dockview-react";
import { useEffect, useRef } from "react";
import "dockview-react/dist/styles/dockview.css";
import type { App } from "#renderer/commands/app.ts";
import { bringForward } from "#renderer/panels/app/bring-forward.ts";
import { useApp } from "#renderer/panels/app/context.ts";
import { PanelHelp } from "#renderer/panels/app/PanelHelp.tsx";
import { PanelTab } from "#renderer/panels/app/PanelTab.tsx";
import { PANELS, type PlaceOptions } from "#renderer/panels/app/panel-list.ts";
import { windowUnit } from "#renderer/ui/unit.ts";

const COMPONENTS: Record<string, (props: IDockviewPanelProps) => React.ReactNode> = Object.fromEntries(
  PANELS.map(({ id, component }) => [id, component]),
);

/** Of the height of the window: panels that need room when they are asked for. */
const SHARES: Readonly<Record<string, number>> = { help: 0.5, particles: 0.6 };

const THEME = { name: "mapwright", className: "dockview-theme-mapwright", gap: 0 };

/** The docked panels. Their arrangement is kept between sessions; one that cannot be read is replaced by the default. */
export function Layout() {
  const app = useApp();
  const { help, particles, scene } = app.stores;
  const dock = useRef<DockviewApi>(null);
  useEffect(
    () =>
      help.subscribe(({ asked }, before) => {
        if (asked !== before.asked && dock.current) show(dock.current, "help");
      }),
    [help],
  );
  useEffect(
    () => bringForward(app.stores, (id, share) => dock.current && show(dock.current, id, share)),
    [app],
  );
  const ready = (event: DockviewReadyEvent) => {
    dock.current = event.api;
    arrange(app, event);
    // While nothing is in the scene it is one of these that the panels were wanted for.
    if (scene.getState().entries.length > 0) return;
    if (particles.getState().asked > 0) show(event.api, "particles");
    else if (help.getState().asked > 0) show(event.api, "help");
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

/** Brings a panel to the front, with room to read where it needs that. */
function show(api: DockviewApi, id: string, share = SHARES[id] ?? 0): void {
  const panel = api.getPanel(id);
  if (!panel) return;
  panel.api.setActive();
  const wanted = Math.round(api.height * share);
  if (panel.group.height < wanted) panel.group.api.setSize({ height: wanted });
}

/** Sizes for the size of the font. */
function sized(options: PlaceOptions, unit: number): PlaceOptions {
  const { initialWidth, minimumWidth, initialHeight } = options;
  return {
    ...options,
    ...(initialWidth !== undefined && { initialWidth: initialWidth * unit }),
    ...(minimumWidth !== undefined && { minimumWidth: minimumWidth * unit }),
    ...(initialHeight !== undefined && { initialHeight: initialHeight * unit }),
  };
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
  const unit = windowUnit();
  for (const { id, title, options } of PANELS) {
    const panel = api.addPanel({ id, component: id, title, ...sized(options, unit) });
    if (id === "scene") panel.group.header.hidden = true;
  }
}
