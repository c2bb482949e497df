import { AppError } from "#core/errors.ts";
import { applyRigid, matrixOf, quaternionOf } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import type { App } from "#renderer/commands/app.ts";
import { quoted } from "#renderer/commands/quoted.ts";
import { note, say } from "#renderer/commands/run.ts";
import { isMap, modelById, type SceneEntry, specOf } from "#renderer/stores/scene.ts";

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

/** Where the scene turns about: the middle of an entry, a point (Å), or null = chosen from what is seen. */
export function setPivot(app: App, at: SceneEntry | Vec3 | null): void {
  const isPoint = Array.isArray(at);
  const entry = at !== null && !isPoint ? (at as SceneEntry) : null;
  const pivot = isPoint ? (at as unknown as Vec3) : entry ? middleOf(app, entry) : null;
  app.stores.stage.setState({ pivot });
  say(app, `cofr ${entry ? specOf(entry) : pivot ? pivot.join(",") : "centerOfView"}`);
}

function middleOf(app: App, entry: SceneEntry): Vec3 {
  if (isMap(entry)) {
    const { size, origin, voxelSize } = entry.grid;
    const at = (k: 0 | 1 | 2) => origin[k] + ((size[k] - 1) / 2) * voxelSize[k];
    return [at(0), at(1), at(2)];
  }
  const model = entry.kind === "model" ? entry : modelById(app.stores.scene.getState(), entry.model);
  return applyRigid(entry.motion, model?.centre ?? [0, 0, 0]);
}

/** Keeps the present view under a name. */
export function nameView(app: App, name: string): void {
  if (name.trim() === "") throw new AppError("input", "A view needs a name.");
  const view = { name, ...app.view.currentCamera() };
  app.stores.stage.setState(({ views }) => ({ views: [...views.filter((one) => one.name !== name), view] }));
  say(app, `view name ${quoted(name)}`);
}

/** Goes to a named view. Throws `input` when there is none of that name. */
export function goToView(app: App, name: string): void {
  const view = viewNamed(app, name);
  app.view.setCamera({ orientation: view.orientation, position: view.position });
  say(app, `view ${quoted(name)}`);
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

/** Tells the camera as ChimeraX does: its axes in columns and its place (Å), row by row. */
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

export function orientView(app: App): void {
  app.view.orient();
  say(app, "view orient");
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
