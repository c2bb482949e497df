import { AppError } from "#core/errors.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import type { App } from "#renderer/commands/app.ts";
import { carryModels, shiftModels, turnModels } from "#renderer/commands/move-models.ts";
import type { NamedPart } from "#renderer/commands/named.ts";
import { note, say } from "#renderer/commands/run.ts";
import type { Sphere } from "#renderer/scene/camera.ts";
import { grouped } from "#renderer/stores/format.ts";
import { type SceneEntry, specOf } from "#renderer/stores/scene.ts";

/** Of the view that stays free around what fills it: ChimeraX's. */
const PAD = 0.05;

/** How a view is to be set: clip planes and the centre of rotation around what is seen, from z, with a margin. */
export interface ViewWishes {
  readonly clip: boolean | undefined;
  readonly cofr: boolean | undefined;
  readonly orient: boolean;
  readonly pad: number | undefined;
}

const FRONT_CENTER = { pivot: null, pivotFollows: false } as const;

const PLAIN: ViewWishes = { clip: undefined, cofr: undefined, orient: false, pad: undefined };

/** All that is shown fills the view; planes across the line of sight go, and so does a centre of rotation that was set. */
export function viewAll(app: App, wishes: ViewWishes = PLAIN): void {
  const { pad = PAD, orient, clip = true, cofr = true } = wishes;
  app.view.fillAll({ padding: pad, upright: orient });
  app.stores.stage.setState({ ...(clip && { clip: null }), ...(cofr && FRONT_CENTER) });
  say(app, `view${wordsOf(wishes)}`);
}

/** Parts of what is open fill the view, between clip planes; it turns about the middle of the view: as ChimeraX. */
export function viewParts(
  app: App,
  parts: readonly NamedPart[],
  text: string,
  wishes: ViewWishes = PLAIN,
): void {
  const { pad = PAD, orient, clip = true, cofr = true } = wishes;
  const around = sphereAround(app, parts);
  app.view.fill(around, { padding: pad, upright: orient });
  app.stores.stage.setState({
    ...(clip && { clip: { centre: around.centre, near: -around.radius, far: around.radius } }),
    ...(cofr && { pivot: around.centre, pivotFollows: true }),
  });
  say(app, `view ${text}${wordsOf(wishes)}`);
}

/** The sphere around parts. Throws `input` while none of them is drawn. */
export function sphereAround(app: App, parts: readonly NamedPart[]): Sphere {
  const around = app.view.sphereOf(
    parts.map(({ entry, isWhole, ranges }) => ({ spec: specOf(entry), ranges: isWhole ? null : ranges })),
  );
  if (around) return around;
  throw new AppError("input", "Nothing of this is drawn; show it first, or name something else.");
}

export function viewInitial(app: App): void {
  app.view.viewInitial();
  say(app, "view initial");
}

/** Looks along z at all that is shown. */
export function orientView(app: App): void {
  app.view.viewInitial();
  say(app, "view orient");
}

/** What moves and for how long: the scene unless models are named, once unless frames are. */
export interface Motion {
  readonly frames?: number;
  readonly models: readonly SceneEntry[];
}

/**
 * Turns the scene or models about an axis of the screen, degrees; with `rock` to and fro in so many frames. What a motion
 * of models leaves in the log is where it brought them.
 */
export function turnScene(
  app: App,
  axis: Vec3,
  degrees: number,
  { frames, models, rock, about }: Motion & { readonly rock?: number; readonly about?: Vec3 },
): void {
  const command = `turn ${axisText(axis)} ${degrees}${frames ? ` ${frames}` : ""}${rock ? ` rock ${rock}` : ""}`;
  if (frames === undefined && rock === undefined) {
    if (models.length > 0) {
      turnModels(app, models, { axis, degrees, about });
      return;
    }
    app.view.turn(axis, degrees);
    say(app, command);
    return;
  }
  const angle = rock === undefined ? () => degrees : (frame: number) => degrees * rockStep(frame, rock);
  const last = frames ?? Number.POSITIVE_INFINITY;
  if (models.length > 0) {
    const carried = carryModels(app, models);
    app.view.everyFrame(last, (frame) => carried.turn(axis, angle(frame), about), carried.end);
    return;
  }
  app.view.everyFrame(last, (frame) => app.view.turn(axis, angle(frame)));
  say(app, command);
}

/** What a sine of one cycle in so many frames gains from a frame to the next: ChimeraX's. */
function rockStep(frame: number, cycle: number): number {
  const at = (n: number) => Math.sin((2 * Math.PI * (n % cycle)) / cycle);
  return at(frame + 1) - at(frame);
}

/** Moves the scene or models along an axis of the screen, Å; so far in each of the frames. */
export function moveScene(app: App, axis: Vec3, distance: number, { frames, models }: Motion): void {
  if (models.length > 0 && frames === undefined) {
    shiftModels(app, models, axis, distance);
    return;
  }
  if (models.length > 0) {
    const carried = carryModels(app, models);
    app.view.everyFrame(frames ?? 1, () => carried.shift(axis, distance), carried.end);
    return;
  }
  if (frames === undefined) app.view.move(axis, distance);
  else app.view.everyFrame(frames, () => app.view.move(axis, distance));
  say(app, `move ${axisText(axis)} ${distance}${frames === undefined ? "" : ` ${frames}`}`);
}

/** Enlarges by a factor, in all over some frames, or until a pixel shows so many Å; says how many when asked nothing. */
export function zoomView(
  app: App,
  {
    factor,
    frames,
    pixelSize,
  }: { factor: number | undefined; frames: number | undefined; pixelSize: number | undefined },
): void {
  if (factor === undefined && pixelSize === undefined) {
    say(app, "zoom");
    note(app, `A pixel shows ${Number(app.view.pixelSize().toPrecision(3))} Å at the centre of rotation.`);
    return;
  }
  const whole = (factor ?? 1) * (pixelSize === undefined ? 1 : app.view.pixelSize() / pixelSize);
  if (frames === undefined) app.view.zoom(whole);
  else app.view.everyFrame(frames, () => app.view.zoom(whole ** (1 / frames)));
  const words = [factor, frames].map((word) => (word === undefined ? "" : ` ${word}`)).join("");
  say(app, `zoom${words}${pixelSize === undefined ? "" : ` pixelSize ${pixelSize}`}`);
}

export function stopMotion(app: App): void {
  app.view.stopMotion();
  say(app, "stop");
}

/** Lets frames pass, or all motions that end come to their end. */
export async function waitFor(app: App, frames: number | undefined): Promise<void> {
  say(app, `wait${frames === undefined ? "" : ` ${frames}`}`);
  if (frames === undefined) await app.view.motionsEnded();
  else await new Promise<void>((resolve) => app.view.everyFrame(frames, () => {}, resolve));
}

/** Switches lines around shapes, or the fading of what lies behind. */
export function setGraphics(app: App, name: "silhouettes" | "depthCue", wanted: boolean): void {
  app.stores.settings.setState({ [name]: wanted });
  say(app, `graphics ${name} ${wanted}`);
}

/** Writes pictures per second, or triangles, of the scene as it is drawn into the log. */
export async function tellGraphics(app: App, what: "rate" | "triangles"): Promise<void> {
  say(app, `graphics ${what}`);
  const { rate, triangles } = await app.view.measure();
  note(
    app,
    what === "rate"
      ? `${rate.toFixed(rate < 10 ? 1 : 0)} pictures per second.`
      : `${grouped(triangles)} triangles.`,
  );
}

function wordsOf({ clip, cofr, orient, pad }: ViewWishes): string {
  const words = { clip, cofr, pad };
  const given = Object.entries(words).flatMap(([word, value]) =>
    value === undefined ? [] : ` ${word} ${value}`,
  );
  return `${orient ? " orient" : ""}${given.join("")}`;
}

/** An axis as a command line takes it: "x", "-y", "1,0,0.5". */
function axisText(axis: Vec3): string {
  const at = axis.findIndex((x) => x !== 0);
  const isNamed = axis.every((x, n) => (n === at ? Math.abs(x) === 1 : x === 0));
  return isNamed ? `${(axis[at] ?? 0) < 0 ? "-" : ""}${"xyz"[at]}` : axis.join(",");
}
