import { useApp, useFits } from "#renderer/panels/app/context.ts";
import { NumberField } from "#renderer/ui/NumberField.tsx";

/** How close placements must be to share a row; the table follows at once. */
export function ToleranceFields() {
  const app = useApp();
  const { shift, angle } = useFits((state) => state.tolerance);
  const set = (change: Partial<{ shift: number; angle: number }>) =>
    app.stores.fits.setState(({ tolerance }) => ({ tolerance: { ...tolerance, ...change } }));
  return (
    <div className="tolerance">
      <span className="hint">one row within</span>
      <NumberField
        label="Placements closer than this share a row, Å"
        unit="Å"
        value={shift}
        min={0}
        step={0.5}
        onCommit={(value) => value !== null && set({ shift: value })}
      />
      <NumberField
        label="Placements turned less than this share a row, degrees"
        unit="°"
        value={angle}
        min={0}
        max={180}
        step={1}
        onCommit={(value) => value !== null && set({ angle: value })}
      />
    </div>
  );
}
