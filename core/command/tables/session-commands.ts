import type { CommandSyntax } from "#core/command/syntax.ts";
import { DEMO_KINDS } from "#core/demo/demo-kinds.ts";

export type SessionCommand =
  | "undo"
  | "redo"
  | "help"
  | "usage"
  | "log"
  | "name"
  | "name list"
  | "name delete"
  | "demo"
  | "check";

/** The session as a whole. */
export const sessionCommands: Readonly<Record<SessionCommand, CommandSyntax>> = {
  undo: {
    summary: "Takes the last step back, or several.",
    positional: [{ name: "steps", kind: "integer", optional: true }],
  },
  redo: {
    summary: "Does again what was taken back.",
    positional: [{ name: "steps", kind: "integer", optional: true }],
  },
  help: {
    summary:
      "Opens the help, at a page (fit, complex, domains, refine, maps, mouse, verdict, formats, privacy) or a command.",
    positional: [{ name: "subject", kind: "text", optional: true, repeated: true }],
  },
  usage: {
    summary: "Says what a command takes.",
    positional: [{ name: "command", kind: "text", repeated: true }],
  },
  log: {
    summary: "Empties the log, or saves it: as text, or as a script (.cxc) of its commands.",
    positional: [
      { name: "action", kind: ["clear", "save"] },
      { name: "file", kind: "text", optional: true },
    ],
  },
  name: {
    summary: "Gives a spec a name that other specs can use.",
    positional: [
      { name: "name", kind: "text" },
      { name: "spec", kind: "atoms" },
    ],
  },
  "name list": { summary: "Lists the names that were given." },
  "name delete": {
    summary: "Forgets a name; all of them with all.",
    positional: [{ name: "name", kind: "text" }],
  },
  demo: {
    summary:
      "Opens made-up data with a known answer: one model, a complex of three chains, or domains in noise.",
    positional: [{ name: "kind", kind: DEMO_KINDS }],
    keywords: { seed: "integer" },
  },
  check: { summary: "Fits made-up data with a known answer, to see what this computer can do." },
};
