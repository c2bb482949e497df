import { AppError } from "#core/errors.ts";
import { applyRigid, matrixOf, quaternionOf } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import type { App } from "#renderer/commands/app.ts";
import { placementOf } from "#renderer/commands/move-models.ts";
import type { NamedPart } from "#renderer/commands/named.ts";
import { quoted } from "#renderer/commands/quoted.ts";
import { note, say } from "#renderer/commands/run.ts";
import { sphereAround } from "#renderer/commands/view.ts";
import { between } from "#renderer/scene/camera.ts";
import { type SceneEntry, specOf } from "#renderer/stores/scene.ts";
import type { ScaleBar } from "#renderer/stores/stage.ts";

/** Planes across the line of sight, Å behind the centre of rotation; null takes one away, undefined leaves it. */
export function clipScene(
  app: App,
  off: boolean,
  { near, far }: { near: number | null | undefined; far: number | null | undefined },
): void {
  const { stage } = app.stores;
  const before = stage.getState().clip;
  const clip = {
    centre: before?.centre ?? app.view.pivot(),
    near: near === undefined ? (before?.near ?? null) : near,
    far: far === undefined ? (before?.far ?? null) : far,
  };
  if (clip.near !== null && clip.far !== null && clip.near >= clip.far) {
    throw new AppError("input", "The near plane must lie before the far one: clip near -10 far 10.");
  }
  stage.setState({ clip: off || (clip.near === null && clip.far === null) ? null : clip });
  const words = [plane("near", near), plane("far", far)].join("");
  say(app, off ? "clip off" : `clip${words}`);
}

function plane(name: string, offset: number | null | undefined): string {
  if (offset === undefined) return "";
  return ` ${name} ${offset === null ? "off" : Math.round(offset * 100) / 100}`;
}

/** How the point is chosen that the scene turns about, under ChimeraX's names. */
export type PivotMethod = "frontCenter" | "centerOfView" | "fixed";

/**
 * The scene turns about the front of what the middle of the view shows (or the middle of all while all is in view), about the
 * middle of the view at the depth it now turns about or half way between the clip planes, or about the point it now turns about.
 */
export function setPivotMethod(app: App, method: PivotMethod): void {
  const pivot = method === "frontCenter" ? null : app.view.pivot();
  app.stores.stage.setState({ pivot, pivotFollows: method === "centerOfView" });
  say(app, `cofr ${method}`);
}

/** The scene turns about the middle of parts of what is open, or about a point, Å; `frame`: in that model's own frame. */
export function setPivot(
  app: App,
  at: { readonly parts: readonly NamedPart[]; readonly text: string } | Vec3,
  frame?: SceneEntry,
): void {
  const isNamed = "parts" in at;
  const point = isNamed ? sphereAround(app, at.parts).centre : at;
  const pivot = frame && frame.kind !== "map" ? applyRigid(frame.motion, point) : point;
  app.stores.stage.setState({ pivot, pivotFollows: false });
  say(app, `cofr ${isNamed ? at.text : at.join(",")}${frame ? ` coordinateSystem ${specOf(frame)}` : ""}`);
}

/** Tells where the scene turns about, and how that is chosen. */
export function tellPivot(app: App): void {
  const { pivot, pivotFollows } = app.stores.stage.getState();
  const method: PivotMethod = pivot === null ? "frontCenter" : pivotFollows ? "centerOfView" : "fixed";
  say(app, "cofr");
  note(
    app,
    `Centre of rotation: ${app.view
      .pivot()
      .map((x) => x.toFixed(2))
      .join(", ")} Å (${method}).`,
  );
}

/** Writes the planes into the log. */
export function listClips(app: App): void {
  say(app, "clip list");
  const { clip } = app.stores.stage.getState();
  const told = Object.entries({ near: clip?.near ?? null, far: clip?.far ?? null }).flatMap(([name, at]) =>
    at === null ? [] : [`${name} ${Math.round(at * 100) / 100} Å`],
  );
  note(
    app,
    told.length === 0 ? "No plane cuts the scene." : `Behind the centre of rotation: ${told.join(", ")}.`,
  );
}

/** Whether what is far is drawn smaller (mono) or not (ortho); asked for nothing, tells which. */
export function setCamera(app: App, kind: "mono" | "ortho" | undefined): void {
  const { stage } = app.stores;
  if (kind === undefined) {
    say(app, "camera");
    note(app, `The camera is ${stage.getState().orthographic ? "ortho" : "mono"}.`);
    return;
  }
  stage.setState({ orthographic: kind === "ortho" });
  say(app, `camera ${kind}`);
}

/** The strip that shows the scene from its side, with its planes. */
export function showSideView(app: App, action: "show" | "hide" | "toggle"): void {
  app.stores.stage.setState((before) => ({
    sideView: action === "toggle" ? !before.sideView : action === "show",
  }));
  say(app, `ui tool ${app.stores.stage.getState().sideView ? "show" : "hide"} "Side View"`);
}

/** A bar of a length, Å (null: a round one), or none. */
export function setScaleBar(app: App, scaleBar: ScaleBar | null): void {
  app.stores.stage.setState({ scaleBar });
  say(app, `scalebar${scaleBar === null ? " off" : scaleBar.length === null ? "" : ` ${scaleBar.length}`}`);
}

/** Keeps the present view under a name. */
export function nameView(app: App, name: string): void {
  if (name.trim() === "") throw new AppError("input", "A view needs a name.");
  const view = { name, ...app.view.currentCamera() };
  app.stores.stage.setState(({ views }) => ({ views: [...views.filter((one) => one.name !== name), view] }));
  say(app, `view name ${quoted(name)}`);
}

/** Goes to a named view, in so many frames. Throws `input` when there is none of that name. */
export function goToView(app: App, name: string, frames = 1): void {
  const to = viewNamed(app, name);
  const from = app.view.currentCamera();
  if (frames === 1) app.view.setCamera(to);
  else app.view.everyFrame(frames, (frame) => app.view.placeCamera(between(from, to, (frame + 1) / frames)));
  say(app, `view ${quoted(name)}${frames === 1 ? "" : ` ${frames}`}`);
}

export function deleteView(app: App, name: string): void {
  const gone = viewNamed(app, name);
  app.stores.stage.setState(({ views }) => ({ views: views.filter((one) => one !== gone) }));
  say(app, `view delete ${quoted(name)}`);
}

export function listViews(app: App): void {
  say(app, "view list");
  const { views } = app.stores.stage.getState();
  note(app, views.length === 0 ? "No views have names yet." : views.map(({ name }) => name).join(", "));
}

/** Tells the camera, and models that were moved, as ChimeraX does: axes in columns and the place (Å), row by row. */
export function tellMatrix(app: App): void {
  const { orientation, position } = app.view.currentCamera();
  const m = matrixOf(orientation);
  const rows = [0, 1, 2].map((n) => [m[3 * n], m[3 * n + 1], m[3 * n + 2], position[n]]);
  say(app, "view matrix");
  note(
    app,
    `view matrix camera ${rows
      .flat()
      .map((x) => round(x ?? 0))
      .join(",")}`,
  );
  const models = app.stores.scene.getState().entries.filter((entry) => entry.kind !== "map");
  if (models.length > 0) note(app, `view matrix models ${models.map(placementOf).join(" ")}`);
}

/** Puts the camera where twelve numbers say. Throws `input` when they are no turn and shift. */
export function viewFromMatrix(app: App, numbers: readonly number[]): void {
  const at = (n: number) => numbers[n] ?? Number.NaN;
  const rotation = [at(0), at(1), at(2), at(4), at(5), at(6), at(8), at(9), at(10)] as const;
  const rows = [rotation.slice(0, 3), rotation.slice(3, 6), rotation.slice(6, 9)];
  const isTurn = rows.every((row) => Math.abs(Math.hypot(...row) - 1) < 0.01);
  if (numbers.length !== 12 || !isTurn) {
    throw new AppError(
      "input",
      "A camera takes twelve numbers, row by row: three of a turn and one of a shift each.",
    );
  }
  app.view.setCamera({ orientation: quaternionOf(rotation), position: [at(3), at(7), at(11)] });
  say(app, `view matrix camera ${numbers.map(round).join(",")}`);
}

/** The longest side of what is shown lies across the screen. */
export function broadView(app: App): void {
  app.view.orient();
  say(app, "view broad");
}

function viewNamed(app: App, name: string): ReturnType<App["stores"]["stage"]["getState"]>["views"][number] {
  const { views } = app.stores.stage.getState();
  const found = views.find((one) => one.name === name);
  if (found) return found;
  const known = views.length > 0 ? ` There are: ${views.map((one) => one.name).join(", ")}.` : "";
  throw new AppError("input", `There is no view "${name}".${known} Keep one by view name ${quoted(name)}.`);
}

function round(x: number): number {
  return Math.round(x * 1e5) / 1e5;
}
