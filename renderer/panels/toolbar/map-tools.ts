import {
  Atom,
  Blend,
  Cloud,
  Crop,
  Droplets,
  FlipHorizontal2,
  Grid3x3,
  Layers3,
  Magnet,
  Paintbrush,
  Shell,
  SlidersHorizontal,
  Sparkles,
  SquareDashed,
  Target,
} from "lucide-react";
import type { Tool, ToolContext, ToolGroup } from "#renderer/panels/toolbar/tool.ts";
import { isWholeImage } from "#renderer/stores/scene.ts";

type Use = (map: NonNullable<ToolContext["map"]>, spec: string, context: ToolContext) => string | null;

function tool(text: string, icon: Tool["icon"], hint: string, use: Use, isOn?: Tool["isOn"]): Tool {
  const line: Tool["line"] = (context) => {
    const { map, mapSpec } = context;
    return map && mapSpec !== null ? use(map, mapSpec, context) : null;
  };
  return { text, icon, hint, line, ...(isOn && { isOn }) };
}

/** How the active map is shown, and what is made of it. */
export const MAP_TOOLS: readonly ToolGroup[] = [
  [
    tool(
      "Surface",
      Shell,
      "As a surface",
      (_, map) => `volume ${map} style surface`,
      ({ map }) => map?.style === "surface",
    ),
    tool(
      "Mesh",
      Grid3x3,
      "As a mesh",
      (_, map) => `volume ${map} style mesh`,
      ({ map }) => map?.style === "mesh",
    ),
    tool(
      "Image",
      Cloud,
      "All of the density, seen through above the level",
      (_, map) => `volume ${map} orthoplanes off style image`,
      ({ map }) => map !== null && isWholeImage(map),
    ),
    tool(
      "Planes",
      Layers3,
      "Three planes of densities, or none",
      ({ planes }, map) => `volume ${map} orthoplanes ${planes.length > 0 ? "off" : "xyz"}`,
      ({ map }) => (map?.planes.length ?? 0) > 0,
    ),
    tool(
      "Outline",
      SquareDashed,
      "The border of its box",
      (_, map) => `volume ${map} showOutlineBox toggle`,
      ({ map }) => map?.outline ?? false,
    ),
  ],
  [
    tool(
      "Smooth",
      Blend,
      "Smooths the surface, not the densities",
      (_, map) => `volume ${map} surfaceSmoothing toggle`,
      ({ map }) => map?.smooth ?? false,
    ),
    tool("Dust", Sparkles, "Hides pieces below 5 Å", (_, map) => `surface dust ${map} size 5`),
    tool(
      "Zone",
      Target,
      "Shows only what lies within 5 Å of the models",
      ({ zone }, map, { models }) =>
        zone ? `surface unzone ${map}` : models && `surface zone ${map} nearAtoms ${models} distance 5`,
      ({ map }) => map?.zone !== null && map !== null,
    ),
    tool(
      "Colour zone",
      Paintbrush,
      "Takes the colours of the models nearby",
      ({ paint }, map, { models }) =>
        paint ? `color single ${map}` : models && `color zone ${map} near ${models} distance 5`,
      ({ map }) => map?.paint !== null && map !== null,
    ),
  ],
  [
    {
      text: "Crop",
      icon: Crop,
      hint: "Shows the box with handles; drag one, and the fit searches only there",
      line: ({ map, settings }) =>
        map && `mousemode right ${settings.rightMouse === "crop" ? "translate" : "crop"}`,
      isOn: ({ settings }) => settings.rightMouse === "crop",
    },
    tool("Blur", Droplets, "A copy blurred by 1 Å", (_, map) => `volume gaussian ${map} sDev 1`),
    tool("Gaussians", Atom, "Makes a model of Gaussians of it", (_, map) => `gmm build ${map}`),
    tool(
      "Other hand",
      FlipHorizontal2,
      "A copy with the hand reversed",
      (_, map) => `volume flip ${map} axis z`,
    ),
    tool(
      "Symmetry",
      Magnet,
      "Finds the symmetry, which searches then use",
      (_, map) => `measure symmetry ${map}`,
    ),
    tool(
      "Statistics",
      SlidersHorizontal,
      "Writes its statistics into the log",
      (_, map) => `measure mapstats ${map}`,
    ),
  ],
];
