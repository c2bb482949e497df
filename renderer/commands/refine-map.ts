import { AppError } from "#core/errors.ts";
import { angleBetween, applyRigid, IDENTITY, type Rigid } from "#core/math/rigid.ts";
import { add, distance, type Vec3 } from "#core/math/vec3.ts";
import type { App } from "#renderer/commands/app.ts";
import { climbOf, type LocalWishes, wordsOfClimb } from "#renderer/commands/climb-wishes.ts";
import { editMap } from "#renderer/commands/edit-map.ts";
import { note, withJob } from "#renderer/commands/run.ts";
import { type MapEntry, specOf } from "#renderer/stores/scene.ts";

/** Which samples of the moved map count: those of its surface, all that are not 0, or all. */
export type Samples = "envelope" | "nonzero" | "all";

const SAMPLE_WORDS: Readonly<Record<Samples, string>> = {
  envelope: "",
  nonzero: " envelope false",
  all: " envelope false zeros true",
};

/**
 * Moves a map to the nearest optimum in another: Fit in Map for maps. A map that is only shifted keeps its voxels; one
 * that is turned becomes a copy on the other's grid, since grids do not turn. Can be undone.
 */
export async function refineMapHere(
  app: App,
  map: MapEntry,
  moved: MapEntry,
  wishes: LocalWishes,
  samples: Samples,
): Promise<void> {
  if (map.id === moved.id) throw new AppError("input", `${specOf(map)} cannot be fitted into itself.`);
  const command = `fitmap ${specOf(moved)} inMap ${specOf(map)}${SAMPLE_WORDS[samples]}${wordsOfClimb(wishes)}`;
  const fit = await withJob(app, { title: `Fitting ${moved.name}`, kind: "other" }, (job) =>
    app.engine.call(
      "refineMap",
      {
        map: map.id,
        moved: moved.id,
        level: samples === "envelope" ? moved.level : samples === "all" ? moved.min : null,
        ...(map.region && { region: map.region }),
        climb: climbOf(wishes, map.grid),
      },
      job,
    ),
  );
  const { motion, before } = fit;
  const turned = angleBetween(motion.rotation, IDENTITY.rotation);
  if (wishes.rotate) {
    await editMap(app, moved, { kind: "resample", onGrid: map.id, motion }, command);
    app.stores.selection.setState({ map: map.id }); // what is fitted into stays the map of the panels
    note(app, `A grid cannot be turned: this is a copy on the grid of ${specOf(map)}.`);
  } else {
    const { origin, voxelSize } = moved.grid;
    const place = { kind: "place", origin: add(origin, motion.shift), voxelSize } as const;
    await editMap(app, moved, place, command);
  }
  note(
    app,
    `Correlation ${fit.correlation.toFixed(3)} (about mean ${fit.correlationAboutMean.toFixed(3)}) over ${fit.points} ` +
      `samples, ${before.toFixed(3)} before; moved ${shiftOf(moved, motion).toFixed(2)} Å, turned ${turned.toFixed(1)}°.`,
  );
}

/** How far the middle of the map went, Å. */
function shiftOf({ grid }: MapEntry, motion: Rigid): number {
  const middle = grid.origin.map(
    (x, axis) => x + ((grid.size[axis as 0 | 1 | 2] - 1) / 2) * grid.voxelSize[axis as 0 | 1 | 2],
  ) as unknown as Vec3;
  return distance(applyRigid(motion, middle), middle);
}
