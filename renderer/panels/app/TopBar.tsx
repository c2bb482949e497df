import { CircleHelp, FolderOpen, Moon, Redo2, Save, Sun, Undo2 } from "lucide-react";

import { useStore } from "zustand";
import { openHelp } from "#renderer/commands/help.ts";
import { saveChimerax, saveReport } from "#renderer/commands/judge/save-report.ts";
import { saveLog } from "#renderer/commands/log-file.ts";
import { pickAndOpen } from "#renderer/commands/open.ts";
import { saveMap, saveModels, savePicture, saveTable } from "#renderer/commands/save.ts";
import { saveProject, saveProjectAs } from "#renderer/commands/session/project-files.ts";
import { redo, undo } from "#renderer/commands/undo.ts";
import { activeMap } from "#renderer/commands/volume.ts";
import {
  useApp,
  useFits,
  useHistory,
  useRun,
  useScene,
  useSettings,
  useWorkbench,
} from "#renderer/panels/app/context.ts";
import { ToolTabs } from "#renderer/panels/toolbar/ToolTabs.tsx";
import { isMap } from "#renderer/stores/scene.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Menu } from "#renderer/ui/Menu.tsx";

const PICTURE = { width: null, supersample: 3, transparent: false };

/** Opening, tool bars, taking back, saving; what the engine runs on. */
export function TopBar({ isStart }: { isStart: boolean }) {
  const run = useRun();
  const about = useStore(useWorkbench().about, (state) => state);
  return (
    <header className="top">
      <span className="logo">
        Map<b>wright</b>
      </span>
      <Button kind="quiet" icon={<FolderOpen />} onClick={() => run(pickAndOpen)}>
        Open
      </Button>
      {isStart ? null : <ToolTabs />}
      <span className="space" />
      {about.text ? (
        <span className="chip" title={`The engine computes here: ${about.reason}`}>
          {about.text}
        </span>
      ) : null}
      <Button
        kind="quiet"
        icon={<CircleHelp />}
        label="Help"
        onClick={() => run((app) => openHelp(app, null))}
      />
      <ThemeButton />
      <HistoryButtons />
      <SaveMenu />
    </header>
  );
}

function ThemeButton() {
  const app = useApp();
  const theme = useSettings((state) => state.theme);
  const other = theme === "dark" ? "light" : "dark";
  return (
    <Button
      kind="quiet"
      icon={theme === "dark" ? <Sun /> : <Moon />}
      label={`Use the ${other} theme`}
      onClick={() => app.stores.settings.setState({ theme: other })}
    />
  );
}

function HistoryButtons() {
  const run = useRun();
  const lastUndo = useHistory((state) => state.undo[0]);
  const lastRedo = useHistory((state) => state.redo[0]);
  return (
    <>
      <Button
        icon={<Undo2 />}
        disabled={lastUndo === undefined}
        hint={lastUndo === undefined ? "Nothing to undo" : `Undo: ${lastUndo} (Ctrl Z)`}
        onClick={() => run(undo)}
      >
        Undo
      </Button>
      <Button
        icon={<Redo2 />}
        label={lastRedo === undefined ? "Nothing to redo" : `Redo: ${lastRedo} (Ctrl Shift Z)`}
        disabled={lastRedo === undefined}
        onClick={() => run(redo)}
      />
    </>
  );
}

function SaveMenu() {
  const run = useRun();
  const hasModels = useScene((state) => state.entries.some((entry) => !isMap(entry)));
  const hasMaps = useScene((state) => state.entries.some(isMap));
  const hasRows = useFits((state) => state.tables.length > 0);
  return (
    <Menu
      text="Save"
      icon={<Save />}
      items={[
        {
          text: "Project (Ctrl S)",
          disabled: !hasModels && !hasMaps,
          onChoose: () => run((app) => saveProject(app)),
        },
        {
          text: "Project as… (Ctrl Shift S)",
          disabled: !hasModels && !hasMaps,
          onChoose: () => run(saveProjectAs),
        },
        {
          text: "Placed models (mmCIF)",
          disabled: !hasModels,
          onChoose: () => run((app) => saveModels(app, "cif")),
        },
        {
          text: "Placed models (PDB)",
          disabled: !hasModels,
          onChoose: () => run((app) => saveModels(app, "pdb")),
        },
        {
          text: "Active map (MRC)",
          disabled: !hasMaps,
          onChoose: () =>
            run(async (app) => {
              const map = activeMap(app);
              if (map) await saveMap(app, map);
            }),
        },
        { text: "Table (CSV)", disabled: !hasRows, onChoose: () => run((app) => saveTable(app, "csv")) },
        { text: "Table (JSON)", disabled: !hasRows, onChoose: () => run((app) => saveTable(app, "json")) },
        { text: "Report (HTML)", disabled: !hasRows, onChoose: () => run((app) => saveReport(app)) },
        {
          text: "ChimeraX script (CXC)",
          disabled: !hasModels && !hasMaps,
          onChoose: () => run((app) => saveChimerax(app)),
        },
        { text: "Commands, to run again (CXC)", onChoose: () => run((app) => saveLog(app, "commands.cxc")) },
        {
          text: "Picture (PNG)",
          disabled: !hasModels && !hasMaps,
          onChoose: () => run((app) => savePicture(app, PICTURE)),
        },
      ]}
    />
  );
}
