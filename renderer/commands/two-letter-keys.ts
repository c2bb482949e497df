/**
 * Two keys pressed after each other, ChimeraX's shortcuts, and the command they stand for; "M" is the active map, "N"
 * the next one that is shown.
 */
export const TWO_LETTER_KEYS: Readonly<Record<string, string>> = {
  va: "view cofr false",
  dv: "view orient",
  vs: "view sel",
  cs: "select clear",
  bk: "set bgColor black",
  wb: "set bgColor white",
  gb: "set bgColor gray",
  dq: "graphics depthCue toggle",
  se: "graphics silhouettes toggle",
  sh: "lighting shadows toggle",
  la: "lighting soft",
  lf: "lighting full",
  ls: "lighting simple",
  lF: "lighting flat",
  sM: "volume M show",
  hM: "volume M hide",
  fl: "volume M style surface",
  me: "volume M style mesh",
  gs: "volume M style image",
  s1: "volume M step 1",
  s2: "volume M step 2",
  s4: "volume M step 4",
  pl: "volume M planes z",
  pa: "volume M region all orthoplanes off",
  o3: "volume M orthoplanes xyz",
  bx: "volume M showOutlineBox toggle",
  ob: "volume M showOutlineBox toggle",
  hd: "surface dust M size 5",
  cz: "color zone M near sel",
  vz: "volume zone M nearAtoms sel newMap false",
  gf: "volume gaussian M sDev 1",
  sb: "volume subtract M N minRms true",
  fm: "fitmap sel inMap M",
  ft: "fitmap sel inMap M",
  fT: "fitmap N inMap M",
  fs: "fitmap sel inMap M subtractMaps ~sel",
  da: "show sel atoms",
  ha: "hide sel atoms",
  bs: "style sel ball",
  sp: "style sel sphere",
  st: "style sel stick",
  rb: "cartoon sel",
  hr: "hide sel cartoons",
  sx: "save mapwright.png",
  rt: "graphics rate",
  nt: "graphics triangles",
};

/** The second key must follow within this time, ms. */
const PATIENCE = 1000;

/** Takes keys one by one; gives the command when two of them are a shortcut, with the maps in their places. */
export class TwoLetterKeys {
  private first: { readonly key: string; readonly at: number } | null = null;

  press(key: string, at: number, map: string | null, other: string | null = null): string | null {
    const before = this.first;
    this.first = { key, at };
    if (!before || at - before.at > PATIENCE) return null;
    const command = Object.hasOwn(TWO_LETTER_KEYS, before.key + key)
      ? TWO_LETTER_KEYS[before.key + key]
      : undefined;
    if (command === undefined) return null;
    this.first = null;
    return command.replace(/(?<= )[MN](?= |$)/g, (letter) => (letter === "M" ? map : other) ?? "#0");
  }
}
