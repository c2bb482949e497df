import { validationCsv } from "#core/report/validation-csv.ts";
import { validationHtml } from "#core/report/validation-report.ts";
import type { App } from "#renderer/commands/app.ts";
import { note } from "#renderer/commands/run.ts";
import type { Judgement } from "#renderer/stores/judged.ts";
import { addToast } from "#renderer/stores/log.ts";

/** Saves a validation as one page for people, or its residues as a table. */
export async function saveValidation(app: App, judgement: Judgement, format: "html" | "csv"): Promise<void> {
  const { document } = judgement;
  const name = `${document.model.name.replace(/[^\w.-]+/g, "_")}_validation.${format}`;
  await app.host.saveFile(name, format === "csv" ? validationCsv(document) : await page(app, judgement));
  note(app, `Saved ${name}.`);
  addToast(app.stores.log, "note", `Saved ${name}.`);
}

async function page(app: App, { document, command }: Judgement): Promise<string> {
  const { version } = await app.engine.call("about", {});
  return validationHtml(document, {
    title: `${document.model.name} in ${document.map.file}`,
    program: `Mapwright ${version}`,
    date: new Date().toISOString().slice(0, 16).replace("T", " "),
    commands: { where: "In the window, with the same map and model open:", lines: [command] },
  });
}
