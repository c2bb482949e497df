import { asAppError } from "#core/errors.ts";
import type { PointSet, PointsHandle, VolumeHandle } from "#core/kernel/fit-kernel.ts";
import type { PoseEngine } from "#core/kernel/pose-engine.ts";
import type { Volume } from "#core/volume/volume.ts";

/** What the engine holds, and under which handle the engine at work knows it. */
type Held =
  | { readonly volume: Volume; readonly outside: number; handle: VolumeHandle }
  | { readonly points: PointSet; handle: PointsHandle };

/**
 * An engine on a graphics card that goes on elsewhere when the card is lost: a reset driver or an unplugged card must not
 * cost a fit. `instead` makes the engine to go on with; `tell` hears once why. Only `resource` failures count as a
 * loss; the call they met is done again from the poses it began with. Loops over whole maps stay with `card.maps`,
 * which is not on the card.
 */
export function fallingBackEngine(
  card: PoseEngine,
  instead: () => PoseEngine,
  tell: (why: string) => void,
): PoseEngine {
  const held = new Map<number, Held>();
  let nextId = 1;
  let engine = card;
  const keep = (entry: Held) => {
    held.set(nextId, entry);
    return nextId++;
  };
  const volume = ({ id }: VolumeHandle) => held.get(id)?.handle ?? { id: 0 };
  const points = ({ id, count }: PointsHandle) => (held.get(id)?.handle ?? { id: 0, count }) as PointsHandle;
  const leave = (thrown: unknown) => {
    const { code, message, detail } = asAppError(thrown);
    if (code !== "resource") throw thrown;
    if (engine !== card) return;
    engine = instead();
    for (const entry of held.values()) {
      entry.handle =
        "volume" in entry ? engine.addVolume(entry.volume, entry.outside) : engine.addPoints(entry.points);
    }
    void card.dispose().catch(() => {});
    tell(typeof detail["why"] === "string" ? detail["why"] : message);
  };
  return {
    get kernel() {
      return engine.kernel;
    },
    get device() {
      return engine.device;
    },
    get threads() {
      return engine.threads;
    },
    maps: card.maps,
    // What is held here outlasts the caller's own, which may lie in memory that is used again.
    addVolume(added, outside) {
      const volume = { grid: added.grid, values: new Float32Array(added.values) };
      return { id: keep({ volume, outside, handle: engine.addVolume(volume, outside) }) };
    },
    addPoints(added) {
      const points = { xyz: new Float64Array(added.xyz), weight: new Float64Array(added.weight) };
      const handle = engine.addPoints(points);
      return { id: keep({ points, handle }), count: handle.count };
    },
    release({ id }) {
      const entry = held.get(id);
      held.delete(id);
      if (entry) engine.release(entry.handle);
    },
    async ascend(v, p, poses, method, signal) {
      if (engine !== card) return engine.ascend(volume(v), points(p), poses, method, signal);
      const began = poses.slice();
      try {
        return await engine.ascend(volume(v), points(p), poses, method, signal);
      } catch (thrown) {
        leave(thrown);
        poses.set(began);
        return engine.ascend(volume(v), points(p), poses, method, signal);
      }
    },
    async evaluate(v, p, poses) {
      if (engine !== card) return engine.evaluate(volume(v), points(p), poses);
      try {
        return await engine.evaluate(volume(v), points(p), poses);
      } catch (thrown) {
        leave(thrown);
        return engine.evaluate(volume(v), points(p), poses);
      }
    },
    dispose: () => engine.dispose(),
  };
}
