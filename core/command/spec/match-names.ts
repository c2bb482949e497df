import type { NamePattern, NameRange, NumberRange, ResidueRange } from "#core/command/spec/spec.ts";

/** A test for names of residues or atoms: any of the patterns, whatever the case. */
export function nameMatcher(patterns: readonly NamePattern[]): (name: string) => boolean {
  const tests = patterns.map(({ name }) => glob(name, "i"));
  return remembered((name) => tests.some((test) => test.test(name)));
}

/** A test for chain ids. Case matters only where ids of both cases occur. */
export function chainMatcher(ids: readonly NameRange[], present: readonly string[]): (id: string) => boolean {
  const isMixed = present.some((id) => /[a-z]/.test(id)) && present.some((id) => /[A-Z]/.test(id));
  const fold = (id: string) => (isMixed ? id : id.toLowerCase());
  const tests = ids.map(({ name, to }) => {
    const pattern = glob(name, isMixed ? "" : "i");
    return (id: string) =>
      to === null
        ? pattern.test(id)
        : id.length === name.length && fold(name) <= fold(id) && fold(id) <= fold(to);
  });
  return remembered((id) => tests.some((test) => test(id)));
}

/** Whether a residue number with its insertion code lies in a range; 52 comes before 52A. */
export function isInRange({ from, to }: ResidueRange, number: number, insertion: string): boolean {
  const order = (end: { number: number; insertion: string }) =>
    number - end.number || compare(insertion.toUpperCase(), end.insertion.toUpperCase());
  return (from === null || order(from) >= 0) && (to === null || order(to) <= 0);
}

/** Whether "#2.1", as [2, 1], is among the numbers of a spec or lies below one of them: #2 names #2.1 too. */
export function isNumbered(numbers: readonly (readonly NumberRange[])[], id: readonly number[]): boolean {
  return numbers.every((ranges, depth) => {
    const own = id[depth];
    return (
      own !== undefined &&
      ranges.some(({ from, to }) => (from === null || own >= from) && (to === null || own <= to))
    );
  });
}

function glob(pattern: string, flags: string): RegExp {
  const parts = pattern.match(/\[[^\]]+\]|\*+|[\s\S]/g) ?? [];
  const source = parts.map((part) => {
    if (part.startsWith("*")) return ".*";
    if (part === "?") return ".";
    if (part.length > 1) return `[${part.slice(1, -1).replace(/[\\\]^-]/g, "\\$&")}]`;
    return part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  });
  return new RegExp(`^${source.join("")}$`, flags);
}

/** Names repeat from residue to residue. */
function remembered(test: (name: string) => boolean): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const result = test(name);
    known.set(name, result);
    return result;
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
