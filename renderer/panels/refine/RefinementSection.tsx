import type { Refined } from "#renderer/stores/judged.ts";
import { Section } from "#renderer/ui/Section.tsx";

type Refinement = Refined["refinement"];
type State = Refinement["before"];

const ROWS: readonly { readonly name: string; readonly unit: string; of(state: State): string }[] = [
  { name: "CC held out", unit: "", of: ({ heldOut }) => heldOut.toFixed(4) },
  { name: "CC near the model", unit: "", of: ({ correlation }) => correlation.toFixed(4) },
  { name: "Shift, rms", unit: "Å", of: ({ shift }) => shift.toFixed(2) },
  { name: "Bonds, rms change", unit: "Å", of: ({ bondRmsd }) => bondRmsd.toFixed(3) },
  { name: "B, mean", unit: "Å²", of: ({ meanB }) => meanB.toFixed(0) },
  {
    name: "B, range",
    unit: "Å²",
    of: ({ lowestB, highestB }) => `${lowestB.toFixed(0)} to ${highestB.toFixed(0)}`,
  },
];

/** What came of a refinement: its verdict, a table of before and after, and its stages. */
export function RefinementSection({ refined: { from, refinement } }: { refined: Refined }) {
  const { verdict, before, after, stages, heldOut, remarks, notes } = refinement;
  const isBetter = verdict.kind === "better";
  return (
    <Section title="What it did">
      <div className={`verdict-box ${isBetter ? "clear" : "none"}`}>
        <p className={`verdict ${isBetter ? "clear" : "none"}`} role="status">
          {verdict.label}
        </p>
      </div>
      <table className="refine-table">
        <thead>
          <tr>
            <th scope="col">{from}</th>
            <th scope="col">before</th>
            <th scope="col">after</th>
          </tr>
        </thead>
        <tbody>
          {ROWS.map(({ name, unit, of }) => (
            <tr key={name}>
              <th scope="row">
                {name}
                {unit === "" ? "" : `, ${unit}`}
              </th>
              <td>{of(before)}</td>
              <td>{of(after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul className="refine-stages">
        {stages.map(({ name, rounds, keptRound, variables, after: then }) => (
          <li key={name}>
            <b>{name}</b>: {variables} numbers, {keptRound} of {rounds} rounds kept, held-out CC{" "}
            {then.heldOut?.toFixed(4) ?? "–"}
          </li>
        ))}
      </ul>
      <p className="soft refine-why">{[`${heldOut}.`, ...remarks, ...notes].join(" ")}</p>
    </Section>
  );
}
