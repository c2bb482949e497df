import {
  Atom,
  CircleDot,
  CircleSlash,
  Dna,
  Link2,
  Network,
  Palette,
  Rainbow,
  Spline,
  Split,
  Tags,
  Thermometer,
  Waves,
} from "lucide-react";
import type { Tool, ToolContext, ToolGroup } from "#renderer/panels/toolbar/tool.ts";

const ofModels =
  (command: (models: string) => string) =>
  ({ models }: ToolContext): string | null =>
    models === null ? null : command(models);

function tool(text: string, icon: Tool["icon"], hint: string, command: (models: string) => string): Tool {
  return { text, icon, hint, line: ofModels(command) };
}

/** How models look: what is selected of them, or all. */
export const MOLECULE_TOOLS: readonly ToolGroup[] = [
  [
    tool("Cartoon", Dna, "Shows cartoons", (models) => `cartoon ${models}`),
    tool("No cartoon", Waves, "Hides cartoons", (models) => `hide ${models} cartoons`),
    tool("Trace", Spline, "Joins the C-alpha atoms", (models) => `show ${models} trace`),
  ],
  [
    tool("Sticks", Link2, "Atoms as sticks", (models) => `style ${models} stick`),
    tool("Balls", Network, "Atoms as balls on sticks", (models) => `style ${models} ball`),
    tool("Spheres", Atom, "Atoms as spheres", (models) => `style ${models} sphere`),
    tool("No atoms", CircleSlash, "Hides atoms", (models) => `hide ${models} atoms`),
  ],
  [
    tool("By chain", Palette, "A colour for each chain", (models) => `color ${models} bychain`),
    tool(
      "Elements",
      CircleDot,
      "Atoms other than carbon in their own colours",
      (models) => `color ${models} byhetero`,
    ),
    tool("Rainbow", Rainbow, "From blue to red along each chain", (models) => `color ${models} byresidue`),
    tool(
      "B factor",
      Thermometer,
      "By the B factors of residues",
      (models) => `color byattribute bfactor ${models}`,
    ),
    {
      text: "Density",
      icon: Waves,
      hint: "By the density of the active map at each atom",
      line: ({ models, mapSpec }) =>
        models === null || mapSpec === null
          ? null
          : `color byattribute density ${models} inMap ${mapSpec} relative true`,
    },
  ],
  [
    tool("Labels", Tags, "Names of chains", (models) => `label ${models} chains`),
    {
      text: "Split",
      icon: Split,
      hint: "Makes models of the chains of the model in the fit panel",
      line: ({ model }) => (model === null ? null : `split ${model} chains`),
    },
  ],
];
