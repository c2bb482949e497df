/** Sums of pairs of numbers, from which their correlation follows. */
export class PairSums {
  count = 0;
  #a = 0;
  #b = 0;
  #aa = 0;
  #bb = 0;
  #ab = 0;

  add(a: number, b: number, times = 1): void {
    this.count += times;
    this.#a += times * a;
    this.#b += times * b;
    this.#aa += times * a * a;
    this.#bb += times * b * b;
    this.#ab += times * a * b;
  }

  clear(): void {
    this.count = 0;
    this.#a = 0;
    this.#b = 0;
    this.#aa = 0;
    this.#bb = 0;
    this.#ab = 0;
  }

  /** Pearson's correlation of the pairs, −1 … 1; NaN without pairs, 0 when either side is constant. */
  correlation(): number {
    if (this.count === 0) return Number.NaN;
    const aa = this.#aa - (this.#a * this.#a) / this.count;
    const bb = this.#bb - (this.#b * this.#b) / this.count;
    // What is left of equal numbers after subtracting their mean is rounding, not signal.
    if (!(aa > 1e-12 * this.#aa && bb > 1e-12 * this.#bb)) return 0;
    return (this.#ab - (this.#a * this.#b) / this.count) / Math.sqrt(aa * bb);
  }

  /** Slope k and intercept c of the line b ≈ k a + c with the smallest squares; slope 0 when `a` is constant. */
  line(): { readonly slope: number; readonly intercept: number } {
    const aa = this.#aa - (this.#a * this.#a) / this.count;
    const ab = this.#ab - (this.#a * this.#b) / this.count;
    const slope = aa > 1e-12 * this.#aa ? ab / aa : 0;
    return { slope, intercept: this.count > 0 ? (this.#b - slope * this.#a) / this.count : 0 };
  }
}
