import { useState } from "react";
import { ALLOWED_CLASH, acceptProposal, propose } from "#renderer/commands/judge/propose.ts";
import { refitDomains } from "#renderer/commands/judge/refit-domains.ts";
import { showCluster } from "#renderer/commands/poses.ts";
import { useFits, useResultsView, useRun } from "#renderer/panels/app/context.ts";
import type { PoorModel, Proposed } from "#renderer/stores/results.ts";
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
                {proposal.sentence ?? "none clash."}
                {proposal.isBest ? "" : " There were too many to weigh them all; there may be better."}
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
      {proposal?.poor?.length ? <Poor poor={proposal.poor} choices={proposal.choices} /> : null}
      {proposal ? <Choices choices={proposal.choices} /> : null}
    </div>
  );
}

/** What does not fit as a whole, and the offer to look for its domains. */
function Poor({ poor, choices }: { poor: readonly PoorModel[]; choices: readonly Proposed[] }) {
  const run = useRun();
  return (
    <div className="proposal-head poor">
      <p>
        {poor.map(({ model, reason, domains }) => (
          <span key={model}>
            <b>{choices.find((one) => one.model === model)?.name}</b> does not fit as a whole:{" "}
            <span className="soft">
              {reason}. Its {domains.length} domains are {domains.join("; ")}.{" "}
            </span>
          </span>
        ))}
      </p>
      <Button
        hint="Searches for the domains by themselves, with everything else"
        onClick={() => run(refitDomains)}
      >
        Split into domains and refit
      </Button>
    </div>
  );
}

function Choices({ choices }: { choices: readonly Proposed[] }) {
  const run = useRun();
  return (
    <ul className="choices" aria-label="Proposed placements">
      {choices.map(({ model, name, placement, reason }) => (
        <li key={`${model} ${placement}`} className={placement === null ? "out" : ""}>
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
