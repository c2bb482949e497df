import { lazy, Suspense, useEffect } from "react";
import { CommandLine } from "#renderer/panels/app/CommandLine.tsx";
import { useScene, useSettings, useStart } from "#renderer/panels/app/context.ts";
import { DropArea } from "#renderer/panels/app/DropArea.tsx";
import { Toasts } from "#renderer/panels/app/Toasts.tsx";
import { TopBar } from "#renderer/panels/app/TopBar.tsx";
import { useKeys } from "#renderer/panels/app/use-keys.ts";
import { ProjectDialog } from "#renderer/panels/project/ProjectDialog.tsx";
import { SessionOffers } from "#renderer/panels/project/SessionOffers.tsx";
import { StartScreen } from "#renderer/panels/start/StartScreen.tsx";
import { ToolBar } from "#renderer/panels/toolbar/ToolBar.tsx";
import "#renderer/ui/tokens.css";
import "#renderer/ui/widgets.css";
import "#renderer/panels/app/app.css";

/** The panels come after the start screen: it is painted sooner without them. */
const loadLayout = () => import("#renderer/panels/app/Layout.tsx");
const Layout = lazy(async () => ({ default: (await loadLayout()).Layout }));

/** The window: a bar, the docked panels, the command line. */
export function Shell() {
  const theme = useSettings((state) => state.theme);
  useEffect(() => {
    document.documentElement.dataset["theme"] = theme;
  }, [theme]);
  const isEmpty = useScene((state) => state.entries.length === 0);
  const isStart = useStart((state) => !state.panelsWanted) && isEmpty;
  useEffect(() => void loadLayout(), []);
  useKeys();
  return (
    <DropArea>
      <TopBar isStart={isStart} />
      {isStart ? null : <ToolBar />}
      <SessionOffers />
      {isStart ? (
        <StartScreen />
      ) : (
        <Suspense fallback={<main className="layout" />}>
          <Layout />
        </Suspense>
      )}
      <CommandLine />
      <Toasts />
      <ProjectDialog />
    </DropArea>
  );
}
