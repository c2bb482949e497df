import { Box, X } from "lucide-react";
import { openRecent, removeRecent } from "#renderer/commands/recent.ts";
import { useJobs, useRun, useStart } from "#renderer/panels/app/context.ts";
import type { RecentCard } from "#renderer/stores/start.ts";
import { Button } from "#renderer/ui/Button.tsx";

/** How many fit in a row; older ones come when one is taken off. */
const SHOWN = 4;

/** What was opened before, with how it looked; its place is kept while the list is on its way. */
export function RecentCards() {
  const recent = useStart((state) => state.recent);
  return (
    <section className="start-recent" aria-labelledby="start-recent">
      <h3 id="start-recent">
        Recent <span className="start-aside">kept on this computer only</span>
      </h3>
      {recent?.length === 0 ? (
        <p className="hint">What you open or fetch will be here the next time.</p>
      ) : (
        <ul className="start-cards">
          {recent?.slice(0, SHOWN).map((card) => (
            <OneRecent key={card.id} card={card} />
          ))}
        </ul>
      )}
    </section>
  );
}

function OneRecent({ card }: { card: RecentCard }) {
  const run = useRun();
  const isBusy = useJobs(({ jobs }) => jobs.length > 0);
  const name = titleOf(card);
  const isGone = card.missing.length > 0;
  return (
    <li className="start-recent-card">
      <button
        type="button"
        className="start-card"
        disabled={isBusy}
        title={isGone ? `${card.missing.join(", ")}: not there any more` : card.names.join(", ")}
        onClick={() => run((app) => openRecent(app, card.id))}
      >
        {card.picture ? <img src={card.picture} alt="" width="220" height="124" /> : <Box />}
        <b className="start-recent-name">{name}</b>
        <span className="start-line">{isGone ? "not there any more" : whenOpened(card.opened)}</span>
      </button>
      <Button
        kind="quiet"
        icon={<X />}
        label={`Take ${name} off the list`}
        onClick={() => run((app) => removeRecent(app, card.id))}
      />
    </li>
  );
}

function titleOf({ names }: RecentCard): string {
  const [first = "", second, ...more] = names;
  if (second === undefined) return first;
  return more.length === 0 ? `${first}, ${second}` : `${first} and ${names.length - 1} more`;
}

function whenOpened(iso: string): string {
  const date = new Date(iso);
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday
    ? `today, ${date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })}`
    : date.toLocaleDateString([], { day: "numeric", month: "long" });
}
