import { AppError } from "#core/errors.ts";
import { identifyCsv } from "#core/report/identify/identify-csv.ts";
import type { IdentifyDocument } from "#core/report/identify/identify-document.ts";
import { identifyReportHtml } from "#core/report/identify/identify-report.ts";
import type { App } from "#renderer/commands/app.ts";
import { quoted } from "#renderer/commands/quoted.ts";
import { note, say } from "#renderer/commands/run.ts";
import { addToast } from "#renderer/stores/log.ts";

/** The ranking as one HTML page for people, with pictures of the best placements and what was kept and rejected. */
export async function saveRankingReport(app: App, name = "identification.html"): Promise<void> {
  const { document, traces, projection } = found(app);
  const { version } = await app.engine.call("about", {});
  const lines = app.stores.log
    .getState()
    .lines.filter(
      ({ kind, text }) => kind === "command" && !/^(save|help|identify (report|table))\b/.test(text),
    )
    .map(({ text }) => text.replace(/[\r\n]+/g, " "));
  const page = identifyReportHtml(
    { document, projection, traces: new Map(traces.map((one) => [one.name, one.trace])) },
    {
      title: `What is in ${document.map.file}?`,
      program: `Mapwright ${version}`,
      date: new Date().toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" }),
      commands: { where: "In Mapwright's command line, or as a script:", lines },
    },
  );
  await app.host.saveFile(name, page);
  done(app, `identify report ${quoted(name)}`, "the report");
}

/** The ranking as CSV. */
export async function saveRankingTable(app: App, name = "identification.csv"): Promise<void> {
  const { document } = found(app);
  await app.host.saveFile(name, identifyCsv(document));
  done(app, `identify table ${quoted(name)}`, `${document.candidates.length} rows`);
}

/** What was found, with what the user made of it. Throws `input` before anything was. */
function found(app: App) {
  const { answer, projection, marks } = app.stores.identify.getState();
  if (!answer || !projection) {
    throw new AppError("input", "There is no ranking to save yet; screen a library first.");
  }
  const document: IdentifyDocument = {
    ...answer.document,
    candidates: answer.document.candidates.map((one) => ({ ...one, mark: marks[one.name] ?? null })),
  };
  return { document, traces: answer.traces, projection };
}

function done(app: App, command: string, what: string): void {
  say(app, command);
  note(app, `Saved ${what}.`);
  addToast(app.stores.log, "note", `Saved ${what}.`);
}
