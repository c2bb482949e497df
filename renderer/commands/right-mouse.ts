import { AppError, asAppError } from "#core/errors.ts";
import type { Rigid } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import type { App } from "#renderer/commands/app.ts";
import { dragCrop, dragPlane, type MapDrag } from "#renderer/commands/drag-maps.ts";
import { centreOf, commit, type Movable, movable, moved } from "#renderer/commands/move-models.ts";
import { report, run, say } from "#renderer/commands/run.ts";
import { activeMap, changeVolume, wheelLevel } from "#renderer/commands/volume.ts";
import type { ToolEvent } from "#renderer/scene/mouse-tools.ts";
import { density, percent } from "#renderer/stores/format.ts";
import { changeMotion, isModel, mapById, specOf } from "#renderer/stores/scene.ts";
import { RIGHT_MOUSE_MODES, type RightMouseMode } from "#renderer/stores/settings.ts";

/** Sets what the right mouse button does. */
export function setRightMouse(app: App, mode: RightMouseMode): void {
  app.stores.settings.setState({ rightMouse: mode });
  say(app, `mousemode right "${mode}"`);
}

/** The mode that words name: exactly, or as the only one that begins with them. Throws `input` for others. */
export function modeFrom(text: string): RightMouseMode {
  const wanted = text.trim().toLowerCase();
  const exact = RIGHT_MOUSE_MODES.find((mode) => mode === wanted);
  const begun = RIGHT_MOUSE_MODES.filter((mode) => mode.startsWith(wanted));
  const found = exact ?? (begun.length === 1 ? begun[0] : undefined);
  if (found) return found;
  throw new AppError("input", `The right mouse button can: ${RIGHT_MOUSE_MODES.join(", ")}; not "${text}".`);
}

/** Radius of the eraser, voxels. */
const ERASER = 5;
/** Pixels of a drag that change the level as much as a notch of the wheel. */
const PIXELS_PER_NOTCH = 20;

/** Around an atom that is dragged on, Å; dragging up by so many pixels doubles it. */
const ZONE = 8;
const PIXELS_PER_DOUBLE = 120;

interface Held {
  readonly entries: readonly Movable[];
  readonly from: readonly Rigid[];
  now: Rigid[];
  readonly about: Vec3;
}

/** Carries out drags of the right button. */
export class RightMouse {
  private held: Held | null = null;
  private map: MapDrag | null = null;
  private asking = false;
  /** Å behind the centre of rotation; null: no plane. */
  private near: number | null = null;
  /** Of the zone around what is dragged on, Å. */
  private zone = ZONE;
  /** The first atom of a distance, until the second is clicked. */
  private first: string | null = null;
  private readonly app: App;
  private readonly tell: (text: string | null) => void;

  /** `tell` shows how well a model that is being moved fits; null: nothing. */
  constructor(app: App, tell: (text: string | null) => void) {
    this.app = app;
    this.tell = tell;
  }

  handle(event: ToolEvent): void {
    try {
      this[event.phase](event);
    } catch (thrown) {
      this.held = null;
      this.map = null;
      report(this.app, asAppError(thrown));
    }
  }

  private start(event: ToolEvent): void {
    const { app } = this;
    const { mode, found } = event;
    this.map = mode === "crop" ? dragCrop(app, event) : mode === "move planes" ? dragPlane(app, event) : null;
    this.near = app.stores.stage.getState().clip?.near ?? null;
    this.zone = ZONE;
    if (mode === "zone" && event.part === null)
      throw new AppError("input", "Begin on an atom or a cartoon: the zone is around it.");
    if (!MOVES.has(mode)) return;
    const isPicked = mode === "move picked models";
    const wanted = isPicked ? [found?.spec] : app.stores.selection.getState().picked;
    const own = app.stores.scene.getState().entries.filter((entry) => wanted.includes(specOf(entry)));
    if (own.length === 0) {
      const advice = "Nothing is selected; Ctrl-click a model first.";
      throw new AppError("input", isPicked ? "Begin the drag on the model to move." : advice);
    }
    const entries = movable(own);
    const from = entries.map(({ motion }) => motion);
    this.held = { entries, from, now: [...from], about: centreOf(app, entries) };
  }

  private drag(event: ToolEvent): void {
    const { app, held } = this;
    if (event.mode === "contour level") wheelLevel(app, event.up / PIXELS_PER_NOTCH);
    if (event.mode === "clip") this.near = moveNear(app, this.near, event.depth);
    if (event.mode === "zone" && event.part !== null) {
      this.zone = Math.min(100, Math.max(1, this.zone * 2 ** (event.up / PIXELS_PER_DOUBLE)));
      this.tell(`${this.zone.toFixed(1)} Å around ${event.part}`);
    }
    this.map?.drag(event);
    if (!held) return;
    const by =
      event.mode === "rotate selected models"
        ? { turn: event.turn, shift: NOWHERE, about: held.about }
        : { turn: NO_TURN, shift: event.shift, about: held.about };
    held.now = held.now.map((motion) => moved(motion, by));
    held.entries.forEach((entry, n) => {
      const motion = held.now[n];
      if (motion) changeMotion(app.stores.scene, specOf(entry), motion);
    });
    void this.score();
  }

  private end({ found, mode, part }: ToolEvent): void {
    const { app, held } = this;
    this.held = null;
    this.map?.end();
    this.map = null;
    if (held) {
      this.tell(null);
      const moves = held.entries.map((entry, n) => ({
        entry,
        motion: held.now[n] ?? entry.motion,
        from: held.from[n] ?? entry.motion,
      }));
      if (moves.some(({ motion, from }) => motion !== from)) commit(app, moves);
      return;
    }
    if (mode === "contour level") settleLevel(app);
    if (mode === "distance") {
      this.measure(part);
      return;
    }
    if (mode === "zone") this.tell(null);
    const map = activeMap(app);
    if (mode === "zone" && part !== null && map) {
      const distance = this.zone.toFixed(1);
      void run(app, () => app.execute(`surface zone ${specOf(map)} nearAtoms ${part} distance ${distance}`));
      return;
    }
    const command = commandOf(app, mode, found?.kind === "entry" ? found.xyz : null, this.near);
    if (command) void run(app, () => app.execute(command));
  }

  /** The first click names an atom, the second measures to it. */
  private measure(part: string | null): void {
    const { app, first } = this;
    if (!part?.includes("@"))
      throw new AppError("input", "Click an atom: show sticks or the trace to see them.");
    this.first = first === null ? part : null;
    this.tell(first === null ? `from ${part} to …` : null);
    if (first !== null && first !== part) void run(app, () => app.execute(`distance ${first} ${part}`));
  }

  /** One question at a time: the answer to the last place the pointer was at is what counts. */
  private async score(): Promise<void> {
    const { app, held } = this;
    const map = activeMap(app);
    if (this.asking || !held || !map) return;
    this.asking = true;
    try {
      const near = held.entries.map((entry, n) => ({
        model: isModel(entry) ? entry.id : entry.model,
        motion: held.now[n] ?? entry.motion,
      }));
      const { mean, atoms, outside } = await app.engine.call("measureAtoms", { map: map.id, near });
      const inside = atoms > 0 ? (atoms - outside) / atoms : 0;
      if (this.held)
        this.tell(
          `mean density ${density(mean)} in ${specOf(map)}, ${percent(inside)} of the atoms in its box`,
        );
    } catch {
      this.tell(null); // a map closed meanwhile is no problem of the user's
    } finally {
      this.asking = false;
    }
  }
}

/** The command that a click or the end of a drag stands for; null for none. */
function commandOf(app: App, mode: RightMouseMode, place: Vec3 | null, near: number | null): string | null {
  const point = place?.map((x) => x.toFixed(3)).join(",");
  if (mode === "clip") return near === null ? null : `clip near ${near.toFixed(1)}`;
  if (mode === "pivot") return point === undefined ? null : `cofr ${point}`;
  const map = activeMap(app);
  if (mode !== "map eraser" || point === undefined || !map) return null;
  return `volume erase ${specOf(map)} center ${point} radius ${(ERASER * map.grid.voxelSize[0]).toFixed(1)}`;
}

/** Moves the near plane along the line of sight, Å; without one it begins at the centre of rotation. */
function moveNear(app: App, near: number | null, depth: number): number {
  const { clip } = app.stores.stage.getState();
  const next = (near ?? 0) + depth;
  app.stores.stage.setState({ clip: { centre: app.view.pivot(), far: clip?.far ?? null, near: next } });
  return next;
}

/** Writes the level that a drag or the wheel has reached. */
export function settleLevel(app: App): void {
  const map = activeMap(app);
  const now = map && mapById(app.stores.scene.getState(), map.id);
  // A hand is no more exact than what is read beside it.
  if (now) changeVolume(app, [now], { level: Number(density(now.level)) });
}

const MOVES: ReadonlySet<RightMouseMode> = new Set([
  "translate selected models",
  "rotate selected models",
  "move picked models",
]);
const NO_TURN: Rigid["rotation"] = [0, 0, 0, 1];
const NOWHERE: Vec3 = [0, 0, 0];
