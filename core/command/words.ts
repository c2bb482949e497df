import { AppError } from "#core/errors.ts";

/** A word of a command line and where it stands, so that an error can point at it. */
export interface Word {
  readonly text: string;
  /** First character and one past the last, in the line. */
  readonly start: number;
  readonly end: number;
}

/**
 * The commands of a line (separated by ";"), each as its words. Quotes hold words with blanks together; a "#" that
 * is followed by a blank or nothing begins a comment. Throws `input` for a quote that is not closed.
 */
export function splitLine(line: string): Word[][] {
  const commands: Word[][] = [[]];
  let at = 0;
  while (at < line.length) {
    const character = line[at] ?? "";
    if (/\s/.test(character)) at++;
    else if (character === ";") {
      commands.push([]);
      at++;
    } else if (character === "#" && /^#(\s|$)/.test(line.slice(at))) break;
    else {
      const word = wordAt(line, at);
      commands.at(-1)?.push(word);
      at = word.end;
    }
  }
  return commands.filter((words) => words.length > 0);
}

/** The error that points at words of the line: `detail.start` and `detail.end`. */
export function wordError(message: string, from: Pick<Word, "start" | "end">, to = from): AppError {
  return new AppError("input", message, { start: from.start, end: to.end });
}

function wordAt(line: string, start: number): Word {
  const quote = line[start];
  if (quote !== '"' && quote !== "'") {
    let end = start;
    while (end < line.length && !/[\s;]/.test(line[end] ?? "")) end++;
    return { text: line.slice(start, end), start, end };
  }
  let text = "";
  for (let at = start + 1; at < line.length; at++) {
    if (line[at] === "\\" && line[at + 1] === quote) {
      text += quote;
      at++;
    } else if (line[at] === quote) return { text, start, end: at + 1 };
    else text += line[at];
  }
  throw wordError("This quote is not closed.", { start, end: line.length });
}
