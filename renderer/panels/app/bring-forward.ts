import type { Stores } from "#renderer/stores/stores.ts";

/** Brings panels to the front when there is something new in them. Returns what ends that. */
export function bringForward(
  { fits, identify, particles }: Stores,
  show: (panel: string) => void,
): () => void {
  const ends = [
    fits.subscribe(({ tables }, before) => {
      const isNew = tables.some(
        (one) => !before.tables.some(({ placements }) => placements === one.placements),
      );
      if (isNew) show("results");
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
