import type { VolumeEdit } from "#core/volume/edit.ts";
import type { App } from "#renderer/commands/app.ts";
import { isMap, isPlaced, type MapEntry, specOf } from "#renderer/stores/scene.ts";
import type { MapEdit, PlacedAtoms, VolumeId } from "#workers/protocol.ts";

/** The command that repeats an edit of a map. `atoms`: how the command named them. */
export function editCommand(app: App, map: MapEntry, edit: MapEdit, atoms?: string): string {
  if (edit.kind === "place") return ["volume", specOf(map), ...wordsOf(app, edit, atoms)].join(" ");
  return ["volume", verbOf(edit), specOf(map), ...wordsOf(app, edit, atoms)].join(" ");
}

function verbOf(edit: MapEdit): string {
  const verbs: Partial<Record<MapEdit["kind"], string>> = {
    bfactor: "gaussian",
    spacing: "resample",
    crop: "copy",
    trim: "copy",
  };
  return verbs[edit.kind] ?? edit.kind;
}

function wordsOf(app: App, edit: MapEdit, atoms: string | undefined): (string | number)[] {
  switch (edit.kind) {
    case "zone":
      return [
        "nearAtoms",
        atoms ?? specsOfAtoms(app, edit.near),
        "range",
        short(edit.range),
        ...on("invert", edit.invert),
      ];
    case "mask": {
      const pad = edit.pad === 0 ? [] : ["pad", short(edit.pad)];
      return ["surfaces", specOfMap(app, edit.by), ...pad, ...on("invertMask", edit.invert)];
    }
    case "subtract":
      return subtractWords(app, edit);
    case "resample":
      return ["onGrid", specOfMap(app, edit.onGrid)];
    default:
      return wordsOfNumbers(edit);
  }
}

function subtractWords(
  app: App,
  { other, factors, onGrid }: Extract<MapEdit, { kind: "subtract" }>,
): (string | number)[] {
  const grid = onGrid === undefined ? [] : ["onGrid", specOfMap(app, onGrid)];
  if ("leastRmsAbove" in factors) return [specOfMap(app, other), "minRms true", ...grid];
  const [f, g] = factors;
  return [specOfMap(app, other), ...(f === 1 && g === 1 ? [] : ["scaleFactors", `${f},${g}`]), ...grid];
}

function wordsOfNumbers(edit: VolumeEdit): (string | number)[] {
  switch (edit.kind) {
    case "copy":
      return [];
    case "erase": {
      const at = ["center", edit.centre.map(short).join(","), "radius", short(edit.radius)];
      const value = edit.value === 0 ? [] : ["value", edit.value];
      return [...at, ...value, ...on("outside", edit.outside)];
    }
    case "threshold":
      return given(edit, ["minimum", "set", "maximum", "setMaximum"]);
    case "scale":
      return given(edit, ["shift", "factor", "sd", "rms"]);
    case "gaussian":
      return ["sDev", [edit.sigma].flat().map(short).join(",")];
    case "bfactor":
      return ["bfactor", edit.b];
    case "flip":
      return ["axis", edit.axes];
    case "bin":
      return ["binSize", edit.size.join(",")];
    case "spacing":
      return ["spacing", [edit.spacing].flat().map(short).join(",")];
    case "crop":
      return ["subregion", [...edit.first, ...edit.last].join(",")];
    case "blob": {
      const which =
        typeof edit.which === "number" ? ["rank", edit.which] : ["at", edit.which.map(short).join(",")];
      return [...which, "level", short(edit.level), "fade", short(edit.fade)];
    }
    case "trim":
      return ["aboveLevel", short(edit.level), ...(edit.margin > 0 ? ["pad", short(edit.margin)] : [])];
    case "place":
      return ["origin", edit.origin.join(","), "voxelSize", edit.voxelSize.join(",")];
    default:
      throw edit satisfies never;
  }
}

function on(word: string, isOn: boolean): string[] {
  return isOn ? [`${word} true`] : [];
}

function given<T extends object>(edit: T, names: readonly (keyof T & string)[]): (string | number)[] {
  return names.flatMap((name) => (edit[name] === undefined ? [] : [name, edit[name] as number]));
}

function specOfMap(app: App, id: VolumeId): string {
  const map = app.stores.scene.getState().entries.find((entry) => isMap(entry) && entry.id === id);
  return map ? specOf(map) : "";
}

function specsOfAtoms(app: App, near: readonly PlacedAtoms[]): string {
  const { entries } = app.stores.scene.getState();
  const names = near.flatMap(({ model, motion }) => {
    const same = entries.filter(
      (entry) => !isMap(entry) && (isPlaced(entry) ? entry.model : entry.id) === model,
    );
    const entry = same.find((one) => !isMap(one) && one.motion === motion) ?? same[0];
    return entry ? [specOf(entry)] : [];
  });
  return names.join("|");
}

/** Five significant digits: a hundredth of an Å in any map. */
function short(value: number): string {
  return String(Number(value.toPrecision(5)));
}
