import { FIT_TOOLS } from "#renderer/panels/toolbar/fit-tools.ts";
import { HOME_TOOLS } from "#renderer/panels/toolbar/home-tools.ts";
import { MAP_TOOLS } from "#renderer/panels/toolbar/map-tools.ts";
import { MOLECULE_TOOLS } from "#renderer/panels/toolbar/molecule-tools.ts";
import type { ToolGroup } from "#renderer/panels/toolbar/tool.ts";

/** The tool bars in the order of their tabs. Another one is a file of tools and a line here. */
export const TOOLBARS: readonly {
  readonly id: string;
  readonly title: string;
  readonly groups: readonly ToolGroup[];
}[] = [
  { id: "home", title: "Home", groups: HOME_TOOLS },
  { id: "molecule", title: "Molecule", groups: MOLECULE_TOOLS },
  { id: "map", title: "Map", groups: MAP_TOOLS },
  { id: "fit", title: "Fit", groups: FIT_TOOLS },
];
