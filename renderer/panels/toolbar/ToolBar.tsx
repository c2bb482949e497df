import { useStore } from "zustand";
import {
  useApp,
  useFits,
  useRun,
  useScene,
  useSelection,
  useSettings,
} from "#renderer/panels/app/context.ts";
import { contextOf, type Tool } from "#renderer/panels/toolbar/tool.ts";
import { TOOLBARS } from "#renderer/panels/toolbar/toolbars.ts";

/** The tools of the tab that is open, in one row. */
export function ToolBar() {
  const open = useSettings((state) => state.toolbar);
  const bar = TOOLBARS.find(({ id }) => id === open);
  if (!bar) return null;
  return (
    <div className="tool-bar" role="toolbar" aria-label={bar.title}>
      {bar.groups.map((tools) => (
        <div key={tools[0]?.text} className="tool-group">
          {tools.map((tool) => (
            <ToolButton key={tool.text} tool={tool} />
          ))}
        </div>
      ))}
    </div>
  );
}

function ToolButton({ tool }: { tool: Tool }) {
  const app = useApp();
  const run = useRun();
  // What tools act on changes with any of these.
  useScene((state) => state.entries);
  useSelection((state) => state);
  useFits((state) => state.tables);
  useSettings((state) => state);
  useStore(app.stores.stage, (state) => state);
  const context = contextOf(app);
  const line = tool.line(context);
  const Icon = tool.icon;
  return (
    <button
      type="button"
      className="tool"
      disabled={line === null}
      aria-pressed={tool.isOn?.(context)}
      title={line === null ? tool.hint : `${tool.hint}\n${line}`}
      onClick={() => run(() => app.execute(tool.line(contextOf(app)) ?? ""))}
    >
      <Icon aria-hidden="true" />
      {tool.text}
    </button>
  );
}
