/** A file that lies with the host and that no session or project holds. */
export interface SavedPlace {
  /** Its id while the host lends it; null when the view was written down: ids end with their host. */
  readonly file: string | null;
  /** Name without its folder. */
  readonly name: string;
  /** Where it lies, which the host adds as it writes the view down; null while nobody has said. */
  readonly place: string | null;
}

/** Particles that are shown, the run that the plots are of, and what was wished of the next. */
export interface SavedParticles {
  readonly options: {
    readonly iterations: number;
    readonly symmetry: string;
    readonly seed: number;
    /** Ids of maps. */
    readonly mask: string | null;
    readonly focus: string | null;
    readonly patches: number | null;
  };
  /** The STAR file. */
  readonly star: SavedPlace | null;
  /** The run lies in a folder beside `of`, or with a folder of null in that of `of` itself, its checkpoint. */
  readonly run: { readonly name: string; readonly of: SavedPlace; readonly folder: string | null } | null;
  /** What the plots show: 0 the start, then the iterations; null: the latest. */
  readonly chosen: number | null;
}

/** The same with every file replaced, as the host does when it writes down where they lie. */
export async function mapPlaces(
  saved: SavedParticles,
  replace: (file: SavedPlace) => Promise<SavedPlace>,
): Promise<SavedParticles> {
  const { star, run } = saved;
  return {
    ...saved,
    star: star && (await replace(star)),
    run: run && { ...run, of: await replace(run.of) },
  };
}
