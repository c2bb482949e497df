/** An entry of a public archive. */
export interface EntryId {
  readonly database: Database;
  /** As the archive writes it: "6WTI", "21897", "P69905". */
  readonly id: string;
}

/** Models of the Protein Data Bank, maps of the Electron Microscopy Data Bank, predictions of AlphaFold DB. */
export type Database = (typeof DATABASES)[number];
export const DATABASES = ["pdb", "emdb", "alphafold"] as const;

/** Ids with which each archive can be asked: four characters or their extended form; a number; UniProt's accessions. */
const PATTERNS: Readonly<Record<Database, RegExp>> = {
  pdb: /^(?:pdb_0000)?([1-9][a-z0-9]{3})$/i,
  emdb: /^(?:emd[-_])?(\d{4,6})$/i,
  alphafold: /^(?:af-)?([opq]\d[a-z0-9]{3}\d|[a-nr-z]\d(?:[a-z][a-z0-9]{2}\d){1,2})(?:-f1)?$/i,
};

/**
 * The entry that a word names: "6wti", "emdb:21897", "EMD-21897", "alphafold:P69905", "pdb:6wti"; with `database` also
 * the bare "21897" and "P69905". Undefined when it names none: a number alone could be anything, and so could a name.
 */
export function entryOf(word: string, database?: Database): EntryId | undefined {
  const [, prefix, rest = ""] = /^(?:([a-z]+):)?(.*)$/i.exec(word) ?? [];
  const named = DATABASES.find((one) => one === prefix?.toLowerCase());
  if (prefix !== undefined && named === undefined) return undefined;
  const wanted = named ?? database ?? databaseOf(rest);
  const id = wanted && PATTERNS[wanted].exec(rest)?.[1];
  return wanted && id ? { database: wanted, id: id.toUpperCase() } : undefined;
}

/** "6WTI", "EMD-21897", "AF-P69905": how papers write an entry. */
export function entryTitle({ database, id }: EntryId): string {
  if (database === "emdb") return `EMD-${id}`;
  return database === "alphafold" ? `AF-${id}` : id;
}

/** "pdb:6WTI": how a command names an entry beyond doubt. */
export function entryWord({ database, id }: EntryId): string {
  return `${database}:${id}`;
}

function databaseOf(word: string): Database | undefined {
  if (/^emd[-_]/i.test(word)) return "emdb";
  if (/^af-/i.test(word)) return "alphafold";
  return PATTERNS.pdb.test(word) && /[a-z]/i.test(word) ? "pdb" : undefined;
}
