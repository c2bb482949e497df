import type { FitTable } from "#renderer/stores/fits.ts";
import { seconds } from "#renderer/stores/format.ts";

/** What a colleague would say about rank 1. */
export function VerdictLine({ table }: { table: FitTable }) {
  const { kind, label, sentence } = table.verdict;
  return (
    <p className={`verdict ${kind}`} role="status">
      <span className="dot" aria-hidden="true" />
      <span>
        <b>{label.charAt(0).toUpperCase() + label.slice(1)}.</b>{" "}
        <span className="soft">
          {sentence} {seconds(table.seconds)}. {table.warnings.join(" ")}
        </span>
      </span>
    </p>
  );
}
