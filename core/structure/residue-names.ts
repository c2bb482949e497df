/** The twenty amino acids, selenocysteine, pyrrolysine, ambiguous and unknown ones, and names force fields give them. */
const AMINO_ACIDS = new Set(
  (
    "ALA ARG ASN ASP CYS GLN GLU GLY HIS ILE LEU LYS MET PHE PRO SER THR TRP TYR VAL SEC PYL ASX GLX UNK " +
    "HID HIE HIP HSD HSE HSP CYX CYM ASH GLH LYN"
  ).split(" "),
);

/** Nucleotides of RNA and DNA under their PDB names (A, DA, …), names before 2007 (+A is blank-stripped to A) and of force fields. */
const NUCLEOTIDES = new Set(
  "A C G U I T N DA DC DG DT DU DI DN RA RC RG RU ADE CYT GUA URA THY A5 C5 G5 U5 A3 C3 G3 U3 DA5 DC5 DG5 DT5 DA3 DC3 DG3 DT3".split(
    " ",
  ),
);

const WATERS = new Set("HOH WAT DOD H2O SOL TIP TIP3 TIP4 TP3 TP4 SPC OH2 D3O".split(" "));

/** Whether a residue name is a standard amino acid (or a force field's name for one). */
export function isAminoAcid(residueName: string): boolean {
  return AMINO_ACIDS.has(residueName);
}

/** Whether a residue name is a standard nucleotide of RNA or DNA. */
export function isNucleotide(residueName: string): boolean {
  return NUCLEOTIDES.has(residueName);
}

/** Whether a residue name is water, heavy water included. */
export function isWater(residueName: string): boolean {
  return WATERS.has(residueName);
}
