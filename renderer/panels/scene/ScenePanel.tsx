import { useEffect, useRef } from "react";
import { useScene, useSettings, useWorkbench } from "#renderer/panels/app/context.ts";
import { Balloon } from "#renderer/panels/scene/Balloon.tsx";
import { Captions } from "#renderer/panels/scene/Captions.tsx";
import { Divider } from "#renderer/panels/scene/Divider.tsx";
import { EmptyScene } from "#renderer/panels/scene/EmptyScene.tsx";
import { Legends } from "#renderer/panels/scene/Legends.tsx";
import { PickMenu } from "#renderer/panels/scene/PickMenu.tsx";
import { SideView } from "#renderer/panels/scene/SideView.tsx";
import { rgbOf } from "#renderer/scene/colors.ts";
import type { Theme } from "#renderer/stores/settings.ts";
import "#renderer/panels/scene/scene.css";

/** The two synchronised views: maps and models, and the clusters of the fit. */
export function ScenePanel() {
  const { attachScene } = useWorkbench();
  const canvas = useRef<HTMLCanvasElement>(null);
  const isEmpty = useScene((state) => state.entries.length === 0);
  const background = useSettings((state) => state.background);
  useEffect(() => (canvas.current ? attachScene(canvas.current) : undefined), [attachScene]);
  return (
    <div className="scene" data-theme={isEmpty || background === null ? undefined : themeOn(background)}>
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
      <PickMenu />
    </div>
  );
}

/** The theme whose words can be read on a ground: by its luminance (Rec. 709 weights). */
function themeOn(ground: string): Theme {
  const [r, g, b] = rgbOf(ground);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.5 ? "light" : "dark";
}
