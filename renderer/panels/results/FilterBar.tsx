import { useApp, useResultsView, useSettings } from "#renderer/panels/app/context.ts";
import { COLUMNS, isNumeric } from "#renderer/panels/results/columns.ts";
import { ToleranceFields } from "#renderer/panels/results/ToleranceFields.tsx";
import { NO_FILTER, type RowFilter, withFilter } from "#renderer/stores/results.ts";
import type { ResultSettings } from "#renderer/stores/settings.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { NumberField } from "#renderer/ui/NumberField.tsx";
import { Select } from "#renderer/ui/Select.tsx";
import { Slider } from "#renderer/ui/Slider.tsx";

const NUMBERS = COLUMNS.filter(isNumeric).map(({ column, title }) => ({ value: column, text: title }));

/** Which rows are shown, how near placements share one, and what colours and sizes mean. */
export function FilterBar() {
  const { results, settings } = useApp().stores;
  const filter = useResultsView((state) => state.filter);
  const { color, size, offset } = useSettings((state) => state.results);
  const set = (change: Partial<RowFilter>) => results.setState({ filter: withFilter(filter, change) });
  const look = (change: Partial<ResultSettings>) =>
    settings.setState((now) => ({ results: { ...now.results, ...change } }));
  return (
    <div className="filter-bar">
      <input
        className="input filter-text"
        type="search"
        aria-label="Rows whose model, state or note holds this text"
        placeholder="model, state, note"
        value={filter.text}
        onChange={(event) => set({ text: event.target.value })}
      />
      <span className="hint">about mean ≥</span>
      <NumberField
        label="Least correlation about the mean"
        value={filter.least}
        placeholder="any"
        min={-1}
        max={1}
        step={0.05}
        onCommit={(least) => set({ least })}
      />
      <label className="check">
        <input
          type="checkbox"
          checked={filter.clearOnly}
          onChange={(event) => set({ clearOnly: event.target.checked })}
        />
        clear only
      </label>
      {filter === NO_FILTER ? null : (
        <Button kind="quiet" onClick={() => results.setState({ filter: NO_FILTER })}>
          Clear
        </Button>
      )}
      <ToleranceFields />
      <span className="hint">colour</span>
      <Select
        label="What colours mean"
        value={color}
        options={NUMBERS}
        onChange={(value) => look({ color: value })}
      />
      <span className="hint">size</span>
      <Select
        label="What sizes mean"
        value={size}
        options={NUMBERS}
        onChange={(value) => look({ size: value })}
      />
      <span className="hint">balls aside</span>
      <Slider
        label="How far the balls stand beside the map, in radii of the scene"
        value={offset}
        min={0}
        max={2}
        step={0.1}
        show={(value) => value.toFixed(1)}
        onMove={(value) => look({ offset: value })}
        onCommit={(value) => look({ offset: value })}
      />
    </div>
  );
}
