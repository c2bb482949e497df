import { Gauge } from "lucide-react";
import { useStore } from "zustand";
import { checkComputer, checkSentence } from "#renderer/commands/self-check.ts";
import { useJobs, useRun, useStart, useWorkbench } from "#renderer/panels/app/context.ts";
import { Button } from "#renderer/ui/Button.tsx";

/** Whether this computer is up to it: a fit whose answer is known, in a second or so. */
export function CheckComputer() {
  const run = useRun();
  const about = useStore(useWorkbench().about, ({ text }) => text);
  const check = useStart((state) => state.check);
  const job = useJobs(({ jobs }) => jobs.find(({ title }) => title === "Checking this computer"));
  return (
    <section className="start-check" aria-label="Check this computer">
      <Button icon={<Gauge />} disabled={job !== undefined} onClick={() => run(checkComputer)}>
        {job ? "Checking…" : "Check this computer"}
      </Button>
      <div role="status">
        {check ? (
          <>
            <p className={check.fit.isRight ? "good" : "bad"}>{checkSentence(check)}</p>
            <p className="hint">
              Fits on {check.fit.kernel.toUpperCase()}, {check.fit.threads}{" "}
              {check.fit.threads === 1 ? "thread" : "threads"} ({check.fit.device}) · draws with{" "}
              {check.graphics} · {check.gpu}
            </p>
          </>
        ) : (
          <p className="hint">
            Fits made-up data with a known answer, in a second or so{about ? `. Computes on ${about}` : ""}.
          </p>
        )}
      </div>
    </section>
  );
}
