import { textsOf } from "#core/command/arguments.ts";
import type { MouseCommand } from "#core/command/tables/mouse-commands.ts";
import { modeFrom, setRightMouse } from "#renderer/commands/right-mouse.ts";
import type { Runner } from "#renderer/commands/runners/runner.ts";

export const mouseRunners: Readonly<Record<MouseCommand, Runner>> = {
  mousemode: (app, args) => setRightMouse(app, modeFrom(textsOf(args, "mode").join(" "))),
};
