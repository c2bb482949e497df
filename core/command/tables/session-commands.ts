import type { CommandSyntax } from "#core/command/syntax.ts";

export type SessionCommand = "undo" | "redo" | "help";

/** The session as a whole. */
export const sessionCommands: Readonly<Record<SessionCommand, CommandSyntax>> = {
  undo: { summary: "Takes the last step back." },
  redo: { summary: "Does again what was taken back." },
  help: {
    summary: "Lists the commands, or says what one takes.",
    positional: [{ name: "command", kind: "text", optional: true, repeated: true }],
  },
};
