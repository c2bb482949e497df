import { type KeyboardEvent, useEffect, useRef } from "react";
import type { CandidateDocument } from "#core/report/identify/identify-document.ts";
import {
  chooseCandidate,
  keepCandidate,
  rejectCandidate,
  showCandidate,
} from "#renderer/commands/identify/candidates.ts";
import { saveRankingReport, saveRankingTable } from "#renderer/commands/identify/save-ranking.ts";
import { useIdentify, useRun } from "#renderer/panels/app/context.ts";
import { CandidateCard } from "#renderer/panels/identify/CandidateCard.tsx";
import { grouped } from "#renderer/stores/format.ts";
import { Button } from "#renderer/ui/Button.tsx";
import "#renderer/panels/identify/candidates.css";

/** Candidates side by side; the CSV has all. */
const SHOWN = 20;

const MOVES: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** What was found, best first: small pictures to go through with the arrow keys, Enter keeps, X rejects. */
export function CandidatesPanel() {
  const run = useRun();
  const answer = useIdentify((state) => state.answer);
  const chosen = useIdentify((state) => state.chosen);
  if (!answer) {
    return (
      <p className="panel section hint">
        The candidates of an identification appear here, best first, each with a picture of where it fits. ↑ ↓
        goes through them and shows each in the scene, Enter keeps, X rejects.
      </p>
    );
  }
  const shown = answer.document.candidates.slice(0, SHOWN);
  const at = shown.findIndex(({ name }) => name === chosen);
  const press = (event: KeyboardEvent) => {
    const by = MOVES[event.key];
    const current = shown[at];
    if (by !== undefined) {
      const next = shown[Math.min(shown.length - 1, Math.max(0, at + by))];
      if (next) run((app) => showCandidate(app, next.name));
    } else if (event.key === "Enter" && current) run((app) => keepCandidate(app, current.name));
    else if (event.key.toLowerCase() === "x" && current) run((app) => rejectCandidate(app, current.name));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="panel candidates">
      <div className="candidates-bar">
        <Actions candidate={shown[at]} />
        <span className="aside">
          {grouped(answer.done)} of {grouped(answer.total)} files tried
        </span>
      </div>
      <Details candidate={shown[at]} />
      <List
        shown={shown}
        chosen={shown[at]}
        onPress={press}
        onChoose={(name) => run((app) => chooseCandidate(app, name))}
      />
    </div>
  );
}

function Actions({ candidate }: { candidate: CandidateDocument | undefined }) {
  const run = useRun();
  const name = candidate?.name ?? "";
  return (
    <div className="buttons">
      <Button disabled={!candidate} keys="Enter" onClick={() => run((app) => keepCandidate(app, name))}>
        Keep
      </Button>
      <Button disabled={!candidate} keys="X" onClick={() => run((app) => rejectCandidate(app, name))}>
        Reject
      </Button>
      <Button
        hint="Saves the ranking as one HTML page with pictures"
        onClick={() => run((app) => saveRankingReport(app))}
      >
        Report
      </Button>
      <Button hint="Saves the rows of the ranking as CSV" onClick={() => run((app) => saveRankingTable(app))}>
        CSV
      </Button>
    </div>
  );
}

function List(props: {
  shown: readonly CandidateDocument[];
  chosen: CandidateDocument | undefined;
  onPress: (event: KeyboardEvent) => void;
  onChoose: (name: string) => void;
}) {
  const { shown, chosen, onPress, onChoose } = props;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chosen) list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return (
    <div
      ref={list}
      className="identify-list"
      role="listbox"
      aria-label="Candidates, best first"
      aria-activedescendant={chosen ? `candidate-${chosen.name}` : undefined}
      tabIndex={0}
      onKeyDown={onPress}
    >
      {shown.map((candidate) => (
        <CandidateCard
          key={candidate.name}
          candidate={candidate}
          isChosen={candidate === chosen}
          onChoose={() => onChoose(candidate.name)}
        />
      ))}
    </div>
  );
}

/** The verdict of the candidate that is looked at, in words. */
function Details({ candidate }: { candidate: CandidateDocument | undefined }) {
  if (!candidate)
    return (
      <p className="hint identify-verdict">
        ↑ ↓ goes through them and shows each in the scene, Enter keeps, X rejects.
      </p>
    );
  const { name, verdict, sentence } = candidate;
  return (
    <p role="status" className={`identify-verdict ${verdict}`}>
      <b>
        {name}: {verdict}.
      </b>{" "}
      {sentence}
    </p>
  );
}
