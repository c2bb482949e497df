import { Eraser } from "lucide-react";
import { useState } from "react";
import { previewPlaced, previewZero, zeroAndContinue, zeroPlaced } from "#renderer/commands/zero.ts";
import { useApp, useRun, useSettings } from "#renderer/panels/app/context.ts";
import { Explained } from "#renderer/panels/fit/Explained.tsx";
import { useExplained } from "#renderer/panels/fit/use-explained.ts";
import type { FitRow } from "#renderer/stores/fit-rows.ts";
import { percent } from "#renderer/stores/format.ts";
import type { ZeroOptions } from "#renderer/stores/settings.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Section } from "#renderer/ui/Section.tsx";
import { Select } from "#renderer/ui/Select.tsx";
import { Slider } from "#renderer/ui/Slider.tsx";

const METHODS = [
  { value: "erase", text: "well-covered voxels" },
  { value: "fractional", text: "the model's share" },
] as const;

/** Takes the density of the shown placement, or of all that is placed, out of the map, and goes on with what remains. */
export function ZeroSection({ row }: { row: FitRow }) {
  const app = useApp();
  const run = useRun();
  const options = useSettings((state) => state.zero);
  const explained = useExplained();
  const { map, waiting } = explained;
  const [expected, setExpected] = useState<{ key: string; share: number } | null>(null);
  const key = `${map?.id} ${row.model} ${row.placement} ${waiting}`;
  const preview = expected?.key === key ? expected.share : null;
  // Placed models go together; without them the button speaks of the placement that is shown.
  const isMany = waiting > 1;
  const look = () =>
    run(async () => {
      const share = isMany
        ? await previewPlaced(app, options)
        : await previewZero(app, row.model, row.placement, options);
      setExpected({ key, share });
    });
  const zero = () =>
    run(() => (isMany ? zeroPlaced(app, options) : zeroAndContinue(app, row.model, row.placement, options)));
  return (
    <Section title="Zero density">
      <Coverage onChange={() => setExpected(null)} />
      <Explained explained={explained} preview={preview} />
      <div className="buttons zero-actions">
        <Button onClick={look}>Preview</Button>
        <Button
          kind="primary"
          icon={<Eraser />}
          {...(isMany ? {} : { keys: "Z" })}
          disabled={!isMany && row.state === "zeroed"}
          onClick={zero}
        >
          {isMany ? `Zero the ${waiting} placed` : "Zero and continue"}
        </Button>
      </div>
    </Section>
  );
}

/** What counts as covered by a model. */
function Coverage({ onChange }: { onChange: () => void }) {
  const app = useApp();
  const options = useSettings((state) => state.zero);
  const set = (change: Partial<ZeroOptions>) => {
    onChange();
    app.view.setPreview(null);
    app.stores.settings.setState(({ zero }) => ({ zero: { ...zero, ...change } }));
  };
  return (
    <div className="fields">
      <span className="label">Remove</span>
      <Select
        label="What is removed"
        value={options.method}
        options={METHODS}
        onChange={(method) => set({ method })}
      />
      <span className="label">Covers</span>
      <Slider
        label="Share of the mass of the model's own map that counts as covered"
        value={options.mass}
        min={0.5}
        max={0.99}
        step={0.01}
        show={percent}
        onMove={(mass) => set({ mass })}
        onCommit={(mass) => set({ mass })}
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
  );
}
