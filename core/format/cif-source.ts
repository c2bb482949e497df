import { AppError } from "#core/errors.ts";
import { decodeDecimal, decodeNumber, decodeText } from "#core/format/text.ts";

/**
 * The bytes of a CIF text as the string-like thing Mol*'s reader works on, so that a big file is never copied
 * into a string. Characters are bytes; cut out pieces are decoded as UTF-8.
 */
export class CifSource {
  private readonly bytes: Uint8Array;
  readonly length: number;
  /** Set when reading is over and values may be cut out. */
  isParsed = false;
  private readonly known = new Map<number, string>();
  private isLocating = false;
  private locatedStart = 0;
  private locatedEnd = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.length = bytes.length;
  }

  charCodeAt(index: number): number {
    return this.bytes[index];
  }

  /** Pieces of up to four bytes are shared, which most names in a table of atoms are. */
  substring(start: number, end = this.length): string {
    if (this.isLocating) {
      this.locatedStart = start;
      this.locatedEnd = end;
      return "";
    }
    if (!this.isParsed) this.refuseStrayValue(start, end);
    if (end - start > 4) return decodeText(this.bytes, start, end);
    let key = 0;
    for (let n = start; n < end; n++) key = (key << 8) | this.bytes[n];
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const text = decodeText(this.bytes, start, end);
    this.known.set(key, text);
    return text;
  }

  /**
   * The numbers in the pieces that `field` cuts out row by row, without making strings of them; standard
   * uncertainties in parentheses are dropped; `missing` for what is no finite number.
   */
  numbers(field: { readonly rowCount: number; str(row: number): string }, missing: number): Float64Array {
    const values = new Float64Array(field.rowCount);
    for (let row = 0; row < values.length; row++) {
      this.isLocating = true;
      field.str(row);
      this.isLocating = false;
      let value = decodeDecimal(this.bytes, this.locatedStart, this.locatedEnd);
      if (Number.isNaN(value)) value = decodeNumber(this.substring(this.locatedStart, this.locatedEnd));
      values[row] = Number.isFinite(value) ? value : missing;
    }
    return values;
  }

  at(index: number): string | undefined {
    return this.charAt(index < 0 ? this.length + index : index) || undefined;
  }

  charAt(index: number): string {
    return index >= 0 && index < this.length ? String.fromCharCode(this.bytes[index]) : "";
  }

  indexOf(searched: string, position = 0): number {
    return this.toString().indexOf(searched, position);
  }

  includes(searched: string, position = 0): boolean {
    return this.toString().includes(searched, position);
  }

  startsWith(searched: string, position = 0): boolean {
    return this.toString().startsWith(searched, position);
  }

  toString(): string {
    return decodeText(this.bytes);
  }

  /**
   * While reading, Mol* cuts out names only: they begin with an underscore after white space, or follow the
   * underscore of "data_" or "save_". Anything else is a value without a name, which Mol* would print to
   * standard output.
   */
  private refuseStrayValue(start: number, end: number): void {
    const before = start > 0 ? this.bytes[start - 1] : 32;
    if (before === 95 || (this.bytes[start] === 95 && before <= 32)) return;
    let line = 1;
    for (let n = 0; n < start; n++) {
      if (this.bytes[n] === 10 || (this.bytes[n] === 13 && this.bytes[n + 1] !== 10)) line++;
    }
    const seen = decodeText(this.bytes, start, Math.min(end, start + 40));
    throw new AppError("format", `Line ${line}: the text is not CIF; a value stands where a name belongs.`, {
      seen,
      expected: "data_, loop_ or a name with a leading underscore",
    });
  }
}
