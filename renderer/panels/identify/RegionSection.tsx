import { editMap } from "#renderer/commands/edit-map.ts";
import { editCommand } from "#renderer/commands/edit-words.ts";
import { useApp, useRun } from "#renderer/panels/app/context.ts";
import type { IdentifyPlan } from "#renderer/panels/identify/use-identify.ts";
import type { MapEntry } from "#renderer/stores/scene.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { NumberField } from "#renderer/ui/NumberField.tsx";
import { Section } from "#renderer/ui/Section.tsx";
import type { MapEdit } from "#workers/protocol.ts";

/** Where to look: the map, what it holds, and its largest pieces to look in one of them instead. */
export function RegionSection({ map, plan }: { map: MapEntry; plan: IdentifyPlan }) {
  const app = useApp();
  const run = useRun();
  const { report, resolution, options } = plan;
  const cut = (rank: number) =>
    run((own) => {
      if (!report) return;
      const edit: MapEdit = {
        kind: "blob",
        which: rank,
        level: report.level.value,
        fade: resolution.value / 2,
      };
      return editMap(own, map, edit, editCommand(own, map, edit));
    });
  return (
    <Section title="Region">
      <p>
        In <b>{map.name}</b>
        {plan.isPart ? ", a part of a larger map" : ""}:{" "}
        {report ? `about ${kilodaltons(report.mass)} kDa` : "…"}
      </p>
      <p className="soft">
        {report ? `${capitalized(report.sizes.reason)}.` : "What it holds is being worked out."}
      </p>
      {report && !plan.isPart ? (
        <div className="buttons identify-blobs">
          {report.blobs.map(({ rank, mass }) => (
            <Button
              key={rank}
              hint="Cuts this connected piece of density out and looks in it alone"
              onClick={() => cut(rank)}
            >
              Identify blob {rank}: {kilodaltons(mass)} kDa
            </Button>
          ))}
        </div>
      ) : null}
      <div className="fields identify-fields">
        <span className="label">Resolution</span>
        <NumberField
          label="Resolution of the map, Å"
          unit="Å"
          value={options.resolution}
          placeholder={String(resolution.value)}
          min={1}
          max={60}
          onCommit={(value) =>
            app.stores.identify.setState((state) => ({ options: { ...state.options, resolution: value } }))
          }
        />
      </div>
    </Section>
  );
}

function kilodaltons(mass: number): string {
  return mass < 10 ? mass.toFixed(1) : mass.toFixed(0);
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
