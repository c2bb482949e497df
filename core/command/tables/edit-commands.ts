import type { CommandSyntax, Positional } from "#core/command/syntax.ts";

export type EditCommand =
  | "volume erase"
  | "volume subtract"
  | "volume zone"
  | "volume mask"
  | "volume threshold"
  | "volume gaussian"
  | "volume resample"
  | "volume copy"
  | "volume blob"
  | "volume flip"
  | "volume bin"
  | "volume scale"
  | "volume new"
  | "measure mapstats"
  | "measure mapvalues"
  | "measure volume"
  | "measure symmetry"
  | "measure correlation";

const MAPS: Positional = { name: "spec", kind: "entries" };

/** New maps from old ones, and measures of maps. The maps named stay as they are. */
export const editCommands: Readonly<Record<EditCommand, CommandSyntax>> = {
  "volume erase": {
    summary: "Sets densities inside a sphere, or outside it, to a value (0), on a working copy.",
    positional: [MAPS],
    keywords: { center: "point", radius: "number", value: "number", outside: "boolean" },
  },
  "volume subtract": {
    summary:
      "Subtracts the second map from the first, scaled by factors, by their levels or for the least rms.",
    positional: [MAPS, { name: "other", kind: "entries" }],
    keywords: { scaleFactors: "text", minRms: "boolean", onGrid: "entries" },
  },
  "volume zone": {
    summary: "Keeps the densities near atoms, Å.",
    positional: [MAPS],
    keywords: { nearAtoms: "atoms", range: "number", newMap: "boolean", invert: "boolean" },
  },
  "volume mask": {
    summary: "Keeps the densities inside the surface of another map, grown by a pad, Å.",
    positional: [MAPS],
    keywords: { surfaces: "entries", pad: "number", invertMask: "boolean" },
  },
  "volume threshold": {
    summary: "Sets densities below a minimum or above a maximum to it, or to another value.",
    positional: [MAPS],
    keywords: { minimum: "number", set: "number", maximum: "number", setMaximum: "number" },
  },
  "volume gaussian": {
    summary: "Blurs: standard deviation in Å (1), for all axes or each, or a B factor, Å².",
    positional: [MAPS],
    keywords: { sDev: "numbers", bfactor: "number" },
  },
  "volume resample": {
    summary: "Samples maps on the grid of another one, or with voxels of another size, Å.",
    positional: [MAPS],
    keywords: { onGrid: "entries", spacing: "numbers" },
  },
  "volume copy": {
    summary:
      "Copies maps, or a part: first and last voxel along x, y, z, the region shown, or the box of a level.",
    positional: [MAPS],
    keywords: { subregion: "text", aboveLevel: "number", pad: "number" },
  },
  "volume blob": {
    summary:
      "Cuts out one connected piece of density: the largest, by its rank or at a point, with what fades out around it, Å.",
    positional: [MAPS],
    keywords: { rank: "integer", at: "point", level: "number", fade: "number" },
  },
  "volume flip": {
    summary: "Reverses the planes along axes; along one, the hand.",
    positional: [MAPS],
    keywords: { axis: ["x", "y", "z", "xy", "yz", "xyz"] },
  },
  "volume bin": {
    summary: "Averages bins of voxels (2,2,2).",
    positional: [MAPS],
    keywords: { binSize: "numbers" },
  },
  "volume scale": {
    summary: "Shifts densities, then multiplies them; or brings them to a standard deviation or rms.",
    positional: [MAPS],
    keywords: { shift: "number", factor: "number", sd: "number", rms: "number" },
  },
  "volume new": {
    summary: "Makes a map of zeros.",
    positional: [{ name: "name", kind: "text", optional: true }],
    keywords: { size: "numbers", gridSpacing: "numbers", origin: "numbers" },
  },
  "measure mapstats": {
    summary: "Minimum, maximum, mean, standard deviation and rms of maps.",
    positional: [MAPS],
  },
  "measure mapvalues": {
    summary: "Densities of a map at atoms.",
    positional: [MAPS],
    keywords: { atoms: "atoms" },
  },
  "measure volume": { summary: "Volume and area of the surfaces as shown.", positional: [MAPS] },
  "measure symmetry": {
    summary:
      "Finds the symmetry of maps about the middle of their boxes, main axis along z, and lets searches take it for granted (set true).",
    positional: [MAPS],
    keywords: { minimumCorrelation: "number", nMax: "integer", set: "boolean" },
  },
  "measure correlation": {
    summary: "How a map agrees with another, over its voxels at or above its level, or all that are not 0.",
    positional: [MAPS],
    keywords: { inMap: "entries", envelope: "boolean" },
  },
};
