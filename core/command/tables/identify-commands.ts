import type { CommandSyntax, Positional } from "#core/command/syntax.ts";

export type IdentifyCommand =
  | "identify library"
  | "identify screen"
  | "identify show"
  | "identify keep"
  | "identify reject"
  | "identify report"
  | "identify table";

const CANDIDATE: Positional = { name: "candidate", kind: "text" };
const FILE: Positional = { name: "file", kind: "text", optional: true };

/** Which models of a library are in a map. */
export const identifyCommands: Readonly<Record<IdentifyCommand, CommandSyntax>> = {
  "identify library": {
    summary: "Takes files that were dropped or opened as candidates; * stands for any part of their names.",
    positional: [{ name: "file", kind: "text", repeated: true }],
  },
  "identify screen": {
    summary: "Tries every candidate of the library in a map, or goes on where it was stopped.",
    keywords: {
      inMap: "entries",
      resolution: "number",
      level: "number",
      part: "boolean",
      full: "integer",
      seed: "integer",
      plddt: "number",
      split: ["none", "chains", "domains"],
    },
  },
  "identify show": { summary: "Shows a candidate where it was placed.", positional: [CANDIDATE] },
  "identify keep": {
    summary: "Keeps a candidate: it stays in the scene, and the report says so.",
    positional: [CANDIDATE],
  },
  "identify reject": {
    summary: "Rejects a candidate: it rivals no other; once more takes that back.",
    positional: [CANDIDATE],
  },
  "identify report": { summary: "Saves the ranking as one HTML page.", positional: [FILE] },
  "identify table": { summary: "Saves the ranking as CSV.", positional: [FILE] },
};
