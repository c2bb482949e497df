/** Costly work takes at most this part of the time: so many times as long as it took is waited. */
const PAUSES = 19;

/**
 * Does work when it is called, but not before `least` has passed since it ended last (or since now), nor so often that it
 * would take more than a twentieth of the time: what grows with all that is known must not hold up what is still to be found.
 * Returns whether it was done. `least` in the unit of the clock.
 */
export function seldom(work: () => void, least: number, clock: () => number): () => boolean {
  let next = clock() + least;
  return () => {
    const began = clock();
    if (began < next) return false;
    work();
    const ended = clock();
    next = ended + Math.max(least, PAUSES * (ended - began));
    return true;
  };
}
