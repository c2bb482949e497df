import type { Vec3 } from "#core/math/vec3.ts";
import type { App } from "#renderer/commands/app.ts";
import { closeEntries, closeSession } from "#renderer/commands/close.ts";
import {
  type Arguments,
  booleanOf,
  type Definition,
  entriesOf,
  isGiven,
  numberOf,
  textOf,
  textsOf,
} from "#renderer/commands/language/definition.ts";
import {
  colorEntries,
  renameEntry,
  setTransparency,
  showEntries,
  styleModels,
} from "#renderer/commands/look.ts";
import { openByName, pickAndOpen } from "#renderer/commands/open.ts";
import { saveMap, saveModels, savePicture, saveTable } from "#renderer/commands/save.ts";
import { redo, undo } from "#renderer/commands/undo.ts";
import { moveView, setGraphics, turnView, viewAll, viewInitial, zoomView } from "#renderer/commands/view.ts";
import { activeMap } from "#renderer/commands/volume.ts";
import { isMap, type ModelColor, type SceneEntry } from "#renderer/stores/scene.ts";

const PARTS = ["models", "atoms", "cartoons", "surfaces"] as const;
const AXES: Readonly<Record<string, Vec3>> = { x: [1, 0, 0], y: [0, 1, 0], z: [0, 0, 1] };
const ENTRIES = { name: "spec", kind: "entries" } as const;

/** Opening, closing, saving, looks and views. */
export const sceneDefinitions: readonly Definition[] = [
  {
    name: "open",
    summary: "Opens files of this session by name; without a name, lets you choose.",
    positional: [{ name: "file", kind: "text", optional: true, repeated: true }],
    run: (app, args) => {
      const names = textsOf(args, "file");
      return names.length > 0 ? openByName(app, names) : pickAndOpen(app);
    },
  },
  { name: "close session", summary: "Closes everything.", run: (app) => closeSession(app) },
  {
    name: "close",
    summary: "Closes maps and models; all of them when none is named.",
    positional: [{ ...ENTRIES, optional: true }],
    run: (app, args) => {
      const entries = entriesOf(args, "spec");
      return entries.length > 0 ? closeEntries(app, entries) : closeSession(app);
    },
  },
  {
    name: "save",
    summary: "Saves placed models (.cif, .pdb), a map (.mrc), the table (.csv, .json) or a picture (.png).",
    positional: [{ name: "file", kind: "text" }],
    keywords: {
      models: "entries",
      format: ["cif", "pdb", "mrc", "csv", "json", "png"],
      width: "integer",
      supersample: "integer",
      transparentBackground: "boolean",
    },
    run: save,
  },
  {
    name: "show",
    summary: "Shows maps and models, or their atoms or cartoons.",
    positional: [{ ...ENTRIES }, { name: "part", kind: PARTS, optional: true }],
    run: (app, args) => showOrHide(app, args, true),
  },
  {
    name: "hide",
    summary: "Hides maps and models, or their atoms or cartoons.",
    positional: [{ ...ENTRIES }, { name: "part", kind: PARTS, optional: true }],
    run: (app, args) => showOrHide(app, args, false),
  },
  {
    name: "cartoon",
    summary: "Shows models as cartoons.",
    positional: [ENTRIES],
    run: (app, args) => styleModels(app, entriesOf(args, "spec"), { cartoon: true }),
  },
  {
    name: "style",
    summary: "Shows the atoms of models as sticks or spheres.",
    positional: [ENTRIES, { name: "style", kind: ["stick", "sphere"] }],
    run: (app, args) =>
      styleModels(app, entriesOf(args, "spec"), {
        atoms: textOf(args, "style") === "sphere" ? "sphere" : "stick",
      }),
  },
  {
    name: "color byattribute bfactor",
    summary: "Colours models by the B factors of their residues.",
    positional: [ENTRIES],
    run: (app, args) => colorEntries(app, entriesOf(args, "spec"), "byb"),
  },
  {
    name: "color",
    summary: "Colours maps and models: a name, #rrggbb, or bychain.",
    positional: [ENTRIES, { name: "color", kind: "color" }],
    run: (app, args) => colorEntries(app, entriesOf(args, "spec"), textOf(args, "color") as ModelColor),
  },
  {
    name: "transparency",
    summary: "Makes maps and models see-through: 0 to 100 percent.",
    positional: [ENTRIES, { name: "percent", kind: "number" }],
    run: (app, args) => setTransparency(app, entriesOf(args, "spec"), numberOf(args, "percent") ?? 0),
  },
  {
    name: "rename",
    summary: "Gives a map or model another name.",
    positional: [ENTRIES, { name: "name", kind: "text" }],
    run: (app, args) => {
      for (const entry of entriesOf(args, "spec")) renameEntry(app, entry, textOf(args, "name") ?? "");
    },
  },
  { name: "view initial", summary: "Looks along z at everything.", run: (app) => viewInitial(app) },
  {
    name: "view",
    summary: "Moves the camera so that everything, or what is named, fills the view.",
    positional: [{ ...ENTRIES, optional: true }],
    run: (app, args) => viewAll(app, entriesOf(args, "spec")),
  },
  {
    name: "turn",
    summary: "Turns the scene about an axis of the screen, degrees.",
    positional: [
      { name: "axis", kind: "axis" },
      { name: "angle", kind: "number", optional: true },
    ],
    run: (app, args) => turnView(app, axisName(args), axisOf(args), numberOf(args, "angle") ?? 90),
  },
  {
    name: "move",
    summary: "Moves the scene along an axis of the screen, Å.",
    positional: [
      { name: "axis", kind: "axis" },
      { name: "distance", kind: "number", optional: true },
    ],
    run: (app, args) => moveView(app, axisName(args), axisOf(args), numberOf(args, "distance") ?? 1),
  },
  {
    name: "zoom",
    summary: "Enlarges by a factor.",
    positional: [{ name: "factor", kind: "number" }],
    run: (app, args) => zoomView(app, numberOf(args, "factor") ?? 1),
  },
  {
    name: "graphics",
    summary: "Switches silhouettes and the depth cue.",
    keywords: { silhouettes: "boolean", depthCue: "boolean" },
    run: (app, args) => {
      for (const name of ["silhouettes", "depthCue"] as const) {
        const wanted = booleanOf(args, name);
        if (wanted !== undefined) setGraphics(app, name, wanted);
      }
    },
  },
  { name: "undo", summary: "Takes the last step back.", run: (app) => undo(app) },
  { name: "redo", summary: "Does again what was taken back.", run: (app) => redo(app) },
];

function showOrHide(app: App, args: Arguments, shown: boolean): void {
  const entries = entriesOf(args, "spec");
  const part = textOf(args, "part");
  if (part === "cartoons") styleModels(app, entries, { cartoon: shown });
  else if (part === "atoms") styleModels(app, entries, { atoms: shown ? "stick" : "none" });
  else showEntries(app, part === "surfaces" ? entries.filter(isMap) : entries, shown);
}

async function save(app: App, args: Arguments): Promise<void> {
  const file = textOf(args, "file") ?? "";
  const entries = entriesOf(args, "models");
  const chosen: readonly SceneEntry[] | undefined = entries.length > 0 ? entries : undefined;
  const extension = /\.(\w+)$/.exec(file)?.[1]?.toLowerCase();
  const format = textOf(args, "format") ?? extension ?? "cif";
  switch (format) {
    case "png":
      return savePicture(app, pictureOptions(args), file);
    case "csv":
    case "json":
      return saveTable(app, format, file);
    case "mrc":
    case "map": {
      const map = entries.find(isMap) ?? activeMap(app);
      return map && saveMap(app, map, file);
    }
    case "pdb":
      return saveModels(app, "pdb", file, chosen);
    default:
      return saveModels(app, "cif", file, chosen);
  }
}

function pictureOptions(args: Arguments): {
  width: number | null;
  supersample: number;
  transparent: boolean;
} {
  return {
    width: numberOf(args, "width") ?? null,
    supersample: Math.min(4, Math.max(1, numberOf(args, "supersample") ?? 3)),
    transparent: isGiven(args, "transparentBackground"),
  };
}

function axisName(args: Arguments): string {
  return textOf(args, "axis") ?? "y";
}

function axisOf(args: Arguments): Vec3 {
  return AXES[axisName(args)] ?? [0, 1, 0];
}
