import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { useStore } from "zustand";
import { clipScene } from "#renderer/commands/stage.ts";
import { useApp, useRun } from "#renderer/panels/app/context.ts";

/** Å on either side of the centre that the strip shows. */
const MARGIN = 1.25;

/**
 * The scene as seen from its side, the viewer to the left: the near and far planes can be dragged, or moved by the arrow
 * keys (Shift: by 10 Å). Moving a plane cuts the scene there at once.
 */
export function SideView() {
  const app = useApp();
  const run = useRun();
  const strip = useRef<HTMLDivElement>(null);
  const { clip, sideView } = useStore(app.stores.stage, (state) => state);
  if (!sideView) return null;
  const radius = app.view.extent();
  const reach = MARGIN * radius;
  const near = clip?.near ?? -radius;
  const far = clip?.far ?? radius;
  const at = (offset: number) => `${Math.min(100, Math.max(0, 50 + (50 * offset) / reach))}%`;
  const move = (which: "near" | "far", offset: number) => {
    const limit = which === "near" ? Math.min(offset, far - 1) : Math.max(offset, near + 1);
    const centre = clip?.centre ?? app.view.pivot();
    app.stores.stage.setState({
      clip: { centre, near: clip?.near ?? null, far: clip?.far ?? null, [which]: limit },
    });
  };
  const drag = (which: "near" | "far") => (event: PointerEvent) => {
    const box = strip.current?.getBoundingClientRect();
    if (!box || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    move(which, ((event.clientX - box.left) / box.width - 0.5) * 2 * reach);
  };
  const key = (which: "near" | "far") => (event: KeyboardEvent) => {
    const sign = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (sign !== undefined) move(which, (which === "near" ? near : far) + sign * (event.shiftKey ? 10 : 1));
  };
  const commit = () => {
    const state = app.stores.stage.getState().clip;
    if (state) run(() => clipScene(app, false, { near: state.near, far: state.far }));
  };
  const planes = [
    { which: "near", value: near, label: "Near plane" },
    { which: "far", value: far, label: "Far plane" },
  ] as const;
  return (
    <div className="side-view" ref={strip}>
      <span className="told">
        viewer · near {near.toFixed(0)} Å · far {far.toFixed(0)} Å from the centre
      </span>
      <span className="extent" style={{ left: at(-radius), right: `calc(100% - ${at(radius)})` }} />
      <span className="cut" style={{ left: at(near), right: `calc(100% - ${at(far)})` }} />
      {planes.map(({ which, value, label }) => (
        <button
          key={which}
          type="button"
          role="slider"
          className="plane"
          aria-label={`${label}, Å behind the centre`}
          aria-valuenow={Math.round(value)}
          style={{ left: at(value) }}
          onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={drag(which)}
          onPointerUp={commit}
          onKeyDown={key(which)}
          onKeyUp={commit}
        />
      ))}
    </div>
  );
}
