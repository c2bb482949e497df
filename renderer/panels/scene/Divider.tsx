import { Maximize2, Minimize2 } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { useApp, useSettings } from "#renderer/panels/app/context.ts";
import { SETTINGS_DEFAULTS } from "#renderer/stores/settings.ts";
import { Button } from "#renderer/ui/Button.tsx";

const LEAST = 0.15; // share of the width that a view keeps while it shares

/** Between the two views: dragged to share the width, with buttons that give one of them all of it. */
export function Divider() {
  const app = useApp();
  const split = useSettings((state) => state.split);
  const line = useRef<HTMLDivElement>(null);
  const set = (share: number) => app.stores.settings.setState({ split: share });
  const isShared = split > 0.02 && split < 0.98;
  const drag = (event: PointerEvent) => {
    const scene = line.current?.parentElement?.getBoundingClientRect();
    if (!scene || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    set(Math.min(1 - LEAST, Math.max(LEAST, (event.clientX - scene.left) / scene.width)));
  };
  const key = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -0.02, ArrowRight: 0.02 }[event.key];
    if (by !== undefined) set(Math.min(1 - LEAST, Math.max(LEAST, split + by)));
  };
  return (
    <>
      {isShared ? (
        // biome-ignore lint/a11y/useSemanticElements: a splitter takes the focus and keys, which hr does not
        <div
          ref={line}
          className="divider"
          role="separator"
          tabIndex={0}
          aria-label="Width of the main view"
          aria-orientation="vertical"
          aria-valuenow={Math.round(100 * split)}
          style={{ left: `${100 * split}%` }}
          onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={drag}
          onKeyDown={key}
        />
      ) : null}
      <div className="scene-tools">
        {isShared ? (
          <>
            <Button kind="quiet" icon={<Maximize2 />} label="Only the main view" onClick={() => set(1)} />
            <Button kind="quiet" icon={<Maximize2 />} label="Only the clusters" onClick={() => set(0)} />
          </>
        ) : (
          <Button
            kind="quiet"
            icon={<Minimize2 />}
            label="Both views"
            onClick={() => set(SETTINGS_DEFAULTS.split)}
          />
        )}
      </div>
    </>
  );
}
