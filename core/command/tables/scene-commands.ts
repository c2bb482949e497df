import type { CommandSyntax } from "#core/command/syntax.ts";

export type SceneCommand =
  | "lighting"
  | "set"
  | "label"
  | "label delete"
  | "clip"
  | "cofr"
  | "rainbow"
  | "color byattribute density"
  | "view name"
  | "view delete"
  | "view list"
  | "view matrix"
  | "view orient";

const MODELS = { name: "spec", kind: "entries" } as const;

/** Light, ground, labels, planes and named views. */
export const sceneCommands: Readonly<Record<SceneCommand, CommandSyntax>> = {
  lighting: {
    summary:
      "Lights the scene: lamps (simple), shade from all around (soft, gentle), both (full), or neither (flat).",
    positional: [{ name: "preset", kind: ["simple", "soft", "full", "gentle", "flat"], optional: true }],
    keywords: { depthCue: "boolean" },
  },
  set: {
    summary: "Sets the colour of the ground, and silhouettes.",
    keywords: { bgColor: "color", silhouettes: "boolean" },
  },
  label: {
    summary: "Writes the names of residues or chains beside them.",
    positional: [MODELS, { name: "what", kind: ["residues", "chains"], optional: true }],
  },
  "label delete": {
    summary: "Takes labels away.",
    positional: [{ ...MODELS, optional: true }],
  },
  clip: {
    summary:
      "Cuts the scene across the line of sight, Å behind the centre of rotation (negative: before it); off shows all.",
    positional: [{ name: "state", kind: ["off"], optional: true }],
    keywords: { near: "text", far: "text" },
  },
  cofr: {
    summary:
      "Sets the point the scene turns about: a model, a point, or chosen from what is seen (centerOfView).",
    positional: [
      { name: "method", kind: ["centerOfView", "frontCenter"], optional: true },
      { ...MODELS, optional: true },
      { name: "point", kind: "point", optional: true },
    ],
  },
  rainbow: { summary: "Colours models along their chains, blue to red.", positional: [MODELS] },
  "color byattribute density": {
    summary:
      "Colours models by the density at their atoms where they stand, in map units or as a multiple of the level.",
    positional: [MODELS],
    keywords: { inMap: "entries", relative: "boolean", range: "numbers" },
  },
  "view name": { summary: "Keeps this view under a name.", positional: [{ name: "name", kind: "text" }] },
  "view delete": { summary: "Forgets a named view.", positional: [{ name: "name", kind: "text" }] },
  "view list": { summary: "Lists the named views." },
  "view matrix": {
    summary: "Tells where the camera stands, or puts it there: twelve numbers, row by row.",
    keywords: { camera: "numbers" },
  },
  "view orient": { summary: "Turns the longest side of what is shown across the screen." },
};
