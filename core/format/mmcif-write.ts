import { AppError } from "#core/errors.ts";
import { type AtomLabels, labelAtoms } from "#core/format/cif-labels.ts";
import { encodeText } from "#core/format/text.ts";
import type { Structure } from "#core/structure/structure.ts";

export interface MmcifWriteOptions {
  /** Name of the data block; blanks become "_". The name of the first structure when left out. */
  readonly name?: string;
  readonly title?: string;
}

const ATOM_SITE = [
  "group_PDB",
  "id",
  "type_symbol",
  "label_atom_id",
  "label_alt_id",
  "label_comp_id",
  "label_asym_id",
  "label_entity_id",
  "label_seq_id",
  "pdbx_PDB_ins_code",
  "Cartn_x",
  "Cartn_y",
  "Cartn_z",
  "occupancy",
  "B_iso_or_equiv",
  "pdbx_formal_charge",
  "auth_seq_id",
  "auth_comp_id",
  "auth_asym_id",
  "auth_atom_id",
  "pdbx_PDB_model_num",
];

const BARE = /^[A-Za-z0-9+\-*/:,.@^~|=&%()<>!\\][A-Za-z0-9+\-*/:,.@^~|=&%()<>!\\_#$;[\]{}]*$/;
const RESERVED = /^([.?]$|data_|save_|loop_|global_|stop_)/i;

/**
 * An mmCIF text with the structures as models 1, 2, …: author ids unchanged, label ids as they were or, where a
 * structure has none, made up (see `labelAtoms`). Coordinates have three decimals, occupancies and B two.
 * Throws `input` when there is no structure or a coordinate is not finite.
 */
export function writeMmcif(structures: readonly Structure[], options: MmcifWriteOptions = {}): Uint8Array {
  if (structures.length === 0) throw new AppError("input", "There is no structure to write.", { seen: 0 });
  const name = (options.name ?? structures[0].name).replace(/[^!-~]+/g, "_") || "model";
  const labels = structures.map((structure) => labelAtoms(structure));
  const lines = [`data_${name}`, "#", `_entry.id ${quoted(name)}`, "#"];
  if (options.title)
    lines.push("_struct.entry_id ".concat(quoted(name)), `_struct.title ${quoted(options.title)}`, "#");
  lines.push("loop_", "_entity.id", "_entity.type");
  const entities = new Map(labels.flatMap((label) => [...label.entityTypes]));
  for (const [id, type] of entities) lines.push(`${quoted(id)} ${type}`);
  lines.push("#", "loop_", ...ATOM_SITE.map((column) => `_atom_site.${column}`));
  structures.forEach((structure, n) => {
    for (let atom = 0; atom < structure.atomCount; atom++) {
      lines.push(atomLine(structure, labels[n], atom, n + 1));
    }
  });
  lines.push("#", ...tensorLines(structures), "");
  return encodeText(lines.join("\n"));
}

function atomLine(structure: Structure, labels: AtomLabels, n: number, model: number): string {
  const { xyz } = structure;
  const position = [xyz[3 * n], xyz[3 * n + 1], xyz[3 * n + 2]];
  if (!position.every(Number.isFinite)) {
    throw new AppError("input", `Atom ${n + 1} of ${structure.name} has no finite position.`, {
      seen: position,
    });
  }
  const atom = quoted(structure.atomName[n]);
  const residue = quoted(structure.residueName[n]);
  return [
    structure.isHetero[n] ? "HETATM" : "ATOM",
    structure.serial[n],
    quoted(structure.element[n]),
    atom,
    quoted(structure.altLoc[n]),
    residue,
    quoted(labels.chainId[n]),
    quoted(labels.entityId[n]),
    labels.residueNumber[n] || ".",
    structure.insertionCode[n] === "" ? "?" : quoted(structure.insertionCode[n]),
    position[0].toFixed(3),
    position[1].toFixed(3),
    position[2].toFixed(3),
    structure.occupancy[n].toFixed(2),
    structure.bFactor[n].toFixed(2),
    structure.charge?.[n] || "?",
    structure.residueNumber[n],
    residue,
    quoted(structure.chainId[n]),
    atom,
    model,
  ].join(" ");
}

/** The atom_site_anisotrop table, U in Å²; nothing when no atom has a tensor. */
function tensorLines(structures: readonly Structure[]): string[] {
  const lines: string[] = [];
  for (const { anisotropicU, atomCount, serial, element } of structures) {
    if (!anisotropicU) continue;
    for (let n = 0; n < atomCount; n++) {
      const tensor = anisotropicU.subarray(6 * n, 6 * n + 6);
      if (!tensor.some((u) => u !== 0)) continue;
      lines.push([serial[n], quoted(element[n]), ...Array.from(tensor, (u) => u.toFixed(4))].join(" "));
    }
  }
  if (lines.length === 0) return lines;
  const entries = ["[1][1]", "[2][2]", "[3][3]", "[1][2]", "[1][3]", "[2][3]"].map((entry) => `U${entry}`);
  const columns = ["id", "type_symbol", ...entries].map((column) => `_atom_site_anisotrop.${column}`);
  return ["loop_", ...columns, ...lines, "#"];
}

/** A value as CIF 1.1 wants it: bare, in quotes, or as a text field; "." when empty. */
function quoted(value: string): string {
  if (value === "") return ".";
  if (BARE.test(value) && !RESERVED.test(value)) return value;
  const line = value.replace(/[\r\n]+/g, " ");
  if (!/"(\s|$)/.test(line)) return `"${line}"`;
  // Three quotes in a row would open a CIF 2 string.
  return /'(\s|$)|^''/.test(line) ? `\n;${line}\n;\n` : `'${line}'`;
}
