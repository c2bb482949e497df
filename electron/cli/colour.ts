/** How a piece of text stands out on a terminal. */
export type Style = "bold" | "dim" | "green" | "yellow" | "red";

/** SGR codes (ECMA-48) that begin and end a style. */
const CODES: Readonly<Record<Style, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  green: [32, 39],
  yellow: [33, 39],
  red: [31, 39],
};

/** The text in a style, or as it is where there are no colours. */
export function styled(text: string, style: Style, hasColour: boolean): string {
  const [on, off] = CODES[style];
  return hasColour ? `\u001b[${on}m${text}\u001b[${off}m` : text;
}
