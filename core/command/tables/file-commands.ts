import type { CommandSyntax } from "#core/command/syntax.ts";
import { DATABASES } from "#core/format/entry-id.ts";

export type FileCommand = "open" | "close" | "close session" | "save" | "cd" | "pwd";

/** What a file is opened as when its name and contents do not tell. */
const OPEN_FORMATS = ["mrc", "ccp4", "map", "pdb", "cif", "mmcif", "bcif", "cxc", "mapwright"] as const;

/** Opening, closing and saving. */
export const fileCommands: Readonly<Record<FileCommand, CommandSyntax>> = {
  open: {
    summary:
      "Opens archive entries (6wti, emdb:21897, alphafold:P69905) and files by name, of this session or in the folder (pwd); without a name, lets you choose.",
    positional: [{ name: "file", kind: "text", optional: true, repeated: true }],
    keywords: { fromDatabase: DATABASES, from: DATABASES, format: OPEN_FORMATS, name: "text", id: "text" },
  },
  cd: {
    summary: "Changes the folder in which open looks for files; without a folder, tells it.",
    positional: [{ name: "folder", kind: "text", optional: true }],
  },
  pwd: { summary: "Tells the folder in which open looks for files." },
  "close session": { summary: "Closes everything; what was not saved can be restored." },
  close: {
    summary: "Closes maps and models; all of them when none is named.",
    positional: [{ name: "spec", kind: "entries", optional: true }],
  },
  save: {
    summary:
      "Saves placed models (.cif, .pdb), a map (.mrc), the table (.csv, .json), a picture (.png), a report (.html), a ChimeraX script (.cxc) or everything (.mapwright).",
    positional: [{ name: "file", kind: "text" }],
    keywords: {
      models: "entries",
      region: "text",
      step: "integer",
      valueType: ["float32", "float16"],
      relModel: "entries",
      includeMaps: "boolean",
      format: ["cif", "pdb", "mrc", "csv", "json", "png", "html", "cxc", "mapwright"],
      width: "integer",
      height: "integer",
      supersample: "integer",
      transparentBackground: "boolean",
    },
  },
};
