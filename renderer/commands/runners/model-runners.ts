import { numberOf } from "#core/command/arguments.ts";
import type { ModelCommand } from "#core/command/tables/model-commands.ts";
import { simulateMap } from "#renderer/commands/molmap.ts";
import { entriesOf } from "#renderer/commands/named.ts";
import type { Runner } from "#renderer/commands/runners/runner.ts";
import { isMap, isModel } from "#renderer/stores/scene.ts";

export const modelRunners: Readonly<Record<ModelCommand, Runner>> = {
  molmap: async (app, args) => {
    const grid = entriesOf(app, args, "onGrid").find(isMap);
    for (const model of entriesOf(app, args, "spec").filter(isModel)) {
      await simulateMap(app, model, numberOf(args, "resolution") ?? 0, grid);
    }
  },
};
