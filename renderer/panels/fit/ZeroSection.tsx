import { Eraser } from "lucide-react";
import { useState } from "react";
import { previewZero, zeroAndContinue } from "#renderer/commands/zero.ts";
import { useApp, useRun, useScene, useSelection, useSettings } from "#renderer/panels/app/context.ts";
import type { FitRow } from "#renderer/stores/fit-rows.ts";
import { percent } from "#renderer/stores/format.ts";
import { mapById } from "#renderer/stores/scene.ts";
import type { ZeroOptions } from "#renderer/stores/settings.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Meter } from "#renderer/ui/Meter.tsx";
import { Section } from "#renderer/ui/Section.tsx";
import { Select } from "#renderer/ui/Select.tsx";
import { Slider } from "#renderer/ui/Slider.tsx";

const METHODS = [
  { value: "erase", text: "well-covered voxels" },
  { value: "fractional", text: "the model's share" },
] as const;

/** Takes the density of the shown placement out of the map, and goes on with what remains. */
export function ZeroSection({ row }: { row: FitRow }) {
  const app = useApp();
  const run = useRun();
  const options = useSettings((state) => state.zero);
  const map = useSelection((state) => state.map);
  const explained = useScene((state) => mapById(state, map)?.explained ?? 0);
  const [expected, setExpected] = useState<{ row: FitRow; map: typeof map; share: number } | null>(null);
  const set = (change: Partial<ZeroOptions>) => {
    setExpected(null);
    app.view.setPreview(null);
    app.stores.settings.setState(({ zero }) => ({ zero: { ...zero, ...change } }));
  };
  const isCurrent =
    expected?.map === map && expected.row.placement === row.placement && expected.row.model === row.model;
  const preview = isCurrent ? expected.share : null;
  const total = preview === null ? explained : 1 - (1 - explained) * (1 - preview);
  return (
    <Section title="Zero density">
      <div className="fields">
        <span className="label">Remove</span>
        <Select
          label="What is removed"
          value={options.method}
          options={METHODS}
          onChange={(method) => set({ method })}
        />
        {options.method === "erase" ? (
          <>
            <span className="label">Shrink</span>
            <Slider
              label="Stay inside the covered region, Å"
              value={options.shrink}
              min={0}
              max={3}
              step={0.1}
              show={(value) => `${value.toFixed(1)} Å`}
              onMove={(shrink) => set({ shrink })}
              onCommit={(shrink) => set({ shrink })}
            />
          </>
        ) : null}
      </div>
      <p className="soft zero-meter">
        {preview === null ? "Explained so far" : "Explained after zeroing"}: {percent(total)}
      </p>
      <Meter share={total} label="Share of the density that placed models explain" />
      <div className="buttons zero-actions">
        <Button
          onClick={() =>
            run(async () =>
              setExpected({ row, map, share: await previewZero(app, row.model, row.placement, options) }),
            )
          }
        >
          Preview
        </Button>
        <Button
          kind="primary"
          icon={<Eraser />}
          keys="Z"
          disabled={row.state === "zeroed"}
          onClick={() => run(() => zeroAndContinue(app, row.model, row.placement, options))}
        >
          Zero and continue
        </Button>
      </div>
    </Section>
  );
}
