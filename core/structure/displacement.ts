/** A mean square displacement U (Å²) in the unit of B: B = 8π² U. */
export const B_PER_U = 8 * Math.PI ** 2;
