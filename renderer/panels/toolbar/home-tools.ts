import {
  Axis3d,
  Box,
  Camera,
  CircleDashed,
  CloudFog,
  Eclipse,
  Maximize,
  Moon,
  PanelTop,
  Ruler,
  Scissors,
  Sun,
  SunMedium,
  SwatchBook,
  Telescope,
} from "lucide-react";
import type { ToolGroup } from "#renderer/panels/toolbar/tool.ts";

/** Where one looks from, light, and pictures. */
export const HOME_TOOLS: readonly ToolGroup[] = [
  [
    { text: "View all", icon: Maximize, hint: "All that is shown fills the view", line: () => "view" },
    { text: "Along z", icon: Axis3d, hint: "Looks along z with y up", line: () => "view orient" },
    {
      text: "Broad side",
      icon: Box,
      hint: "Turns the longest side of what is shown across the screen",
      line: () => "view broad",
    },
  ],
  [
    {
      text: "Parallel",
      icon: Telescope,
      hint: "Draws what is far as large as what is near",
      line: ({ stage }) => `camera ${stage.orthographic ? "mono" : "ortho"}`,
      isOn: ({ stage }) => stage.orthographic,
    },
    {
      text: "Slab",
      icon: Scissors,
      hint: "Cuts the scene before and behind the centre of rotation, 30 Å apart",
      line: ({ stage }) => (stage.clip ? "clip off" : "clip slab 30"),
      isOn: ({ stage }) => stage.clip !== null,
    },
    {
      text: "Side view",
      icon: PanelTop,
      hint: "The scene from its side, with planes to drag",
      line: () => 'ui tool toggle "Side View"',
      isOn: ({ stage }) => stage.sideView,
    },
    {
      text: "Scale bar",
      icon: Ruler,
      hint: "A bar of a round length at the centre of rotation",
      line: ({ stage }) => (stage.scaleBar ? "scalebar off" : "scalebar"),
      isOn: ({ stage }) => stage.scaleBar !== null,
    },
  ],
  [
    {
      text: "Simple",
      icon: Sun,
      hint: "Light from lamps",
      line: () => "lighting simple",
      isOn: ({ settings }) => settings.lighting === "simple",
    },
    {
      text: "Soft",
      icon: SunMedium,
      hint: "Shade from all around, which shows depth",
      line: () => "lighting soft",
      isOn: ({ settings }) => settings.lighting === "soft",
    },
    {
      text: "Flat",
      icon: Moon,
      hint: "No light, but outlines: for drawings",
      line: () => "lighting flat",
      isOn: ({ settings }) => settings.lighting === "flat",
    },
    {
      text: "Shadows",
      icon: Eclipse,
      hint: "The lamp over your shoulder throws shadows of all that is solid, also in pictures",
      line: () => "lighting shadows toggle",
      isOn: ({ settings }) => settings.shadows,
    },
    {
      text: "Outlines",
      icon: CircleDashed,
      hint: "Lines around shapes",
      line: () => "graphics silhouettes toggle",
      isOn: ({ settings }) => settings.silhouettes,
    },
    {
      text: "Fade",
      icon: CloudFog,
      hint: "What lies behind fades into the ground",
      line: () => "graphics depthCue toggle",
      isOn: ({ settings }) => settings.depthCue,
    },
    {
      text: "White",
      icon: SwatchBook,
      hint: "A white ground, or that of the window again",
      line: ({ settings }) => `set bgColor ${settings.background === "#ffffff" ? "theme" : "white"}`,
      isOn: ({ settings }) => settings.background === "#ffffff",
    },
  ],
  [
    {
      text: "Picture",
      icon: Camera,
      hint: "Saves the scene as PNG, finer than the screen",
      line: () => "save mapwright.png supersample 3",
    },
  ],
];
