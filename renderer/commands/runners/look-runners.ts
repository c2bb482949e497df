import { type Arguments, argumentError, booleanOf, numberOf, textOf } from "#core/command/arguments.ts";
import type { LookCommand } from "#core/command/tables/look-commands.ts";
import { AppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { colorByJudgement } from "#renderer/commands/color-by-judgement.ts";
import { colorByResolution } from "#renderer/commands/color-by-resolution.ts";
import { clearDistances, measureDistance } from "#renderer/commands/distance.ts";
import {
  colorByDensity,
  colorEntries,
  colorHetero,
  labelModels,
  type NumberScale,
  type Painted,
  setTransparency,
  showEntries,
  styleModels,
} from "#renderer/commands/look.ts";
import { lookAtParts, wholesOrParts } from "#renderer/commands/look-parts.ts";
import { entriesOf, entriesOrAll } from "#renderer/commands/named.ts";
import type { Runner } from "#renderer/commands/runners/runner.ts";
import { paletteOf, scaleRange } from "#renderer/commands/runners/scales.ts";
import { DRAWN, targetOf } from "#renderer/commands/runners/targets.ts";
import { statedResolution } from "#renderer/commands/stated-resolution.ts";
import { activeMap } from "#renderer/commands/volume.ts";
import { ATOM_STYLES, isMap, isModel, type ModelColor, type SceneEntry } from "#renderer/stores/scene.ts";

export const lookRunners: Readonly<Record<LookCommand, Runner>> = {
  show: (app, args) => showOrHide(app, args, true),
  hide: (app, args) => showOrHide(app, args, false),
  cartoon: (app, args) => showCartoon(app, args, true),
  "cartoon hide": (app, args) => showCartoon(app, args, false),
  "~cartoon": (app, args) => showCartoon(app, args, false),
  style: async (app, args) => {
    const atoms = ATOM_STYLES.find((one) => one === textOf(args, "style")) ?? "stick";
    const named = await wholesOrParts(app, args);
    if ("wholes" in named) styleModels(app, named.wholes, { atoms });
    else lookAtParts(app, named.parts, { atoms }, `style ${named.text} ${atoms}`);
  },
  color,
  "color byattribute": (app, args) => {
    const entries = entriesOf(app, args, "spec");
    const palette = paletteOf(args);
    const range = scaleRange(args, palette);
    const scale = { range, ...(palette !== undefined && { palette }) };
    const attribute = textOf(args, "attribute");
    if (attribute === "qscore" || attribute === "cc") {
      return colorByJudgement(app, entries, attribute, scale);
    }
    if (attribute === "resolution") return paintResolutions(app, args, entries, scale);
    if (attribute === "bfactor") return colorEntries(app, entries, "byb", scale);
    if (attribute === "occupancy") return colorEntries(app, entries, "byoccupancy", scale);
    const map = entriesOf(app, args, "inMap").find(isMap) ?? activeMap(app);
    if (!map) throw new AppError("input", "Open a map first, or name one: inMap #1.");
    colorByDensity(app, entries, map, { relative: booleanOf(args, "relative") ?? false, ...scale });
  },
  rainbow: (app, args) => colorEntries(app, entriesOrAll(app, args, "spec"), "byresidue"),
  transparency: (app, args) => {
    const percent = numberOf(args, "percent") ?? 0;
    const target = targetOf(args, "acs");
    const isWanted = (entry: SceneEntry) => target === null || target.has("s") === isMap(entry);
    const entries = entriesOrAll(app, args, "spec").filter(isWanted);
    if (entries.length === 0)
      throw argumentError(
        args,
        "target",
        "What is named has none of these: s is for maps, a and c for models.",
      );
    setTransparency(app, entries, percent);
  },
  label: (app, args) =>
    labelModels(
      app,
      entriesOrAll(app, args, "spec"),
      textOf(args, "what") === "chains" ? "chains" : "residues",
    ),
  distance: (app, args) => measureDistance(app, args),
  "distance delete": (app) => clearDistances(app),
  "label delete": (app, args) => {
    const named = entriesOf(app, args, "spec");
    labelModels(app, named.length > 0 ? named : app.stores.scene.getState().entries, "none");
  },
};

async function showCartoon(app: App, args: Arguments, cartoon: boolean): Promise<void> {
  const named = await wholesOrParts(app, args);
  if ("wholes" in named) styleModels(app, named.wholes, { cartoon });
  else lookAtParts(app, named.parts, { cartoon }, `${cartoon ? "cartoon" : "cartoon hide"} ${named.text}`);
}

async function paintResolutions(
  app: App,
  args: Arguments,
  entries: readonly SceneEntry[],
  scale: NumberScale,
): Promise<void> {
  const map = entriesOf(app, args, "inMap").find(isMap);
  const rules = textOf(args, "by");
  if ((map === undefined) === (rules === undefined)) {
    throw new AppError(
      "input",
      "Say where resolutions come from: inMap and a map of them, or by chain:A=2.5,B=5, or by b for B factors.",
    );
  }
  const source = map ? { map } : { rules: rules ?? "" };
  for (const model of entries.filter(isModel)) {
    const { value } = statedResolution(activeMap(app) ?? null, model, numberOf(args, "resolution") ?? null);
    await colorByResolution(app, model, { source, resolution: value, scale });
  }
}

async function color(app: App, args: Arguments): Promise<void> {
  const wanted = (textOf(args, "color") ?? "") as ModelColor | "byhetero" | "random";
  const named = await wholesOrParts(app, args);
  if ("wholes" in named) colorWholes(app, args, named.wholes, wanted);
  else if (isPlainColor(wanted)) {
    lookAtParts(app, named.parts, { color: wanted }, `color ${named.text} ${wanted}`);
  } else {
    throw argumentError(args, "color", `Parts of models take one colour; ${wanted} colours whole models.`);
  }
}

function colorWholes(
  app: App,
  args: Arguments,
  wholes: readonly SceneEntry[],
  wanted: ModelColor | "byhetero" | "random",
): void {
  const target = targetOf(args, "acs");
  const entries = target && !target.has("s") ? wholes.filter((entry) => !isMap(entry)) : wholes;
  const painted = paintedOf(target);
  if (wanted === "byhetero") colorHetero(app, entries);
  else if (wanted === "random")
    for (const entry of entries) colorEntries(app, [entry], randomColor(), undefined, painted);
  else colorEntries(app, entries, wanted, undefined, painted);
  const percent = numberOf(args, "transparency");
  if (percent !== undefined) setTransparency(app, entries, percent);
}

function paintedOf(target: ReadonlySet<string> | null): Painted {
  if (!target || target.has("a") === target.has("c")) return "all";
  return target.has("a") ? "atoms" : "cartoon";
}

/** Bright enough to be told from a dark ground and strong enough for a light one; the log repeats it exactly. */
function randomColor(): `#${string}` {
  const two = () =>
    Math.round(50 + 170 * Math.random())
      .toString(16)
      .padStart(2, "0");
  return `#${two()}${two()}${two()}`;
}

async function showOrHide(app: App, args: Arguments, shown: boolean): Promise<void> {
  const named = await wholesOrParts(app, args);
  const target = targetOf(args, "acsmlt");
  const wanted = target ? [...target].map((letter) => DRAWN[letter]) : [textOf(args, "part")];
  for (const part of wanted) {
    if (part === "bonds") {
      throw argumentError(
        args,
        "part",
        "Bonds go with their atoms: show or hide atoms, or style them as spheres.",
      );
    }
    if ("wholes" in named) showWholes(app, named.wholes, part, shown);
    else showParts(app, args, named, part, shown);
  }
}

function showParts(
  app: App,
  args: Arguments,
  { parts, text }: Exclude<Awaited<ReturnType<typeof wholesOrParts>>, { wholes: unknown }>,
  part: string | undefined,
  shown: boolean,
): void {
  const word = shown ? "show" : "hide";
  if (part === "cartoons") lookAtParts(app, parts, { cartoon: shown }, `${word} ${text} cartoons`);
  else if (part === undefined || part === "atoms") {
    lookAtParts(app, parts, { atoms: shown ? "stick" : "none" }, `${word} ${text} atoms`);
  } else
    throw argumentError(
      args,
      args.words.has("part") ? "part" : "target",
      "Of parts of models only atoms and cartoons can be shown or hidden.",
    );
}

function showWholes(
  app: App,
  entries: readonly SceneEntry[],
  part: string | undefined,
  shown: boolean,
): void {
  if (part === "cartoons") styleModels(app, entries, { cartoon: shown });
  else if (part === "atoms") styleModels(app, entries, { atoms: shown ? "stick" : "none" });
  else if (part === "ligands") styleModels(app, entries, { ligands: shown });
  else if (part === "trace") styleModels(app, entries, { trace: shown });
  else showEntries(app, part === "surfaces" ? entries.filter(isMap) : entries, shown);
}

function isPlainColor(color: string): color is `#${string}` {
  return color.startsWith("#");
}
