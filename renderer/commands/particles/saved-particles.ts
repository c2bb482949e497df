import type { App } from "#renderer/commands/app.ts";
import { openOptions } from "#renderer/stores/particles.ts";
import type { Params } from "#workers/protocol.ts";

export type SavedParticles = NonNullable<Params<"keepView">["view"]["particles"]>;

/** What sessions and projects keep of particles and the run that is shown; undefined where there are neither. */
export function savedParticles(app: App): SavedParticles | undefined {
  const { star, run, options, chosen } = app.stores.particles.getState();
  if (!star && !run) return undefined;
  const named = (file: string, name: string) => ({ file, name, place: null });
  const starName = star?.report.name ?? "";
  return {
    options: openOptions(options, app.stores.scene.getState().entries),
    star: star && named(star.file, starName),
    run: run && {
      name: run.name,
      of: named(run.of, run.folder === null ? "checkpoint.json" : starName),
      folder: run.folder,
    },
    chosen,
  };
}
