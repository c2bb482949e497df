import { useApp, useSettings } from "#renderer/panels/app/context.ts";
import { TOOLBARS } from "#renderer/panels/toolbar/toolbars.ts";
import "#renderer/panels/toolbar/toolbar.css";

/** The names of the tool bars; the one that is open closes when it is pressed again. */
export function ToolTabs() {
  const { settings } = useApp().stores;
  const open = useSettings((state) => state.toolbar);
  return (
    <nav className="tool-tabs" aria-label="Tool bars">
      {TOOLBARS.map(({ id, title }) => (
        <button
          key={id}
          type="button"
          aria-expanded={open === id}
          aria-label={`${title} tools`}
          onClick={() => settings.setState({ toolbar: open === id ? null : id })}
        >
          {title}
        </button>
      ))}
    </nav>
  );
}
