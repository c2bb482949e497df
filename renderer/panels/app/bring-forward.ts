import type { Stores } from "#renderer/stores/stores.ts";

/** Of the height of the window: the table with the plot over it. */
const WITH_PLOT = 0.6;

/** Brings panels to the front when there is something new in them, with a share of the height of the window where they need it. Returns what ends that. */
export function bringForward(
  { fits, identify, particles, results }: Stores,
  show: (panel: string, share?: number) => void,
): () => void {
  const ends = [
    fits.subscribe(({ tables }, before) => {
      const isNew = tables.some(
        (one) => !before.tables.some(({ placements }) => placements === one.placements),
      );
      if (isNew) show("results");
    }),
    results.subscribe(({ showsPlot }, before) => {
      if (showsPlot && !before.showsPlot) show("results", WITH_PLOT);
    }),
    identify.subscribe(({ asked, projection }, before) => {
      if (asked !== before.asked) show("identify");
      if (projection && !before.projection) show("candidates");
    }),
    particles.subscribe(({ asked }, before) => {
      if (asked !== before.asked) show("particles");
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}
