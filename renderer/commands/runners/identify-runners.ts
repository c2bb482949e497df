import { booleanOf, numberOf, textOf, textsOf } from "#core/command/arguments.ts";
import type { IdentifyCommand } from "#core/command/tables/identify-commands.ts";
import { AppError } from "#core/errors.ts";
import { chooseCandidate, keepCandidate, rejectCandidate } from "#renderer/commands/identify/candidates.ts";
import { namedLibrary } from "#renderer/commands/identify/library.ts";
import { saveRankingReport, saveRankingTable } from "#renderer/commands/identify/save-ranking.ts";
import { isPart, screen } from "#renderer/commands/identify/screen.ts";
import { mapsOf } from "#renderer/commands/named.ts";
import type { Runner } from "#renderer/commands/runners/runner.ts";
import { activeMap } from "#renderer/commands/volume.ts";
import type { IdentifyOptions } from "#renderer/stores/identify.ts";

export const identifyRunners: Readonly<Record<IdentifyCommand, Runner>> = {
  "identify library": (app, args) => namedLibrary(app, textsOf(args, "file")),
  "identify screen": (app, args) => {
    const map = mapsOf(app, args, "inMap")[0] ?? activeMap(app);
    if (!map) throw new AppError("input", "There is no map to look in; open one first.");
    const { options } = app.stores.identify.getState();
    const plddt = numberOf(args, "plddt");
    const wishes: IdentifyOptions = {
      resolution: numberOf(args, "resolution") ?? options.resolution,
      level: numberOf(args, "level") ?? options.level,
      split: (textOf(args, "split") as IdentifyOptions["split"] | undefined) ?? options.split,
      leastPlddt: plddt === undefined ? options.leastPlddt : plddt > 0 ? plddt : null,
      full: numberOf(args, "full") ?? options.full,
      seed: numberOf(args, "seed") ?? options.seed,
    };
    return screen(app, { map, isPart: booleanOf(args, "part") ?? isPart(map), options: wishes });
  },
  "identify show": (app, args) => chooseCandidate(app, textOf(args, "candidate") ?? ""),
  "identify keep": (app, args) => keepCandidate(app, textOf(args, "candidate") ?? ""),
  "identify reject": (app, args) => rejectCandidate(app, textOf(args, "candidate") ?? ""),
  "identify report": (app, args) => saveRankingReport(app, textOf(args, "file")),
  "identify table": (app, args) => saveRankingTable(app, textOf(args, "file")),
};
