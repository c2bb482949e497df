import type { CommandSyntax } from "#core/command/syntax.ts";

export type ParticlesCommand =
  | "particles refine"
  | "particles stop"
  | "particles follow"
  | "particles iteration"
  | "particles maps";

/** Particles and refinements of them; their STAR file, or the folder of a run, comes with `open`. */
export const particlesCommands: Readonly<Record<ParticlesCommand, CommandSyntax>> = {
  "particles refine": {
    summary: "Refines the poses of the particles that are open, in a folder beside their STAR file.",
    keywords: {
      iterations: "integer",
      symmetry: "text",
      seed: "integer",
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
    summary: "Shows the plots of an iteration of the run; 0 is the start.",
    positional: [{ name: "number", kind: "integer" }],
  },
  "particles maps": {
    summary: "Opens the map and half maps of the run, or the half maps of one of its iterations.",
    keywords: { iteration: "integer" },
  },
};
