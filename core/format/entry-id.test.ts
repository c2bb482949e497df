import { describe, expect, it } from "vitest";
import { entryOf, entryTitle, entryWord } from "#core/format/entry-id.ts";

describe("ids of archive entries", () => {
  it.each([
    ["6wti", "pdb", "6WTI"],
    ["pdb:6wti", "pdb", "6WTI"],
    ["pdb_00006wti", "pdb", "6WTI"],
    ["EMDB:21897", "emdb", "21897"],
    ["emd-1080", "emdb", "1080"],
    ["EMD_21897", "emdb", "21897"],
    ["alphafold:p69905", "alphafold", "P69905"],
    ["AF-A0A023GPI8-F1", "alphafold", "A0A023GPI8"],
  ])("%s is %s %s", (word, database, id) => {
    expect(entryOf(word)).toEqual({ database, id });
  });

  it("takes bare numbers and accessions when the archive is known", () => {
    expect(entryOf("21897", "emdb")).toEqual({ database: "emdb", id: "21897" });
    expect(entryOf("P69905", "alphafold")).toEqual({ database: "alphafold", id: "P69905" });
  });

  it.each([
    "map.mrc",
    "21897",
    "1234",
    "P69905",
    "",
    "uniprot:P69905",
    "emdb:12",
    "alphafold:HELLO",
    "../6wti",
  ])("%j names no entry by itself", (word) => expect(entryOf(word)).toBeUndefined());

  it("writes them as papers and as commands do", () => {
    const entry = { database: "emdb", id: "21897" } as const;
    expect([entryTitle(entry), entryWord(entry)]).toEqual(["EMD-21897", "emdb:21897"]);
    expect(entryTitle({ database: "alphafold", id: "P69905" })).toBe("AF-P69905");
  });
});
