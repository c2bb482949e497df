/**
 * Benjamini and Hochberg's q-values (J. R. Stat. Soc. B 57, 289, 1995), in the order of the p-values: calling everything up to
 * a q right makes at most that share of the calls wrong. What `p.adjust(method = "BH")` of R gives, and DomainFit uses.
 */
export function falseDiscovery(pValues: readonly number[]): number[] {
  const order = pValues.map((_, n) => n).sort((a, b) => pValues[b] - pValues[a]);
  const q = new Array<number>(pValues.length);
  let least = 1;
  order.forEach((n, place) => {
    least = Math.min(least, (pValues[n] * pValues.length) / (pValues.length - place));
    q[n] = least;
  });
  return q;
}
