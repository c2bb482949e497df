import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from "react";
import { useStore } from "zustand";
import { useApp, useRun, useWorkbench } from "#renderer/panels/app/context.ts";
import type { PickedPlace } from "#renderer/stores/hover.ts";

/** What can be done with what was double-clicked with Ctrl; every line is a command. */
export function PickMenu() {
  const { hover } = useWorkbench();
  const place = useStore(hover, (state) => state.menu);
  return place ? <Open key={`${place.spec} ${place.x} ${place.y}`} place={place} /> : null;
}

function Open({ place }: { place: PickedPlace }) {
  const app = useApp();
  const run = useRun();
  const { hover } = useWorkbench();
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const own = list.current;
    const room = own?.parentElement;
    if (!own || !room) return;
    own.style.left = `${Math.max(4, Math.min(place.x, room.clientWidth - own.offsetWidth - 4))}px`;
    own.style.top = `${Math.max(4, Math.min(place.y, room.clientHeight - own.offsetHeight - 4))}px`;
    own.querySelector("button")?.focus();
  }, [place]);
  const close = () => hover.setState({ menu: null });
  useEffect(() => {
    const leave = (event: PointerEvent) => {
      if (!list.current?.contains(event.target as Node)) hover.setState({ menu: null });
    };
    window.addEventListener("pointerdown", leave, { capture: true });
    return () => window.removeEventListener("pointerdown", leave, { capture: true });
  }, [hover]);
  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") close();
    if (step === undefined && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    const all = [...event.currentTarget.querySelectorAll("button")];
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    if (step !== undefined) all[(at + step + all.length) % all.length]?.focus();
  };
  return (
    <div
      ref={list}
      className="pick-menu"
      role="menu"
      tabIndex={-1}
      aria-label={place.part ?? place.spec}
      onKeyDown={press}
    >
      {itemsOf(place).map(({ text, line }) => (
        <button
          key={text}
          type="button"
          role="menuitem"
          className="pick-item"
          title={line}
          onClick={() => {
            close();
            run(() => app.execute(line));
          }}
        >
          {text}
        </button>
      ))}
    </div>
  );
}

interface Item {
  readonly text: string;
  readonly line: string;
}

function itemsOf({ spec, part, isMap }: PickedPlace): readonly Item[] {
  const ends: readonly Item[] = [
    { text: `Hide ${spec}`, line: `hide ${spec} models` },
    { text: `Close ${spec}`, line: `close ${spec}` },
  ];
  if (isMap) {
    return [
      { text: `Look at ${spec}`, line: `view ${spec} clip false` },
      { text: "As a mesh", line: `volume ${spec} style mesh` },
      { text: "As a surface", line: `volume ${spec} style surface` },
      { text: "Hide dust below 5 Å", line: `surface dust ${spec} size 5` },
      ...ends,
    ];
  }
  const chain = part?.replace(/:.*$/, "") ?? spec;
  const near = part?.replace(/@.*$/, "") ?? spec;
  return [
    { text: `Look at ${near}`, line: `view ${near}` },
    { text: `Select ${near}`, line: `select ${near}` },
    ...(chain === spec ? [] : [{ text: `Select chain ${chain}`, line: `select ${chain}` }]),
    { text: `Select ${spec}`, line: `select ${spec}` },
    { text: `Sticks for ${near}`, line: `style ${near} stick` },
    { text: `Turn about ${near}`, line: `cofr ${near}` },
    ...ends,
  ];
}
