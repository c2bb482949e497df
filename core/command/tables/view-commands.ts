import type { CommandSyntax } from "#core/command/syntax.ts";

export type ViewCommand =
  | "view"
  | "view initial"
  | "view orient"
  | "view broad"
  | "view name"
  | "view delete"
  | "view list"
  | "view matrix"
  | "turn"
  | "move"
  | "zoom"
  | "stop"
  | "wait"
  | "cofr"
  | "~cofr"
  | "camera"
  | "clip"
  | "scalebar"
  | "windowsize";

/** Where one looks from. */
export const viewCommands: Readonly<Record<ViewCommand, CommandSyntax>> = {
  "view initial": { summary: "Looks along z at everything." },
  "view orient": { summary: "Looks along z, y up, at all that is shown." },
  "view broad": { summary: "Turns the longest side of what is shown across the screen." },
  view: {
    summary:
      "Moves the camera so that all, or what is named, fills the view but for a margin (pad 0.05), and sets clip planes and the centre of rotation there; or goes to a named view, over some frames.",
    positional: [
      { name: "spec", kind: "atoms", optional: true },
      { name: "name", kind: "text", optional: true },
      { name: "frames", kind: "integer", optional: true },
    ],
    keywords: { clip: "boolean", cofr: "boolean", orient: "flag", pad: "number" },
  },
  "view name": { summary: "Keeps this view under a name.", positional: [{ name: "name", kind: "text" }] },
  "view delete": { summary: "Forgets a named view.", positional: [{ name: "name", kind: "text" }] },
  "view list": { summary: "Lists the named views." },
  "view matrix": {
    summary:
      "Tells where the camera and models stand, or puts them there: twelve numbers, row by row; for models #2,m11,m12,m13,x,m21,…",
    keywords: { camera: "numbers", models: { many: "text", inRow: true } },
  },
  turn: {
    summary:
      "Turns the scene, or models, about an axis of the screen, degrees; so much in each of some frames, or to and fro (rock: frames of a cycle, until stop).",
    positional: [
      { name: "axis", kind: "axis", optional: true },
      { name: "angle", kind: "number", optional: true },
      { name: "frames", kind: "integer", optional: true },
    ],
    keywords: { rock: "integer", center: "point", coordinateSystem: "entries", models: "entries" },
  },
  move: {
    summary: "Moves the scene, or models, along an axis of the screen, Å; so far in each of some frames.",
    positional: [
      { name: "axis", kind: "axis" },
      { name: "distance", kind: "number", optional: true },
      { name: "frames", kind: "integer", optional: true },
    ],
    keywords: { coordinateSystem: "entries", models: "entries" },
  },
  zoom: {
    summary: "Enlarges by a factor, over some frames, or to Å per pixel; tells them when nothing is given.",
    positional: [
      { name: "factor", kind: "number", optional: true },
      { name: "frames", kind: "integer", optional: true },
    ],
    keywords: { pixelSize: "number" },
  },
  stop: { summary: "Ends what turn, move and zoom go on doing." },
  wait: {
    summary: "Lets a number of frames pass, or all motions end, before the next command.",
    positional: [{ name: "frames", kind: "integer", optional: true }],
  },
  cofr: {
    summary:
      "Sets the point the scene turns about: the middle of what is named, a point (of a model's own frame), what is in front in the middle of the view (frontCenter), the middle of the view as deep as now or half way between the clip planes (centerOfView), or the present one for good (fixed); tells it when nothing is given.",
    positional: [
      { name: "method", kind: ["frontCenter", "centerOfView", "fixed"], optional: true },
      { name: "spec", kind: "atoms", optional: true },
      { name: "point", kind: "point", optional: true },
    ],
    keywords: { coordinateSystem: "entries" },
  },
  "~cofr": { summary: "Turns the scene about what is in front in the middle of the view: cofr frontCenter." },
  camera: {
    summary: "Draws what is far smaller (mono), or as large as what is near (ortho).",
    positional: [{ name: "kind", kind: ["mono", "ortho"], optional: true }],
  },
  clip: {
    summary:
      "Cuts the scene across the line of sight, Å behind the centre of rotation (negative: before it), or to a slab of a thickness, Å; list tells the planes, off shows all.",
    positional: [{ name: "state", kind: ["off", "list"], optional: true }],
    keywords: { near: "text", far: "text", slab: "number" },
  },
  scalebar: {
    summary: "Draws a bar of a length, Å (a round one when none is given), or none.",
    positional: [
      { name: "state", kind: ["off"], optional: true },
      { name: "length", kind: "number", optional: true },
    ],
  },
  windowsize: {
    summary: "Tells the size of the view, or makes the window so large that the view has it, pixels.",
    positional: [
      { name: "width", kind: "integer", optional: true },
      { name: "height", kind: "integer", optional: true },
    ],
  },
};
