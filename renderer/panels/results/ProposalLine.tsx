import { useState } from "react";
import { ALLOWED_CLASH, acceptProposal, propose } from "#renderer/commands/judge/propose.ts";
import { showCluster } from "#renderer/commands/poses.ts";
import { useFits, useResultsView, useRun } from "#renderer/panels/app/context.ts";
import type { Proposed } from "#renderer/stores/results.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { NumberField } from "#renderer/ui/NumberField.tsx";

/** Over the rows of all models: one placement each that do not clash, with the reasons, placed by one press. */
export function ProposalLine() {
  const run = useRun();
  const proposal = useResultsView((state) => state.proposal);
  const models = useFits((state) => state.tables.length);
  const [allowed, setAllowed] = useState(ALLOWED_CLASH);
  const ask = (share: number) => {
    setAllowed(share);
    run((app) => propose(app, share));
  };
  const taken = proposal?.choices.filter(({ placement }) => placement !== null).length ?? 0;
  return (
    <div className="proposal">
      <div className="proposal-head">
        <p role="status">
          {proposal ? (
            <>
              <b>
                {taken} of {proposal.choices.length} proposed,
              </b>{" "}
              <span className="soft">
                none clash
                {proposal.isBest ? "" : "; too many to weigh them all, so there may be better"}.
              </span>
            </>
          ) : (
            <span className="soft">{models} models: which of their placements go together?</span>
          )}
        </p>
        <span className="hint">clash up to</span>
        <NumberField
          label="Share of a model's atoms that may lie within 2 Å of another, percent"
          unit="%"
          value={Math.round(1000 * allowed) / 10}
          min={0}
          max={100}
          step={1}
          onCommit={(value) => value !== null && ask(value / 100)}
        />
        <Button onClick={() => ask(allowed)}>Propose</Button>
        {proposal && taken > 0 ? (
          <Button kind="primary" onClick={() => run(acceptProposal)}>
            Accept all proposed
          </Button>
        ) : null}
      </div>
      {proposal ? <Choices choices={proposal.choices} /> : null}
    </div>
  );
}

function Choices({ choices }: { choices: readonly Proposed[] }) {
  const run = useRun();
  return (
    <ul className="choices" aria-label="Proposed placements">
      {choices.map(({ model, name, placement, reason }) => (
        <li key={model} className={placement === null ? "out" : ""}>
          {placement === null ? (
            <b>{name}</b>
          ) : (
            <button
              type="button"
              className="link"
              onClick={() => run((app) => showCluster(app, model, placement))}
            >
              {name}
            </button>
          )}{" "}
          <span className={placement === null ? "conflict" : "soft"}>{reason}</span>
        </li>
      ))}
    </ul>
  );
}
