import { chainPath } from "#core/report/identify/chain-path.ts";
import type { CandidateDocument } from "#core/report/identify/identify-document.ts";
import { useIdentify } from "#renderer/panels/app/context.ts";
import { fixed } from "#renderer/stores/format.ts";

/** A candidate: its chain in the region, rank, name, score and how far it stands out. */
export function CandidateCard(props: {
  candidate: CandidateDocument;
  isChosen: boolean;
  onChoose: () => void;
}) {
  const { candidate, isChosen, onChoose } = props;
  const { rank, name, score, z, verdict } = candidate;
  const mark = useIdentify((state) => state.marks[name]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the list that the card is in
    <div
      id={`candidate-${name}`}
      className={["identify-card", verdict, mark ?? ""].filter(Boolean).join(" ")}
      role="option"
      aria-selected={isChosen}
      tabIndex={-1}
      onClick={onChoose}
      title={candidate.sentence}
    >
      <Thumbnail name={name} />
      <span className="identify-name">
        {rank}. {name}
      </span>
      <span className="aside">
        {score.toFixed(3)} · z {fixed(z, 1)} · {verdict}
      </span>
      {mark ? <span className="identify-mark">{mark === "keep" ? "kept" : "rejected"}</span> : null}
    </div>
  );
}

/** The placed chain over the density; only the density before the full search has placed it. */
function Thumbnail({ name }: { name: string }) {
  const projection = useIdentify((state) => state.projection);
  const trace = useIdentify((state) => state.answer?.traces.find((one) => one.name === name)?.trace);
  if (!projection) return null;
  const { width, height, url } = projection;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <image href={url} width={width} height={height} preserveAspectRatio="none" />
      {trace ? <path d={chainPath(projection, trace)} /> : null}
    </svg>
  );
}
