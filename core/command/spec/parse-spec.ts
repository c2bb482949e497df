import { nearestName } from "#core/command/nearest-name.ts";
import {
  type ChainPart,
  type ModelPart,
  type NamePattern,
  type NameRange,
  type NumberRange,
  type ResidueNumber,
  type ResiduePart,
  type ResidueRange,
  SPEC_WORDS,
  type Spec,
  type Zone,
} from "#core/command/spec/spec.ts";
import { wordError } from "#core/command/words.ts";

/** Deeper nesting is nobody's wish, and would exhaust the stack. */
const DEEPEST = 100;

/** Å. */
const FARTHEST = 10_000;

const SPACE = /\s*/y;
const NAME = /[A-Za-z_][\w+-]*/y;
const MODEL_NUMBER = /\d{1,9}/y;
const PART = /-?[\w'"*?\\[\]]+/y;
const ZONE = /([#/:@])\s*([<>])\s*/y;
const REAL = /\d*\.?\d+/y;
const RESIDUE_NUMBER = /^(-?\d{1,9})([A-Za-z]?)$/;

/** Whether a word can only be meant as a spec, or as the beginning of one. */
export function looksLikeSpec(text: string, names: readonly string[] = []): boolean {
  return /^[#/:@~(]/.test(text) || isKnown(/^[A-Za-z_][\w+-]*/.exec(text)?.[0] ?? "", names);
}

/**
 * Understands a spec. `names` are words defined besides the built-in ones. Throws `input` whose `detail` has the place
 * of what was not understood, counted from the beginning of the text.
 */
export function parseSpec(text: string, names: readonly string[] = []): Spec {
  const reader = new SpecReader(text, names);
  const spec = reader.union(0);
  reader.end();
  return spec;
}

function isKnown(word: string, names: readonly string[]): boolean {
  return Object.hasOwn(SPEC_WORDS, word) || names.includes(word);
}

class SpecReader {
  private at = 0;
  private readonly text: string;
  private readonly names: readonly string[];

  constructor(text: string, names: readonly string[]) {
    this.text = text;
    this.names = names;
  }

  union(depth: number): Spec {
    return this.list("or", "|", () => this.list("and", "&", () => this.term(depth)));
  }

  end(): void {
    this.take(SPACE);
    if (this.at < this.text.length) throw this.problem(`"${this.rest()}" does not belong into a spec.`);
  }

  private list(kind: "and" | "or", sign: string, read: () => Spec): Spec {
    const first = read();
    const all = [first];
    while (this.sign(sign)) all.push(read());
    return all.length === 1 ? first : { kind, of: all };
  }

  private term(depth: number): Spec {
    if (depth > DEEPEST) throw this.problem("This spec is nested too deeply.");
    if (this.sign("~")) return { kind: "not", of: this.term(depth + 1) };
    let spec = this.primary(depth);
    for (let zone = this.zone(spec); zone; zone = this.zone(spec)) spec = zone;
    return spec;
  }

  private primary(depth: number): Spec {
    if (this.sign("(")) {
      const spec = this.union(depth + 1);
      if (!this.sign(")")) throw this.problem("A closing parenthesis is missing.");
      return spec;
    }
    this.take(SPACE);
    const start = this.at;
    const word = this.take(NAME);
    if (word !== null) {
      if (!isKnown(word, this.names)) throw this.unknown(word, start);
      return { kind: "word", word };
    }
    const models: ModelPart[] = [];
    for (let part = this.model(); part; part = this.model()) models.push(part);
    if (models.length === 0) {
      throw this.problem("Expected a spec such as #1, /A, :10-20, @CA or protein.");
    }
    return { kind: "path", models };
  }

  private zone(of: Spec): Zone | null {
    this.take(SPACE);
    ZONE.lastIndex = this.at;
    const sign = ZONE.exec(this.text);
    if (!sign) return null;
    this.at = ZONE.lastIndex;
    const start = this.at;
    const distance = Number(this.take(REAL) ?? Number.NaN);
    if (!(distance <= FARTHEST)) {
      throw this.problem(`After ${sign[1]}${sign[2]} comes a distance up to ${FARTHEST} Å.`, start);
    }
    return {
      kind: "zone",
      of,
      level: sign[1] as Zone["level"],
      beyond: sign[2] === ">",
      distance: Number(distance.toFixed(6)), // what is written without an exponent
    };
  }

  private model(): ModelPart | null {
    const numbers = this.opens("#") ? this.depths() : [];
    const chains: ChainPart[] = [];
    for (let chain = this.chain(); chain; chain = this.chain()) chains.push(chain);
    return numbers.length === 0 && chains.length === 0 ? null : { numbers, chains };
  }

  private depths(): NumberRange[][] {
    const depths = [this.commas(() => this.numberRange())];
    while (this.text[this.at] === ".") {
      this.at++;
      depths.push(this.commas(() => this.numberRange()));
    }
    return depths;
  }

  private numberRange(): NumberRange {
    const from = this.modelNumber("start");
    if (this.text[this.at] !== "-") return from === "*" ? ANY : { from: from.value, to: from.value };
    this.at++;
    const to = this.modelNumber("end");
    return { from: from === "*" ? null : from.value, to: to === "*" ? null : to.value };
  }

  /** A number, "*", or the word for the end of a range. */
  private modelNumber(word: "start" | "end"): { value: number | null } | "*" {
    if (this.text[this.at] === "*") {
      this.at++;
      return "*";
    }
    const isWord = this.text.startsWith(word, this.at);
    // "start" is the beginning of a range only.
    if (isWord && (word === "end" || this.text[this.at + word.length] === "-")) {
      this.at += word.length;
      return { value: null };
    }
    const digits = this.take(MODEL_NUMBER);
    if (digits === null)
      throw this.problem("After # comes the number of a map or model, such as #1 or #2.1.");
    return { value: Number(digits) };
  }

  private chain(): ChainPart | null {
    const ids = this.opens("/") ? this.commas(() => this.chainId()) : [];
    const residues: ResiduePart[] = [];
    for (let residue = this.residue(); residue; residue = this.residue()) residues.push(residue);
    return ids.length === 0 && residues.length === 0 ? null : { ids, residues };
  }

  private chainId(): NameRange {
    const name = this.part("After / comes the name of a chain, such as /A or /A-C.");
    if (this.text[this.at] !== "-") return { name, to: null };
    this.at++;
    return { name, to: this.part("After the hyphen comes the name of the last chain.") };
  }

  private residue(): ResiduePart | null {
    const ids = this.opens(":") ? this.commas(() => this.residueId()) : [];
    const atoms = this.opens("@") ? this.commas(() => this.atomName()) : [];
    return ids.length === 0 && atoms.length === 0 ? null : { ids, atoms };
  }

  private residueId(): ResidueRange | NamePattern {
    const start = this.at;
    const first = this.part("After : comes the number or the name of a residue, such as :10-20 or :LYS.");
    const from = residueNumber(first);
    if (this.text[this.at] !== "-") {
      if (first === "*") return ANY;
      return from ? { from, to: from } : { name: first };
    }
    this.at++;
    const last = this.part("After the hyphen comes the number of the last residue.");
    const to = residueNumber(last);
    const isOpen = { from: first === "start" || first === "*", to: last === "end" || last === "*" };
    if ((!from && !isOpen.from) || (!to && !isOpen.to)) {
      throw this.problem(
        `"${first}-${last}" is no range of residues; write numbers, such as 10-20 or 10-end.`,
        start,
      );
    }
    return { from, to };
  }

  private atomName(): NamePattern {
    return { name: this.part("After @ comes the name of an atom, such as @CA.") };
  }

  private part(expected: string): string {
    const text = this.take(PART);
    if (text === null) throw this.problem(expected);
    return text;
  }

  private commas<T>(read: () => T): T[] {
    const all = [read()];
    while (this.text[this.at] === ",") {
      this.at++;
      all.push(read());
    }
    return all;
  }

  /** A level's sign that does not begin a zone. */
  private opens(sign: string): boolean {
    if (this.text[this.at] !== sign || /^\s*[<>]/.test(this.text.slice(this.at + 1, this.at + 9)))
      return false;
    this.at++;
    return true;
  }

  private sign(sign: string): boolean {
    this.take(SPACE);
    if (this.text[this.at] !== sign) return false;
    this.at++;
    return true;
  }

  private take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (!found) return null;
    this.at = pattern.lastIndex;
    return found[0];
  }

  private rest(): string {
    return /^\S+/.exec(this.text.slice(this.at))?.[0] ?? "";
  }

  private unknown(word: string, start: number): Error {
    const near = nearestName(word, [...Object.keys(SPEC_WORDS), ...this.names]);
    const advice = near === null ? "write #1, /A, :10-20, @CA or protein" : `did you mean ${near}?`;
    return wordError(`"${word}" names nothing; ${advice}`, { start, end: this.at });
  }

  private problem(message: string, start = this.at): Error {
    const end = Math.max(this.at, start + this.rest().length);
    return wordError(message, { start: Math.min(start, this.text.length), end });
  }
}

const ANY: NumberRange & ResidueRange = { from: null, to: null };

function residueNumber(text: string): ResidueNumber | null {
  const found = RESIDUE_NUMBER.exec(text);
  return found ? { number: Number(found[1]), insertion: found[2] } : null;
}
