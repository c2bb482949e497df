import { useLayoutEffect, useRef } from "react";
import { useStore } from "zustand";
import { useWorkbench } from "#renderer/panels/app/context.ts";

/** From the pointer, and from the border of the scene, pixels. */
const OFF = { x: 14, y: 12, border: 6 };

/** The name of what the pointer rests on, beside it and inside the scene. */
export function Balloon() {
  const found = useStore(useWorkbench().hover, (state) => state.found);
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const own = box.current;
    const room = own?.parentElement;
    if (!own || !room || !found) return;
    const { x, y, border } = OFF;
    own.style.left = `${Math.max(border, Math.min(found.x + x, room.clientWidth - own.offsetWidth - border))}px`;
    own.style.top = `${Math.max(border, Math.min(found.y + y, room.clientHeight - own.offsetHeight - border))}px`;
  }, [found]);
  if (!found) return null;
  return (
    <div ref={box} className="balloon" role="tooltip">
      {found.text}
    </div>
  );
}
