import type { CommandSyntax } from "#core/command/syntax.ts";

export type ViewCommand = "view" | "view initial" | "turn" | "move" | "zoom" | "graphics";

/** Where one looks from. */
export const viewCommands: Readonly<Record<ViewCommand, CommandSyntax>> = {
  "view initial": { summary: "Looks along z at everything." },
  view: {
    summary: "Moves the camera so that everything, or what is named, fills the view; or to a named view.",
    positional: [
      { name: "spec", kind: "entries", optional: true },
      { name: "name", kind: "text", optional: true },
    ],
  },
  turn: {
    summary: "Turns the scene, or models, about an axis of the screen, degrees.",
    positional: [
      { name: "axis", kind: "axis", optional: true },
      { name: "angle", kind: "number", optional: true },
    ],
    keywords: { models: "entries", center: "point" },
  },
  move: {
    summary: "Moves the scene, or models, along an axis of the screen, Å.",
    positional: [
      { name: "axis", kind: "axis" },
      { name: "distance", kind: "number", optional: true },
    ],
    keywords: { models: "entries" },
  },
  zoom: {
    summary: "Enlarges by a factor.",
    positional: [{ name: "factor", kind: "number" }],
  },
  graphics: {
    summary: "Switches silhouettes and the depth cue.",
    keywords: { silhouettes: "boolean", depthCue: "boolean" },
  },
};
