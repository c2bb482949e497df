import { SunMedium } from "lucide-react";
import type { App } from "#renderer/commands/app.ts";
import { setBackground, setLighting } from "#renderer/commands/look.ts";
import { orientView } from "#renderer/commands/stage.ts";
import { setGraphics, viewInitial } from "#renderer/commands/view.ts";
import { useApp, useRun, useSettings } from "#renderer/panels/app/context.ts";
import type { Lighting } from "#renderer/stores/settings.ts";
import { Menu } from "#renderer/ui/Menu.tsx";

const LIGHTS: readonly { lighting: Lighting; text: string }[] = [
  { lighting: "simple", text: "Light: simple lamps" },
  { lighting: "soft", text: "Light: soft, shade from all around" },
  { lighting: "full", text: "Light: full, lamps and shade" },
  { lighting: "gentle", text: "Light: gentle" },
  { lighting: "flat", text: "Light: flat, with outlines" },
];

/** Directions to look from, light, outlines and ground. What is on has a tick. */
export function LookMenu() {
  const app = useApp();
  const run = useRun();
  const lighting = useSettings((state) => state.lighting);
  const silhouettes = useSettings((state) => state.silhouettes);
  const depthCue = useSettings((state) => state.depthCue);
  const background = useSettings((state) => state.background);
  const item = (text: string, isOn: boolean, choose: (app: App) => void) => ({
    text: isOn ? `✓ ${text}` : text,
    onChoose: () => run(choose),
  });
  const items = [
    item("Look along z", false, viewInitial),
    item("Look at the broad side", false, orientView),
    item("Clipping planes beside the view", false, () =>
      app.stores.stage.setState(({ sideView }) => ({ sideView: !sideView })),
    ),
    ...LIGHTS.map((one) => item(one.text, lighting === one.lighting, () => setLighting(app, one.lighting))),
    item("Silhouettes", silhouettes, () => setGraphics(app, "silhouettes", !silhouettes)),
    item("Depth cue", depthCue, () => setGraphics(app, "depthCue", !depthCue)),
    item("Ground: of the theme", background === null, () => setBackground(app, null)),
    item("Ground: black", background === "#000000", () => setBackground(app, "#000000")),
    item("Ground: white", background === "#ffffff", () => setBackground(app, "#ffffff")),
  ];
  return <Menu text="Look" kind="quiet" icon={<SunMedium />} items={items} />;
}
