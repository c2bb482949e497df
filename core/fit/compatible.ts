/** A placement that may be chosen for its model. */
export interface Candidate {
  /** What it is worth, larger is better; must be positive. Equal values are told apart by their order. */
  readonly value: number;
}

/** The best choice found. */
export interface Choice {
  /** By model: the index of its candidate, or null when it is left out. */
  readonly chosen: readonly (number | null)[];
  readonly value: number;
  /** False when the search was given up before everything was weighed; the choice is then good, perhaps not the best. */
  readonly isBest: boolean;
}

/** Choices weighed before the search is given up: about a second. */
const MOST_CHOICES = 2_000_000;

/**
 * At most one candidate per model, no two of which exclude each other, worth the most together: branch and bound over
 * the models in the order given, best candidates first, so that the first choice weighed is the greedy one.
 * `excludes` is asked once per pair of candidates of different models.
 */
export function bestCompatible(
  models: readonly (readonly Candidate[])[],
  excludes: (model: number, candidate: number, otherModel: number, other: number) => boolean,
): Choice {
  const orders = models.map((candidates) =>
    candidates.map((_, n) => n).sort((a, b) => candidates[b].value - candidates[a].value || a - b),
  );
  // What the models from the n-th on are worth at most.
  const hope = new Float64Array(models.length + 1);
  for (let n = models.length - 1; n >= 0; n--) {
    hope[n] = hope[n + 1] + Math.max(0, ...models[n].map(({ value }) => value));
  }
  const clash = rememberPairs(models, excludes);
  const now: (number | null)[] = models.map(() => null);
  let best: { chosen: (number | null)[]; value: number } = { chosen: [...now], value: 0 };
  let weighed = 0;
  const weigh = (model: number, value: number): void => {
    if (weighed++ > MOST_CHOICES || value + hope[model] <= best.value + 1e-12) return;
    if (model === models.length) {
      best = { chosen: [...now], value };
      return;
    }
    for (const candidate of orders[model]) {
      if (now.some((other, n) => n < model && other !== null && clash(n, other, model, candidate))) continue;
      now[model] = candidate;
      weigh(model + 1, value + models[model][candidate].value);
    }
    now[model] = null;
    weigh(model + 1, value);
  };
  weigh(0, 0);
  return { ...best, isBest: weighed <= MOST_CHOICES };
}

function rememberPairs(
  models: readonly (readonly Candidate[])[],
  excludes: (model: number, candidate: number, otherModel: number, other: number) => boolean,
): (model: number, candidate: number, otherModel: number, other: number) => boolean {
  const firsts: number[] = [];
  let count = 0;
  for (const { length } of models) {
    firsts.push(count);
    count += length;
  }
  const known = new Int8Array(count * count).fill(-1);
  return (model, candidate, otherModel, other) => {
    const at = (firsts[model] + candidate) * count + firsts[otherModel] + other;
    if (known[at] < 0) known[at] = excludes(model, candidate, otherModel, other) ? 1 : 0;
    return known[at] === 1;
  };
}
