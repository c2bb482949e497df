import type { FitsStore } from "#renderer/stores/fits.ts";
import type { HelpStore } from "#renderer/stores/help.ts";
import type { HistoryStore } from "#renderer/stores/history.ts";
import type { IdentifyStore } from "#renderer/stores/identify.ts";
import type { JobsStore } from "#renderer/stores/jobs.ts";
import type { JudgedStore } from "#renderer/stores/judged.ts";
import type { LogStore } from "#renderer/stores/log.ts";
import type { ParticlesStore } from "#renderer/stores/particles.ts";
import type { ProjectStore } from "#renderer/stores/project.ts";
import type { ResultsStore } from "#renderer/stores/results.ts";
import type { SceneStore } from "#renderer/stores/scene.ts";
import type { ScoresStore } from "#renderer/stores/scores.ts";
import type { SelectionStore } from "#renderer/stores/selection.ts";
import type { SettingsStore } from "#renderer/stores/settings.ts";
import type { StageStore } from "#renderer/stores/stage.ts";
import type { StartStore } from "#renderer/stores/start.ts";

/** The state of the window, one store per concern. A command changes them; none listens to another. */
export interface Stores {
  readonly scene: SceneStore;
  readonly selection: SelectionStore;
  readonly fits: FitsStore;
  readonly results: ResultsStore;
  readonly scores: ScoresStore;
  readonly judged: JudgedStore;
  readonly project: ProjectStore;
  readonly identify: IdentifyStore;
  readonly particles: ParticlesStore;
  readonly jobs: JobsStore;
  readonly log: LogStore;
  readonly history: HistoryStore;
  readonly settings: SettingsStore;
  readonly stage: StageStore;
  readonly start: StartStore;
  readonly help: HelpStore;
}
