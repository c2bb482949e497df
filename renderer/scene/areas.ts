/** A part of the canvas with a picture of its own, in pixels of the page from the top left corner. */
export interface Area {
  readonly kind: "main" | "beside" | "cell";
  /** Place among the small multiples; −1 for the others. */
  readonly cell: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Shares of the width from which on one of the two views has all of it. */
const ALL = 0.98;

/**
 * How a canvas is divided: the main view takes `share` of the width, the clusters the rest. With more than one cell the
 * main view is a square grid of them, row by row.
 */
export function areasOf(size: { width: number; height: number }, share: number, cells: number): Area[] {
  const wide = share >= ALL ? size.width : share <= 1 - ALL ? 0 : Math.round(size.width * share);
  const main: Area = { kind: "main", cell: -1, x: 0, y: 0, width: wide, height: size.height };
  const beside: Area = {
    kind: "beside",
    cell: -1,
    x: wide,
    y: 0,
    width: size.width - wide,
    height: size.height,
  };
  return [...(wide > 0 ? gridOf(main, cells) : []), ...(beside.width > 0 ? [beside] : [])];
}

/** The area a place lies in; the last when it lies in none. */
export function areaAt(areas: readonly Area[], x: number, y: number): Area | undefined {
  const inside = ({ x: left, y: top, width, height }: Area) =>
    x >= left && x < left + width && y >= top && y < top + height;
  return areas.find(inside) ?? areas.at(-1);
}

function gridOf(main: Area, cells: number): Area[] {
  const side = Math.round(Math.sqrt(cells));
  if (side <= 1) return [main];
  const edge = (n: number, length: number) => Math.round((n * length) / side);
  return Array.from({ length: side * side }, (_, cell): Area => {
    const [column, row] = [cell % side, Math.floor(cell / side)];
    const [x, y] = [edge(column, main.width), edge(row, main.height)];
    return {
      kind: "cell",
      cell,
      x,
      y,
      width: edge(column + 1, main.width) - x,
      height: edge(row + 1, main.height) - y,
    };
  });
}
