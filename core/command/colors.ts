/** Colours with names, as the web knows them. */
export const COLORS: Readonly<Record<string, string>> = {
  black: "#000000",
  white: "#ffffff",
  gray: "#808080",
  grey: "#808080",
  red: "#ff0000",
  green: "#008000",
  lime: "#00ff00",
  blue: "#0000ff",
  yellow: "#ffff00",
  orange: "#ffa500",
  cyan: "#00ffff",
  magenta: "#ff00ff",
  purple: "#800080",
  pink: "#ffc0cb",
  brown: "#a52a2a",
  gold: "#ffd700",
  tan: "#d2b48c",
  teal: "#008080",
  salmon: "#fa8072",
  skyblue: "#87ceeb",
  cornflowerblue: "#6495ed",
};

/** Ways to colour that are no colour. */
export const COLOR_SCHEMES: readonly string[] = [
  "random",
  "bychain",
  "byelement",
  "byhetero",
  "bymodel",
  "byresidue",
  "bysecondary",
  "byb",
  "byoccupancy",
];
