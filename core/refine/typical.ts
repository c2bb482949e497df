import { residuesOf } from "#core/structure/residues.ts";
import type { Structure } from "#core/structure/structure.ts";

/** What equal places of a model have in common. */
export interface Summary {
  readonly median: number;
  /** Nine in ten are within this of the median. */
  readonly reach: number;
}

/** What some atoms are: by residue and atom names, and by atom names alone. */
export interface Kind {
  readonly exact: string;
  readonly names: string;
}

/** So many equal places of a model have a typical value. */
const QUORUM = 10;

/** What the equal places of a model measure: bonds of one kind, angles of one kind. */
export class Typical {
  readonly #structure: Structure;
  readonly #residueOf: Int32Array;
  readonly #values = new Map<string, number[]>();
  readonly #summaries = new Map<string, Summary>();

  constructor(structure: Structure) {
    this.#structure = structure;
    this.#residueOf = new Int32Array(structure.atomCount);
    residuesOf(structure).forEach(({ start, end }, n) => {
      this.#residueOf.fill(n, start, end);
    });
  }

  /** Atoms in the order in which equal places can be compared: by residue, then by name. */
  inOrder(atoms: readonly number[]): number[] {
    const { atomName } = this.#structure;
    return [...atoms].sort(
      (a, b) =>
        this.#residueOf[a] - this.#residueOf[b] ||
        (atomName[a] < atomName[b] ? -1 : +(atomName[a] > atomName[b])),
    );
  }

  /** The kind of some atoms: residue and atom names; undefined where they lie in residues that are not neighbours. */
  kindOf(atoms: readonly number[]): Kind | undefined {
    const { atomName, residueName } = this.#structure;
    const first = Math.min(...atoms.map((atom) => this.#residueOf[atom]));
    let residue = "";
    let names = "";
    for (const atom of atoms) {
      const step = this.#residueOf[atom] - first;
      if (step > 1) return undefined;
      names += ` ${step}${atomName[atom]}`;
      if (step === 1) residue = residueName[atom] === "PRO" ? "-PRO" : "-";
    }
    // Between residues only the ring of proline makes a difference.
    return { exact: `${residue || residueName[atoms[0]]}${names}`, names };
  }

  add(kind: Kind | undefined, value: number): void {
    if (kind === undefined) return;
    for (const key of [kind.exact, kind.names]) {
      const known = this.#values.get(key);
      if (known) known.push(value);
      else this.#values.set(key, [value]);
    }
  }

  /**
   * What all values of a kind say, or where there are fewer than ten those of equal atom names in any residue;
   * undefined where these are too few as well. Everything must have been added before.
   */
  of(kind: Kind | undefined): Summary | undefined {
    return kind && (this.#summary(kind.exact) ?? this.#summary(kind.names));
  }

  #summary(kind: string): Summary | undefined {
    const values = this.#values.get(kind) ?? [];
    if (values.length < QUORUM) return undefined;
    const known = this.#summaries.get(kind);
    if (known) return known;
    const sorted = Float64Array.from(values).sort();
    const median = sorted[sorted.length >> 1];
    const away = sorted.map((value) => Math.abs(value - median)).sort();
    const summary = { median, reach: away[Math.min(away.length - 1, Math.floor(0.9 * away.length))] };
    this.#summaries.set(kind, summary);
    return summary;
  }
}
