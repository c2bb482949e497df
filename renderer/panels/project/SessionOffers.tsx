import { discardSession } from "#renderer/commands/session/keep-session.ts";
import { countsText } from "#renderer/commands/session/restore-view.ts";
import { useProject, useRun } from "#renderer/panels/app/context.ts";
import { Button } from "#renderer/ui/Button.tsx";
import "#renderer/panels/project/project.css";

/** The session of an earlier window that was not saved: restore it, or let it go. */
export function SessionOffers() {
  const run = useRun();
  const offer = useProject((state) => state.offers[0]);
  const count = useProject((state) => state.offers.length);
  if (!offer) return null;
  const { id, saved, name } = offer;
  const others =
    count > 1 ? ` ${count - 1} earlier ${count === 2 ? "one is" : "ones are"} kept as well.` : "";
  return (
    <section className="offer" aria-label="Earlier session">
      <p>
        <b>
          Restore {name ?? "the session"} of {timeText(new Date(saved))}
        </b>{" "}
        ({countsText(offer)})?{others}
      </p>
      <Button kind="primary" onClick={() => run((app) => app.host.goToSession(id))}>
        Restore
      </Button>
      <Button onClick={() => run((app) => discardSession(app, id))}>Discard</Button>
      <Button kind="quiet" onClick={() => run((app) => app.stores.project.setState({ offers: [] }))}>
        Not now
      </Button>
    </section>
  );
}

/** "14:32", with the day when it is another one. */
function timeText(when: Date): string {
  const time = when.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
  const isToday = when.toDateString() === new Date().toDateString();
  return isToday ? time : `${when.toLocaleDateString(undefined, { day: "numeric", month: "long" })}, ${time}`;
}
