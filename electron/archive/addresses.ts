import type { EntryId } from "#core/format/entry-id.ts";

/*
 * Where the public archives keep their files (as of November 2026). The first address is asked first, the others are
 * mirrors of it.
 */

/** mmCIF files, gzip-compressed. https://www.rcsb.org/docs/programmatic-access/file-download-services */
function pdbModel(id: string): string[] {
  const name = id.toLowerCase();
  return [
    `https://files.rcsb.org/download/${id}.cif.gz`,
    `https://files.wwpdb.org/pub/pdb/data/structures/divided/mmCIF/${name.slice(1, 3)}/${name}.cif.gz`,
  ];
}

/** The archive of EMDB with its mirrors in Europe and America. https://www.ebi.ac.uk/emdb/documentation */
const EMDB = [
  "https://ftp.ebi.ac.uk/pub/databases/emdb/structures",
  "https://files.wwpdb.org/pub/emdb/structures",
];

/** The answer of AlphaFold DB about a protein: it names the file of the newest version. https://alphafold.ebi.ac.uk/api-docs */
const ALPHAFOLD = "https://alphafold.ebi.ac.uk/api/prediction";

/** Addresses of what an archive has of an entry. */
export interface EntryAddresses {
  /** Name of the file in the cache. */
  readonly name: string;
  readonly kind: "map" | "model";
  /** The file itself; empty when `about` has to be asked for it. */
  readonly file: readonly string[];
  /** What the archive knows about the entry: EMDB's header, AlphaFold DB's answer. */
  readonly about: readonly string[];
}

/** Where an entry lies. `mirror`, when given, stands in for every archive: "MIRROR/HOST/PATH". */
export function addressesOf({ database, id }: EntryId, mirror = ""): EntryAddresses {
  const found = addresses(database, id);
  return { ...found, file: found.file.map(mirrored(mirror)), about: found.about.map(mirrored(mirror)) };
}

/** The address of a file on a mirror of all archives; the address itself when there is none. */
export function mirrored(mirror: string): (address: string) => string {
  if (mirror === "") return (address) => address;
  return (address) => `${mirror.replace(/\/$/, "")}/${address.replace(/^https?:\/\//, "")}`;
}

/** The entry that a file of the cache holds, by its name; undefined for a file of another kind. */
export function entryOfFile(name: string): EntryId | undefined {
  const known = [
    ["pdb", /^(\w{4})\.cif\.gz$/],
    ["emdb", /^emd_(\d+)\.map\.gz$/],
    ["alphafold", /^AF-(\w+)\.cif$/],
  ] as const;
  const [found] = known.flatMap(([database, pattern]) => {
    const id = pattern.exec(name)?.[1];
    return id === undefined ? [] : [{ database, id: id.toUpperCase() }];
  });
  return found;
}

function addresses(database: EntryId["database"], id: string): EntryAddresses {
  switch (database) {
    case "pdb":
      return { name: `${id.toLowerCase()}.cif.gz`, kind: "model", file: pdbModel(id), about: [] };
    case "emdb":
      return {
        name: `emd_${id}.map.gz`,
        kind: "map",
        file: EMDB.map((root) => `${root}/EMD-${id}/map/emd_${id}.map.gz`),
        about: EMDB.map((root) => `${root}/EMD-${id}/header/emd-${id}.xml`),
      };
    case "alphafold":
      return { name: `AF-${id}.cif`, kind: "model", file: [], about: [`${ALPHAFOLD}/${id}`] };
    default:
      throw database satisfies never;
  }
}
