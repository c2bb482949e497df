import type { CommandSyntax } from "#core/command/syntax.ts";
import { DATABASES } from "#core/format/entry-id.ts";

export type FileCommand = "open" | "close" | "close session" | "save";

/** Opening, closing and saving. */
export const fileCommands: Readonly<Record<FileCommand, CommandSyntax>> = {
  open: {
    summary:
      "Opens archive entries (6wti, emdb:21897, alphafold:P69905) and files of this session by name; without a name, lets you choose.",
    positional: [{ name: "file", kind: "text", optional: true, repeated: true }],
    keywords: { fromDatabase: DATABASES, from: DATABASES, name: "text", id: "text" },
  },
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
