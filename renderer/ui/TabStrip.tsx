import { ChevronLeft, ChevronRight, List } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Button } from "#renderer/ui/Button.tsx";
import { Menu } from "#renderer/ui/Menu.tsx";

/** Tabs in one row. When there are more than fit, arrows and a list say so. */
export function TabStrip<T extends string>(props: {
  label: string;
  tabs: readonly {
    readonly id: T;
    readonly name: string /** Class of the dot before the name. */;
    readonly mark?: string;
  }[];
  front: T | null;
  onChoose: (id: T) => void;
}) {
  const { label, tabs, front, onChoose } = props;
  const strip = useRef<HTMLDivElement>(null);
  const room = useRoom(strip, tabs.length);
  const at = tabs.findIndex(({ id }) => id === front);
  const isOver = room.before || room.after;
  useEffect(() => {
    strip.current?.children[at]?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [at]);
  const scroll = (direction: number) => {
    const { current } = strip;
    if (current) current.scrollLeft += direction * 0.8 * current.clientWidth;
  };
  const press = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const next = by === undefined ? undefined : tabs[at + by];
    if (!next) return;
    event.preventDefault();
    onChoose(next.id);
    (strip.current?.children[at + (by ?? 0)] as HTMLElement | undefined)?.focus();
  };
  return (
    <div className="tab-strip">
      {isOver ? (
        <Button
          kind="quiet"
          icon={<ChevronLeft />}
          label="Tabs to the left"
          disabled={!room.before}
          onClick={() => scroll(-1)}
        />
      ) : null}
      <div className="tabs" role="tablist" aria-label={label} ref={strip} onKeyDown={press}>
        {tabs.map(({ id, name, mark }) => (
          <button
            key={id}
            type="button"
            role="tab"
            aria-selected={front === id}
            tabIndex={front === id || at < 0 ? 0 : -1}
            onClick={() => onChoose(id)}
          >
            {mark === undefined ? null : <span className={`dot ${mark}`} aria-hidden="true" />}
            {name}
          </button>
        ))}
      </div>
      {isOver ? (
        <>
          <Button
            kind="quiet"
            icon={<ChevronRight />}
            label="Tabs to the right"
            disabled={!room.after}
            onClick={() => scroll(1)}
          />
          <Menu
            text={`All ${tabs.length} tabs`}
            kind="quiet"
            icon={<List />}
            isIcon
            items={tabs.map(({ id, name }) => ({ text: name, onChoose: () => onChoose(id) }))}
          />
        </>
      ) : null}
    </div>
  );
}

/** Whether tabs are hidden before and after what is seen. */
function useRoom(
  strip: React.RefObject<HTMLElement | null>,
  count: number,
): { before: boolean; after: boolean } {
  const [room, setRoom] = useState({ before: false, after: false });
  // biome-ignore lint/correctness/useExhaustiveDependencies: more tabs take more room
  useEffect(() => {
    const { current } = strip;
    if (!current) return;
    const look = () => {
      const before = current.scrollLeft > 1;
      const after = current.scrollLeft + current.clientWidth < current.scrollWidth - 1;
      setRoom((now) => (now.before === before && now.after === after ? now : { before, after }));
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(current);
    current.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      current.removeEventListener("scroll", look);
    };
  }, [strip, count]);
  return room;
}
