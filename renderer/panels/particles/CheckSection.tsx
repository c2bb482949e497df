import { CircleCheck, CircleHelp, CircleX, FileText, Square } from "lucide-react";
import type { ReactNode } from "react";
import type { Finding } from "#core/report/check-report.ts";
import { checkParticles, saveCheck } from "#renderer/commands/particles/check-particles.ts";
import { cancelJob } from "#renderer/commands/run.ts";
import { useJobs, useParticles, useRun } from "#renderer/panels/app/context.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { ProgressBar } from "#renderer/ui/ProgressBar.tsx";
import { Section } from "#renderer/ui/Section.tsx";

const SIGNS: Readonly<Record<Finding["speaks"], { readonly icon: ReactNode; readonly text: string }>> = {
  for: { icon: <CircleCheck />, text: "As it should be" },
  open: { icon: <CircleHelp />, text: "Look at it" },
  against: { icon: <CircleX />, text: "Wrong" },
};

/** Looks at the particles before anything runs; nothing while that goes on. */
export function CheckButton() {
  const does = useRun();
  const isChecking = useJobs(({ jobs }) => jobs.some(({ kind }) => kind === "check"));
  return isChecking ? null : (
    <Button
      hint="Half sets, pixel size, CTF, origins, hand of the images and contrast, before anything runs"
      onClick={() => does(checkParticles)}
    >
      Check
    </Button>
  );
}

/** A check under way, or what it found, as sentences, and the page that shows it. */
export function CheckSection() {
  const does = useRun();
  const check = useParticles((state) => state.check);
  const job = useJobs(({ jobs }) => jobs.find(({ kind }) => kind === "check"));
  if (job) {
    return (
      <Section title="Checking">
        <div className="particles-running">
          <ProgressBar progress={job.progress} title={job.title} />
          <Button
            icon={<Square />}
            disabled={job.cancelling}
            onClick={() => does((app) => cancelJob(app, job.id))}
          >
            {job.cancelling ? "Stopping…" : "Stop the check"}
          </Button>
        </div>
      </Section>
    );
  }
  if (!check) return null;
  return (
    <Section title="Check">
      <Findings findings={check.findings} />
      <div className="buttons particles-actions">
        <Button
          icon={<FileText />}
          hint="One HTML page: back-projection, particles beside projections, views"
          onClick={() => does((app) => saveCheck(app))}
        >
          Save the page
        </Button>
      </div>
    </Section>
  );
}

function Findings({ findings }: { findings: readonly Finding[] }) {
  const wrong = findings.filter(({ speaks }) => speaks === "against").length;
  const open = findings.filter(({ speaks }) => speaks === "open").length;
  return (
    <>
      <p role="status">{verdict(wrong, open)}</p>
      <details className="particles-why" open={wrong + open > 0}>
        <summary>What was looked at</summary>
        <ul className="particles-findings">
          {findings.map(({ speaks, title, text }) => (
            <li key={title} className={speaks}>
              <span role="img" aria-label={SIGNS[speaks].text}>
                {SIGNS[speaks].icon}
              </span>
              <span>
                <b>{title}:</b> {text}.
              </span>
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}

function verdict(wrong: number, open: number): string {
  if (wrong > 0) {
    return `${wrong === 1 ? "One thing is" : `${wrong} things are`} wrong: put ${wrong === 1 ? "it" : "them"} right before a refinement.`;
  }
  if (open === 0) return "Nothing speaks against these particles.";
  return `Nothing is wrong for certain; ${open === 1 ? "one thing is" : `${open} things are`} worth a look.`;
}
