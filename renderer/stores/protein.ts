/** Å³ per Da of protein: its partial specific volume of 0.73 cm³/g over Avogadro's number. */
export const PROTEIN_VOLUME: number = 0.73 / 0.60221;
