import type { CommandSyntax } from "#core/command/syntax.ts";

export type SceneCommand = "lighting" | "graphics" | "set" | "preset" | "tile" | "ui tool";

/** Light and ground, and looks that belong together. */
export const sceneCommands: Readonly<Record<SceneCommand, CommandSyntax>> = {
  lighting: {
    summary:
      "Lights the scene: lamps (simple), shade from all around (soft, gentle), both, and shadows (full), or neither (flat). With shadows true the lamp over your shoulder throws shadows of all that is solid, not of meshes and what one sees through, until another light is chosen.",
    positional: [{ name: "preset", kind: ["simple", "soft", "full", "gentle", "flat"], optional: true }],
    keywords: { depthCue: "switch", shadows: "switch" },
  },
  graphics: {
    summary:
      "Switches silhouettes and the depth cue, sets the colour of the ground, or tells pictures per second (rate) and triangles.",
    positional: [{ name: "what", kind: ["rate", "triangles"], optional: true }],
    keywords: { silhouettes: "switch", depthCue: "switch", bgColor: "text" },
  },
  set: {
    summary: "Sets the colour of the ground (theme: that of the window), and silhouettes.",
    keywords: { bgColor: "text", silhouettes: "switch" },
  },
  preset: {
    summary:
      "Looks that belong together: interactive (as at first), publication (white ground, lines, soft light), ghostly (maps faint), sticks. Without a name it lists them.",
    positional: [{ name: "name", kind: ["interactive", "publication", "ghostly", "sticks"], optional: true }],
  },
  "ui tool": {
    summary: "Shows or hides a tool beside the scene: the side view, where clip planes can be dragged.",
    positional: [
      { name: "action", kind: ["show", "hide", "toggle"] },
      { name: "tool", kind: ["Side View"] },
    ],
  },
  tile: {
    summary: "Shows the best placements side by side under one camera: 4, 9, or off.",
    positional: [{ name: "count", kind: ["4", "9", "off"], optional: true }],
  },
};
