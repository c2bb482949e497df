import { Boxes, Puzzle, Search } from "lucide-react";
import type { ReactNode } from "react";
import type { DemoKind } from "#core/demo/demo-kinds.ts";
import { openDemo } from "#renderer/commands/demo.ts";
import { useJobs, useRun } from "#renderer/panels/app/context.ts";

const CARDS: readonly { kind: DemoKind; icon: ReactNode; title: string; text: string }[] = [
  {
    kind: "one",
    icon: <Puzzle />,
    title: "One model, one map",
    text: "A chain of 200 residues and its map at 4 Å. Press Fit.",
  },
  {
    kind: "complex",
    icon: <Boxes />,
    title: "A complex, chain by chain",
    text: "Three chains, a noisy map at 3.5 Å: fit, place, zero, go on.",
  },
  {
    kind: "domains",
    icon: <Search />,
    title: "Which domains are in it?",
    text: "A noisy map at 5 Å and five domains; only two belong.",
  },
];

/** Made-up data that show the three jobs; nothing is fetched. */
export function DemoCards() {
  const run = useRun();
  const isBusy = useJobs(({ jobs }) => jobs.length > 0);
  return (
    <section aria-labelledby="start-demos">
      <h3 id="start-demos">
        Try it <span className="start-aside">made-up proteins with a known answer, no network needed</span>
      </h3>
      <div className="start-cards">
        {CARDS.map(({ kind, icon, title, text }) => (
          <button
            key={kind}
            type="button"
            className="start-card"
            disabled={isBusy}
            onClick={() => run((app) => openDemo(app, kind))}
          >
            {icon}
            <b>{title}</b>
            <span className="start-line">{text}</span>
          </button>
        ))}
      </div>
    </section>
  );
}
