import type { CommandSyntax } from "#core/command/syntax.ts";

export type ParticlesCommand =
  | "particles refine"
  | "particles stop"
  | "particles follow"
  | "particles iteration"
  | "particles maps"
  | "particles check"
  | "particles report";

/** Particles and refinements of them; their STAR file, or the folder of a run, comes with `open`. */
export const particlesCommands: Readonly<Record<ParticlesCommand, CommandSyntax>> = {
  "particles refine": {
    summary:
      "Refines the poses of the particles that are open, in a folder beside their STAR file; mask: what counts in the FSC, focus: the part that poses are told by, patches: so many refined on their own after. resume true goes on with a run and its own settings.",
    keywords: {
      iterations: "integer",
      symmetry: "text",
      seed: "integer",
      mask: "entries",
      focus: "entries",
      patches: "integer",
      folder: "text",
      resume: "boolean",
    },
  },
  "particles stop": {
    summary: "Stops a refinement; its folder keeps the iterations that are done, and it can be gone on with.",
    positional: [{ name: "folder", kind: "text" }],
  },
  "particles follow": {
    summary: "Shows a run that lies beside the STAR file, and follows it wherever it goes on.",
    positional: [{ name: "folder", kind: "text" }],
  },
  "particles iteration": {
    summary:
      "Shows the plots of an iteration of the run; 0 is the start, the one after the last what patches came to.",
    positional: [{ name: "number", kind: "integer" }],
  },
  "particles maps": {
    summary: "Opens the map and half maps of the run, or the half maps of one of its iterations.",
    keywords: { iteration: "integer" },
  },
  "particles check": {
    summary:
      "Says what is right and wrong with the particles that are open before anything runs; save: the page that shows it (.html).",
    keywords: { save: "text" },
  },
  "particles report": {
    summary: "Saves the report of the run that is shown (.html); of a stopped one as far as it came.",
    positional: [{ name: "file", kind: "text", optional: true }],
  },
};
