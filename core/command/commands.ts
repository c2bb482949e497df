import type { CommandSyntax } from "#core/command/syntax.ts";
import { type EditCommand, editCommands } from "#core/command/tables/edit-commands.ts";
import { type FileCommand, fileCommands } from "#core/command/tables/file-commands.ts";
import { type FitCommand, fitCommands } from "#core/command/tables/fit-commands.ts";
import { type GaussianCommand, gaussianCommands } from "#core/command/tables/gaussian-commands.ts";
import { type IdentifyCommand, identifyCommands } from "#core/command/tables/identify-commands.ts";
import { type JudgeCommand, judgeCommands } from "#core/command/tables/judge-commands.ts";
import { type LookCommand, lookCommands } from "#core/command/tables/look-commands.ts";
import { type MapCommand, mapCommands } from "#core/command/tables/map-commands.ts";
import { type ModelCommand, modelCommands } from "#core/command/tables/model-commands.ts";
import { type MouseCommand, mouseCommands } from "#core/command/tables/mouse-commands.ts";
import { type ParticlesCommand, particlesCommands } from "#core/command/tables/particles-commands.ts";
import { type SceneCommand, sceneCommands } from "#core/command/tables/scene-commands.ts";
import { type SelectCommand, selectCommands } from "#core/command/tables/select-commands.ts";
import { type SessionCommand, sessionCommands } from "#core/command/tables/session-commands.ts";
import { type ViewCommand, viewCommands } from "#core/command/tables/view-commands.ts";

export type CommandName =
  | FileCommand
  | LookCommand
  | ViewCommand
  | SceneCommand
  | SelectCommand
  | MouseCommand
  | MapCommand
  | EditCommand
  | ModelCommand
  | JudgeCommand
  | FitCommand
  | GaussianCommand
  | IdentifyCommand
  | ParticlesCommand
  | SessionCommand;

/** Every command: what it is called, takes and does. The window and the command line carry them out. */
export const commands: Readonly<Record<CommandName, CommandSyntax>> = {
  ...fileCommands,
  ...lookCommands,
  ...viewCommands,
  ...sceneCommands,
  ...selectCommands,
  ...mouseCommands,
  ...mapCommands,
  ...editCommands,
  ...modelCommands,
  ...judgeCommands,
  ...fitCommands,
  ...gaussianCommands,
  ...identifyCommands,
  ...particlesCommands,
  ...sessionCommands,
};
