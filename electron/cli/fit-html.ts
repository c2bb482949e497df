import { basename } from "node:path";
import type { FitDocument } from "#core/report/fit-document.ts";
import type { ReportFrame } from "#core/report/page.ts";
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
  const frame = frameOf(`Fit into ${basename(document.map.file)}`, called);
  return reportHtml({ ...frame, runs: [{ document, scores }], pictures: [] });
}

/** What a report of the command line has around its results: who wrote it when, and the command that repeats it. */
export function frameOf(title: string, { words, version }: Called): ReportFrame {
  return {
    title,
    program: `Mapwright ${version}`,
    date: new Date().toISOString().slice(0, 16).replace("T", " "),
    commands: {
      where: "On the command line, in the same folder:",
      lines: [["mapwright", ...words].map(shellWord).join(" ")],
    },
  };
}

/** A word as a POSIX shell reads it back. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
