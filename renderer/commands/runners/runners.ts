import type { CommandName } from "#core/command/commands.ts";
import { editRunners } from "#renderer/commands/runners/edit-runners.ts";
import { fileRunners } from "#renderer/commands/runners/file-runners.ts";
import { fitRunners } from "#renderer/commands/runners/fit-runners.ts";
import { gaussianRunners } from "#renderer/commands/runners/gaussian-runners.ts";
import { identifyRunners } from "#renderer/commands/runners/identify-runners.ts";
import { judgeRunners } from "#renderer/commands/runners/judge-runners.ts";
import { lookRunners } from "#renderer/commands/runners/look-runners.ts";
import { mapRunners } from "#renderer/commands/runners/map-runners.ts";
import { modelRunners } from "#renderer/commands/runners/model-runners.ts";
import { mouseRunners } from "#renderer/commands/runners/mouse-runners.ts";
import { particlesRunners } from "#renderer/commands/runners/particles-runners.ts";
import type { Runner } from "#renderer/commands/runners/runner.ts";
import { sceneRunners } from "#renderer/commands/runners/scene-runners.ts";
import { selectRunners } from "#renderer/commands/runners/select-runners.ts";
import { sessionRunners } from "#renderer/commands/runners/session-runners.ts";
import { viewRunners } from "#renderer/commands/runners/view-runners.ts";

/** What the window does at every command. */
export const runners: Readonly<Record<CommandName, Runner>> = {
  ...fileRunners,
  ...lookRunners,
  ...viewRunners,
  ...sceneRunners,
  ...selectRunners,
  ...mouseRunners,
  ...mapRunners,
  ...editRunners,
  ...modelRunners,
  ...judgeRunners,
  ...fitRunners,
  ...gaussianRunners,
  ...identifyRunners,
  ...particlesRunners,
  ...sessionRunners,
};
