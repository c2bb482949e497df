import { useStore } from "zustand";
import { useApp, useSettings } from "#renderer/panels/app/context.ts";
import { gradientOf } from "#renderer/scene/colors.ts";
import { density } from "#renderer/stores/format.ts";
import type { Legend } from "#renderer/stores/scores.ts";

/** What the colours of models stand for: scale, unit, and which models; equal scales are told once. */
export function Legends() {
  const legends = useStore(useApp().stores.scores, (state) => state.legends);
  const split = useSettings((state) => state.split);
  if (legends.length === 0 || split <= 0.02) return null;
  return (
    <div className="scales" style={{ right: `calc(${100 * (1 - split)}% + 14px)` }}>
      {[...grouped(legends)].map(([key, [first, ...others]]) =>
        first ? (
          <div key={key} className="scale">
            <span>
              {[first, ...others].map(({ spec }) => spec).join(" ")} {first.title}
              {first.unit ? `, ${first.unit}` : ""}
            </span>
            <i style={{ background: gradientOf(first.palette) }} />
            <span className="ends">
              <span>{density(first.low)}</span>
              <span>{density(first.high)}</span>
            </span>
          </div>
        ) : null,
      )}
    </div>
  );
}

function grouped(legends: readonly Legend[]): Map<string, Legend[]> {
  const groups = new Map<string, Legend[]>();
  for (const legend of legends) {
    const key = `${legend.title} ${legend.unit} ${legend.low} ${legend.high} ${legend.palette}`;
    groups.set(key, [...(groups.get(key) ?? []), legend]);
  }
  return groups;
}
