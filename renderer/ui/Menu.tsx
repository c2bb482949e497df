import { type FocusEvent, type ReactNode, useState } from "react";
import { Button } from "#renderer/ui/Button.tsx";

/** A button that opens a short list of actions. */
export function Menu(props: {
  text: string;
  icon?: ReactNode;
  kind?: "plain" | "quiet";
  items: readonly { readonly text: string; readonly disabled?: boolean; readonly onChoose: () => void }[];
}) {
  const { text, icon, items, kind = "plain" } = props;
  const [isOpen, setOpen] = useState(false);
  const leave = (event: FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only watches the focus leave and Escape bubble up
    <div className="menu" onBlur={leave} onKeyDown={(event) => event.key === "Escape" && setOpen(false)}>
      <Button kind={kind} icon={icon} pressed={isOpen} onClick={() => setOpen(!isOpen)}>
        {text}
      </Button>
      {isOpen ? (
        <div className="menu-list" role="menu" aria-label={text}>
          {items.map((item) => (
            <button
              key={item.text}
              type="button"
              role="menuitem"
              disabled={item.disabled}
              onClick={() => {
                setOpen(false);
                item.onChoose();
              }}
            >
              {item.text}
            </button>
          ))}
        </div>
      ) : null}
    </div>
  );
}
