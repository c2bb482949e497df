/** A function of the distance as a sum of shells, in units of d: Σ C Ω(u; R, β), one entry per shell and array. */
export interface ShellSum {
  /** Radii, in units of d. */
  readonly R: readonly number[];
  /** Widths, in units of d². */
  readonly beta: readonly number[];
  /** Amounts, without unit. */
  readonly C: readonly number[];
}

/** How well a sum of shells follows the truncation kernel. */
export interface KernelShells extends ShellSum {
  /** The sum is fitted to 0 … reach, in units of d. */
  readonly reach: number;
  /** Largest error there, as part of the kernel's peak. */
  readonly error: number;
}
