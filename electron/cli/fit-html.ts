import { basename } from "node:path";
import type { FitDocument } from "#core/report/fit-document.ts";
import { reportHtml } from "#core/report/report.ts";
import type { FittedModel } from "#electron/cli/fit-run.ts";

/** How the program was called. */
export interface Called {
  /** Words after the program's name. */
  readonly words: readonly string[];
  readonly version: string;
}

/** The report of a fit on the command line: everything but pictures, which need the window. */
export function fitHtml(document: FitDocument, fitted: readonly FittedModel[], called: Called): string {
  const scores = new Map(
    fitted.map(({ result }) => [
      result.name,
      result.placements.map(({ placement }) => placement.scores.correlationAboutMean),
    ]),
  );
  return reportHtml({
    title: `Fit into ${basename(document.map.file)}`,
    program: `Mapwright ${called.version}`,
    date: new Date().toISOString().slice(0, 16).replace("T", " "),
    runs: [{ document, scores }],
    pictures: [],
    commands: {
      where: "On the command line, in the same folder:",
      lines: [["mapwright", ...called.words].map(shellWord).join(" ")],
    },
  });
}

/** A word as a POSIX shell reads it back. */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
