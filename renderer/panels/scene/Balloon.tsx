import { useStore } from "zustand";
import { useWorkbench } from "#renderer/panels/app/context.ts";

/** The name of what the pointer rests on. */
export function Balloon() {
  const found = useStore(useWorkbench().hover, (state) => state.found);
  if (!found) return null;
  return (
    <div className="balloon" role="tooltip" style={{ left: found.x + 14, top: found.y + 12 }}>
      {found.text}
    </div>
  );
}
