/** A column of a CIF table, read as a whole. */
export interface CifColumn {
  readonly rowCount: number;
  /** The values as text; "" where the file says "." or "?". */
  texts(): string[];
  /** The values as numbers; `missing` where there is none or it is not finite. */
  numbers(missing: number): Float64Array;
}

/** One data block of a CIF file, text or binary. */
export interface CifBlock {
  readonly name: string;
  /** A column by category and name without underscore ("atom_site", "Cartn_x"). Throws `format` when its data are damaged. */
  column(category: string, name: string): CifColumn | undefined;
}
