import type { ModelState, RefinedModel } from "#core/refine/refine-model.ts";
import { grouped, rightAligned, short } from "#electron/cli/text.ts";

/** Before and after, then the stages, as text. */
export function refineTables({
  before,
  after,
  stages,
}: Pick<RefinedModel, "before" | "after" | "stages">): string {
  const tables = [stateRows(before, after), ...(stages.length > 0 ? [stageRows(stages)] : [])];
  return tables.map((rows) => rightAligned(namedRows(rows)).join("\n")).join("\n\n");
}

function stateRows(before: ModelState, after: ModelState): string[][] {
  const row = (name: string, of: (state: ModelState) => string) => [name, of(before), of(after)];
  return [
    ["", "before", "after"],
    row("correlation, held-out data", ({ heldOut }) => heldOut.toFixed(4)),
    row("correlation, map near the model", ({ correlation }) => correlation.toFixed(4)),
    row("1 − correlation refined", ({ target }) => target.toFixed(4)),
    row("shift, rms Å", ({ shift }) => shift.toFixed(3)),
    row("bond lengths, rms change Å", ({ bondRmsd }) => bondRmsd.toFixed(3)),
    row("B lowest, mean, highest Å²", ({ lowestB, meanB, highestB }) =>
      [lowestB, meanB, highestB].map((b) => short(Math.round(b))).join(" "),
    ),
  ];
}

function stageRows(stages: RefinedModel["stages"]): string[][] {
  const header = ["stage", "variables", "rounds", "kept", "refined against", "held out"];
  const change = (from: number | undefined, to: number | undefined) =>
    `${from?.toFixed(4) ?? "–"} → ${to?.toFixed(4) ?? "–"}`;
  return [
    header,
    ...stages.map(({ name, variables, rounds, keptRound, before, after }) => [
      name,
      grouped(variables),
      String(rounds),
      String(keptRound),
      change(before.correlation, after.correlation),
      change(before.heldOut, after.heldOut),
    ]),
  ];
}

/** Rows whose names, the first cells, begin at the left edge. */
function namedRows(rows: readonly (readonly string[])[]): string[][] {
  const width = Math.max(...rows.map(([name = ""]) => name.length));
  return rows.map(([name = "", ...cells]) => [name.padEnd(width), ...cells]);
}
