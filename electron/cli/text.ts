/** 16000 as "16,000"; the locale-aware way costs 20 ms on its first call. */
export function grouped(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A count with its noun: "1 model", "3 models". */
export function counted(n: number, noun: string): string {
  return `${grouped(n)} ${noun}${n === 1 ? "" : "s"}`;
}

/** A number with four significant digits and no needless zeros: "0.886", "12.5", "3". */
export function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** Seconds for people: "0.42 s", "12.3 s", "3 min 5 s". */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** Lines of cells under a header; columns right-aligned, two blanks apart. */
export function rightAligned(rows: readonly (readonly string[])[]): string[] {
  return aligned(rows, (cell, width) => cell.padStart(width));
}

/** The same with the first column, names, left-aligned. */
export function namedRows(rows: readonly (readonly string[])[]): string[] {
  const width = Math.max(...rows.map(([name = ""]) => name.length));
  return rightAligned(rows.map(([name = "", ...cells]) => [name.padEnd(width), ...cells]));
}

/** Lines of cells, columns left-aligned, two blanks apart. */
export function leftAligned(rows: readonly (readonly string[])[]): string[] {
  return aligned(rows, (cell, width) => cell.padEnd(width));
}

/** The text in lines of at most `width` columns, broken at blanks. */
export function wrapped(text: string, width: number): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join("\n");
}

function aligned(
  rows: readonly (readonly string[])[],
  pad: (cell: string, width: number) => string,
): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [n, cell] of row.entries()) widths[n] = Math.max(widths[n] ?? 0, cell.length);
  }
  return rows.map((row) =>
    row
      .map((cell, n) => pad(cell, widths[n] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
