import { FolderOpen, Pause } from "lucide-react";
import { useStore } from "zustand";
import { takeLibrary } from "#renderer/commands/identify/library.ts";
import { screen } from "#renderer/commands/identify/screen.ts";
import { cancelJob } from "#renderer/commands/run.ts";
import { useApp, useIdentify, useRun, useWorkbench } from "#renderer/panels/app/context.ts";
import type { IdentifyPlan } from "#renderer/panels/identify/use-identify.ts";
import { grouped, seconds } from "#renderer/stores/format.ts";
import type { IdentifyOptions } from "#renderer/stores/identify.ts";
import type { MapEntry } from "#renderer/stores/scene.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { ProgressBar } from "#renderer/ui/ProgressBar.tsx";
import { Section } from "#renderer/ui/Section.tsx";
import { Select } from "#renderer/ui/Select.tsx";

/** CPU seconds that 1,000 starts of a candidate and a full search take; `npm run bench -- identify`. */
const SECONDS_SCREENED = 0.07;
const SECONDS_SEARCHED = 0.65;

const SPLITS = [
  { value: "none", text: "whole models" },
  { value: "chains", text: "each chain" },
  { value: "domains", text: "each rigid domain" },
] as const;

/** What to try, and the button that tries it; while it runs, how far it is. */
export function LibrarySection({ map, plan }: { map: MapEntry; plan: IdentifyPlan }) {
  const app = useApp();
  const run = useRun();
  const answer = useIdentify((state) => state.answer);
  const asked = useIdentify((state) => state.run);
  const threads = useStore(useWorkbench().about, (state) => state.threads);
  const { files, job, options, isPart, report } = plan;
  if (files === 0) {
    return (
      <Section title="Library">
        <p className="hint">Drop a folder of models anywhere in the window: PDB, mmCIF or AlphaFold files.</p>
        <Button
          icon={<FolderOpen />}
          onClick={() => run(async (own) => takeLibrary(own, await own.host.pickFiles()))}
        >
          Choose files…
        </Button>
      </Section>
    );
  }
  const isSame = asked?.map === map.id && isEqual(asked.options, options);
  const isPaused = isSame && answer?.document.isPartial === true;
  const screened = (SECONDS_SCREENED * files * (report?.starts.value ?? 1000)) / 1000;
  const wait = (screened + SECONDS_SEARCHED * Math.min(files, options.full)) / threads;
  return (
    <Section title="Library" aside={`${grouped(files)} files`}>
      {job ? (
        <div className="identify-running">
          <ProgressBar progress={job.progress} title={job.title} />
          <Button icon={<Pause />} disabled={job.cancelling} onClick={() => cancelJob(app, job.id)}>
            {job.cancelling ? "Pausing…" : "Pause"}
          </Button>
        </div>
      ) : (
        <>
          <div className="fields identify-fields">
            <span className="label">Try</span>
            <Select
              label="What of each model is tried"
              value={options.split}
              options={SPLITS}
              onChange={(split) =>
                app.stores.identify.setState((state) => ({ options: { ...state.options, split } }))
              }
            />
          </div>
          <div className="buttons identify-actions">
            <Button kind="primary" onClick={() => run((own) => screen(own, { map, isPart, options }))}>
              {isPaused ? "Resume" : "Screen"}
            </Button>
            <span className="hint">about {seconds(Math.max(wait, 1))}; results so far outlast a restart</span>
          </div>
        </>
      )}
    </Section>
  );
}

function isEqual(a: IdentifyOptions, b: IdentifyOptions): boolean {
  return (Object.keys(a) as (keyof IdentifyOptions)[]).every((key) => a[key] === b[key]);
}
