import type { CommandSyntax } from "#core/command/syntax.ts";

export type SelectCommand =
  | "select"
  | "select add"
  | "select subtract"
  | "select intersect"
  | "select up"
  | "select down"
  | "select clear"
  | "~select";

/** What is selected. */
export const selectCommands: Readonly<Record<SelectCommand, CommandSyntax>> = {
  select: {
    summary: "Selects maps, models, or atoms; everything when nothing is named.",
    positional: [{ name: "spec", kind: "atoms", optional: true }],
  },
  "select add": {
    summary: "Selects more.",
    positional: [{ name: "spec", kind: "atoms", optional: true }],
  },
  "select subtract": {
    summary: "Selects less.",
    positional: [{ name: "spec", kind: "atoms", optional: true }],
  },
  "select intersect": {
    summary: "Keeps of the selection only what is named.",
    positional: [{ name: "spec", kind: "atoms" }],
  },
  "select up": { summary: "Widens the selection: atoms, residues, chains, models." },
  "select down": { summary: "Takes the last widening back." },
  "select clear": { summary: "Selects nothing." },
  "~select": {
    summary: "Selects nothing, or less.",
    positional: [{ name: "spec", kind: "atoms", optional: true }],
  },
};
