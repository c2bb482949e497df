import { matrixOf, type Rigid } from "#core/math/rigid.ts";

/** A map of the session as ChimeraX should show it. */
export interface ScriptMap {
  readonly number: number;
  readonly name: string;
  /** The file it was read from; null for maps that were made here. */
  readonly file: string | null;
  /** Map units. */
  readonly level: number;
  /** "#rrggbb". */
  readonly color: string;
  /** 0…1. */
  readonly opacity: number;
  readonly style: "surface" | "mesh" | "image";
  readonly shown: boolean;
}

/** A model, or a placed copy of one. */
export interface ScriptModel {
  readonly number: number;
  readonly name: string;
  readonly file: string | null;
  /** The only chain of its file that it holds; null for all. */
  readonly chain: string | null;
  /** Moves the file's coordinates. */
  readonly motion: Rigid;
  /** "#rrggbb", "bychain" or "byb". */
  readonly color: string;
  readonly shown: boolean;
}

/**
 * A ChimeraX command script that opens the same files at the same places, with the same levels and colours. It is to lie
 * in the folder of the files: ChimeraX runs a script there. What has no file is told in a comment. Numbers of models
 * must differ. `view matrix models` takes the rows of (R | t), as ChimeraX documents it.
 */
export function chimeraxScript(
  maps: readonly ScriptMap[],
  models: readonly ScriptModel[],
  program: string,
): string {
  const lines = [
    `# ${plain(program)}: open this in ChimeraX, in the folder of the files it names.`,
    ...maps.flatMap(mapLines),
    ...models.flatMap(modelLines),
    "view",
  ];
  return `${lines.join("\n")}\n`;
}

function mapLines({ number, name, file, level, color, opacity, style, shown }: ScriptMap): string[] {
  const opened = openLine(number, name, file);
  if (opened === null) return [missing(number, name, "save the map and open that file instead")];
  const transparency = Math.round(100 * (1 - opacity));
  return [
    opened,
    `volume #${number} style ${style} level ${Number(level.toPrecision(7))} step 1 color ${color}`,
    `transparency #${number} ${transparency}`,
    ...(shown ? [] : [`hide #${number} models`]),
  ];
}

function modelLines({ number, name, file, chain, motion, color, shown }: ScriptModel): string[] {
  const opened = openLine(number, name, file);
  if (opened === null || (chain !== null && !/^[\w-]{1,8}$/.test(chain))) {
    return [missing(number, name, "save the placed models and open that file instead")];
  }
  return [
    opened,
    ...(chain === null ? [] : [`delete #${number} & ~/${chain}`]),
    `view matrix models #${number},${matrixText(motion)}`,
    ...(color === "bychain" ? [`color #${number} bychain`] : []),
    ...(color === "byb" ? [`color byattribute bfactor #${number}`] : []),
    ...(color.startsWith("#") ? [`color #${number} ${color}`] : []),
    ...(shown ? [] : [`hide #${number} models`]),
  ];
}

/** Three rows of the rotation, each followed by its part of the shift. */
function matrixText({ rotation, shift }: Rigid): string {
  const m = matrixOf(rotation);
  return [0, 1, 2]
    .flatMap((row) => [
      ...m.slice(3 * row, 3 * row + 3).map((value) => value.toFixed(8)),
      shift[row].toFixed(4),
    ])
    .join(",");
}

/** Null when there is no file, or its name could not be written so that ChimeraX takes it for nothing else. */
function openLine(number: number, name: string, file: string | null): string | null {
  if (file === null || /["\p{Cc}]/u.test(file)) return null;
  return `open "${file}" id ${number} name "${plain(name)}"`;
}

function missing(number: number, name: string, advice: string): string {
  return `# #${number} ${plain(name)} is not a file that this script could open; ${advice}.`;
}

/** A name on one line and without what would end its quotes. */
function plain(name: string): string {
  return name
    .replace(/[\p{Cc}]+/gu, " ")
    .replaceAll('"', "'")
    .replaceAll("\\", "/");
}
