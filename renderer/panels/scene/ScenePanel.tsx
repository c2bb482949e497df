import { useEffect, useRef } from "react";
import { useScene, useWorkbench } from "#renderer/panels/app/context.ts";
import { Balloon } from "#renderer/panels/scene/Balloon.tsx";
import { Captions } from "#renderer/panels/scene/Captions.tsx";
import { Divider } from "#renderer/panels/scene/Divider.tsx";
import { EmptyScene } from "#renderer/panels/scene/EmptyScene.tsx";
import { Legends } from "#renderer/panels/scene/Legends.tsx";
import { SideView } from "#renderer/panels/scene/SideView.tsx";
import "#renderer/panels/scene/scene.css";

/** The two synchronised views: maps and models, and the clusters of the fit. */
export function ScenePanel() {
  const { attachScene } = useWorkbench();
  const canvas = useRef<HTMLCanvasElement>(null);
  const isEmpty = useScene((state) => state.entries.length === 0);
  useEffect(() => (canvas.current ? attachScene(canvas.current) : undefined), [attachScene]);
  return (
    <div className="scene">
      <canvas
        ref={canvas}
        aria-label="Maps and models in three dimensions; clusters of placements beside them"
      />
      {isEmpty ? (
        <EmptyScene />
      ) : (
        <>
          <Captions />
          <Legends />
          <SideView />
          <Divider />
        </>
      )}
      <Balloon />
    </div>
  );
}
