import {
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { Button } from "#renderer/ui/Button.tsx";

/** A line of a menu: an action, or with `checked` a switch that leaves the menu open. */
export interface MenuItem {
  readonly text: string;
  readonly disabled?: boolean;
  readonly checked?: boolean;
  readonly onChoose: () => void;
}

const GAP = 4; // px between button and list

/** A button that opens a short list of actions, where there is room for it. With `isIcon` the text is only its name. */
export function Menu(props: {
  text: string;
  icon?: ReactNode;
  isIcon?: boolean;
  kind?: "plain" | "quiet";
  items: readonly MenuItem[];
}) {
  const { text, icon, isIcon = false, items, kind = "plain" } = props;
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const leave = (event: FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape") setOpen(false);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      focusNext(box.current, event.key === "ArrowDown" ? 1 : -1);
    } else return;
    event.stopPropagation();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only watches the focus leave and keys bubble up
    <div className="menu" ref={box} onBlur={leave} onKeyDown={isOpen ? press : undefined}>
      <Button
        kind={kind}
        icon={icon}
        pressed={isOpen}
        onClick={() => setOpen(!isOpen)}
        {...(isIcon ? { label: text } : {})}
      >
        {isIcon ? undefined : text}
      </Button>
      {isOpen ? <List text={text} items={items} box={box} close={() => setOpen(false)} /> : null}
    </div>
  );
}

/** Over everything, so that no panel cuts it off: below its button, above it where there is more room. */
function List(props: {
  text: string;
  items: readonly MenuItem[];
  box: React.RefObject<HTMLDivElement | null>;
  close: () => void;
}) {
  const { text, items, box, close } = props;
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const [button, own] = [box.current?.getBoundingClientRect(), list.current];
    if (!button || !own) return;
    own.showPopover();
    const below = innerHeight - button.bottom - 2 * GAP;
    const isBelow = below >= own.offsetHeight || below >= button.top;
    own.style.maxHeight = `${(isBelow ? below : button.top) - GAP}px`;
    own.style.top = isBelow ? `${button.bottom + GAP}px` : "auto";
    own.style.bottom = isBelow ? "auto" : `${innerHeight - button.top + GAP}px`;
    own.style.left = `${Math.max(GAP, Math.min(button.left, innerWidth - own.offsetWidth - GAP))}px`;
  }, [box]);
  return (
    <div ref={list} className="menu-list" popover="manual" role="menu" aria-label={text}>
      {items.map(({ text: name, checked, disabled, onChoose }) =>
        checked === undefined ? (
          <button
            key={name}
            type="button"
            role="menuitem"
            disabled={disabled}
            onClick={() => {
              close();
              onChoose();
            }}
          >
            {name}
          </button>
        ) : (
          <button
            key={name}
            type="button"
            role="menuitemcheckbox"
            aria-checked={checked}
            disabled={disabled}
            onClick={onChoose}
          >
            <span className="tick">{checked ? "✓" : ""}</span>
            {name}
          </button>
        ),
      )}
    </div>
  );
}

function focusNext(box: HTMLElement | null, by: number): void {
  const all = [...(box?.querySelectorAll<HTMLElement>(".menu-list button:not(:disabled)") ?? [])];
  const at = all.indexOf(document.activeElement as HTMLElement);
  all[(at + by + all.length) % all.length]?.focus();
}
