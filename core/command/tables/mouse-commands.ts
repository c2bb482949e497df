import type { CommandSyntax } from "#core/command/syntax.ts";

export type MouseCommand = "mousemode" | "view matrix models";

/** What the mouse does, and what a drag of models leaves behind. */
export const mouseCommands: Readonly<Record<MouseCommand, CommandSyntax>> = {
  mousemode: {
    summary:
      "Sets what the right mouse button does: translate, rotate, zoom, translate selected models, rotate selected models, move picked models, contour level, crop, move planes, clip, pivot, map eraser.",
    positional: [
      { name: "button", kind: ["right"] },
      { name: "mode", kind: "text", repeated: true },
    ],
  },
  "view matrix models": {
    summary: "Puts models where twelve numbers say, row by row: #2,m11,m12,m13,x,m21,…",
    positional: [{ name: "placements", kind: "text", repeated: true }],
  },
};
