/** Something that may be chosen: what it is worth (positive), and of which kind, of which only so many can be taken. */
export interface Option {
  readonly kind: number;
  readonly value: number;
}

/** The set worth the most. */
export interface ChosenSet {
  /** Indices of the options taken, ascending. */
  readonly chosen: readonly number[];
  readonly value: number;
  /** False when the search was given up before everything was weighed; the set is then good, perhaps not the best. */
  readonly isBest: boolean;
}

/** Sets weighed before the search is given up: about a second. */
const MOST_WEIGHED = 300_000;

/**
 * The set of options worth the most in which no two exclude each other and of each kind at most so many are taken, by branch
 * and bound. What is left is bounded by groups of options that all exclude each other, of which one at most can be taken; since
 * rivals for one site do, the bound is nearly exact. `excludes` is asked once per pair. `without` options take no part.
 */
export function chooseSet(
  options: readonly Option[],
  most: readonly number[],
  excludes: Excludes,
  without: ReadonlySet<number> = new Set(),
): ChosenSet {
  const order = options
    .map((_, n) => n)
    .filter((n) => options[n].value > 0 && !without.has(n))
    .sort((a, b) => options[b].value - options[a].value || a - b);
  const left = [...most];
  const taken: number[] = [];
  let best: { chosen: number[]; value: number } = { chosen: [], value: 0 };
  let weighed = 0;
  const weigh = (open: readonly number[], value: number): void => {
    if (value > best.value + 1e-12) best = { chosen: [...taken], value };
    if (weighed++ > MOST_WEIGHED || value + boundOf(open, options, left, excludes) <= best.value + 1e-12)
      return;
    const [next, ...others] = open;
    const { kind } = options[next];
    left[kind]--;
    taken.push(next);
    weigh(
      others.filter((n) => left[options[n].kind] > 0 && !excludes(next, n)),
      value + options[next].value,
    );
    taken.pop();
    left[kind]++;
    weigh(others, value);
  };
  weigh(
    order.filter((n) => left[options[n].kind] > 0),
    0,
  );
  return { chosen: best.chosen.sort((a, b) => a - b), value: best.value, isBest: weighed <= MOST_WEIGHED };
}

/** Whether two options cannot be taken together; symmetric. */
export type Excludes = (a: number, b: number) => boolean;

/** Remembers the answers of an `excludes` that is costly to ask. */
export function remembered(count: number, excludes: Excludes): Excludes {
  const known = new Int8Array(count * count).fill(-1);
  return (a, b) => {
    const at = a * count + b;
    if (known[at] < 0) known[at] = known[b * count + a] = excludes(a, b) ? 1 : 0;
    return known[at] === 1;
  };
}

/** What the open options (best first) are worth at most: the smaller of what rivals allow and what the kinds allow. */
function boundOf(
  open: readonly number[],
  options: readonly Option[],
  left: readonly number[],
  excludes: Excludes,
): number {
  const groups: number[][] = [];
  let byRivals = 0;
  let byKinds = 0;
  const used = left.map(() => 0);
  for (const n of open) {
    const { kind, value } = options[n];
    if (used[kind]++ < left[kind]) byKinds += value;
    const home = groups.find((group) => group.every((other) => excludes(n, other)));
    if (home) home.push(n);
    else {
      groups.push([n]);
      byRivals += value;
    }
  }
  return Math.min(byRivals, byKinds);
}
