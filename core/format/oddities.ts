// Enough to see what is wrong with a file; a damaged one has thousands.
const SHOWN = 3;

/** Collects what a reader met line by line: of each kind the first places, then a count. */
export class Oddities {
  private readonly places = new Map<string, { shown: string[]; count: number }>();

  /** Notes one more of a kind ("coordinates are not numbers") at a place ("line 12"). */
  add(kind: string, place: string): void {
    const entry = this.places.get(kind) ?? { shown: [], count: 0 };
    if (entry.shown.length < SHOWN) entry.shown.push(place);
    entry.count++;
    this.places.set(kind, entry);
  }

  /** One sentence per kind, in order of first appearance. */
  toWarnings(): string[] {
    return [...this.places].map(([kind, { shown, count }]) => {
      const more = count > shown.length ? ` and ${count - shown.length} more` : "";
      return `${kind}: ${shown.join(", ")}${more}.`;
    });
  }
}
