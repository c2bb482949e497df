import type { PlotArea } from "#renderer/stores/parallel-plot.ts";

/** Room around the axes for their names and values, px of a usual screen. */
const MARGIN = { side: 44, top: 48, bottom: 21 };

/** Where the axes stand on a canvas of this size, px of a usual screen. */
export function areaOf(width: number, height: number): PlotArea {
  return { left: MARGIN.side, right: width - MARGIN.side, top: MARGIN.top, bottom: height - MARGIN.bottom };
}

/** A place on the canvas for the style of an element that lies on it: over the n-th of so many axes, at a height, 0…1. */
export function placeOn(n: number, axes: number, height: number): { left: string; top: string } {
  const share = axes < 2 ? 0.5 : n / (axes - 1);
  return {
    left: `calc(${rem(MARGIN.side)} + ${share} * (100% - ${rem(2 * MARGIN.side)}))`,
    top: `calc(${rem(MARGIN.top)} + ${1 - height} * (100% - ${rem(MARGIN.top + MARGIN.bottom)}))`,
  };
}

/** Sizes of the window are written for a font of 13 px. */
function rem(pixels: number): string {
  return `${pixels / 13}rem`;
}
