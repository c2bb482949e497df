import type { CommandSyntax } from "#core/command/syntax.ts";

export type MouseCommand = "mousemode";

/** What the mouse does. */
export const mouseCommands: Readonly<Record<MouseCommand, CommandSyntax>> = {
  mousemode: {
    summary:
      "Sets what the right mouse button does: translate, rotate, zoom, translate selected models, rotate selected models, move picked models, contour level, crop, move planes, clip, pivot, map eraser.",
    positional: [
      { name: "button", kind: ["right"] },
      { name: "mode", kind: "text", repeated: true },
    ],
  },
};
