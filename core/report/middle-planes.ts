import { greyImage } from "#core/report/grey-image.ts";
import { type Html, html } from "#core/report/html.ts";
import type { Volume } from "#core/volume/volume.ts";

const SPREAD = 4;

/** Where a pixel of a plane across x, y or z through the middle of a cubic map lies in it. */
const PLANES = [
  ["across z", (i: number, j: number, n: number) => i + n * (j + n * (n / 2))],
  ["across y", (i: number, j: number, n: number) => i + n * (n / 2 + n * j)],
  ["across x", (i: number, j: number, n: number) => n / 2 + n * (i + n * j)],
] as const;

/** The three planes through the middle of a cubic map, side by side. */
export function middlePlanes(map: Volume): Html {
  return html`<div class="pictures">${PLANES.map(([name, at]) => figure(name, planeOf(map, at)))}</div>`;
}

/** The plane across z through the middle of each of some named maps. */
export function middlePlanesOf(maps: readonly { readonly name: string; readonly map: Volume }[]): Html {
  const [[, at]] = PLANES;
  return html`<div class="pictures">${maps.map(({ name, map }) => figure(name, planeOf(map, at)))}</div>`;
}

function figure(name: string, url: string): Html {
  return html`<figure><img src="${url}" alt="Plane: ${name}" style="image-rendering:pixelated"><figcaption>${name}</figcaption></figure>`;
}

function planeOf({ grid, values }: Volume, at: (typeof PLANES)[number][1]): string {
  const [n] = grid.size;
  const pixels = Float32Array.from({ length: n * n }, (_, p) => values[at(p % n, Math.floor(p / n), n)]);
  return greyImage(pixels, n, n, SPREAD);
}
