/** Pixels of the root font that sizes of the window are written for. */
const USUAL_FONT = 13;

/** How much larger the window is drawn than on a usual screen: more where a pixel is small. */
export function windowUnit(): number {
  const size = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return size > 0 ? size / USUAL_FONT : 1;
}
