import { useRef } from "react";
import { useJobs } from "#renderer/panels/app/context.ts";
import { useCommandLine } from "#renderer/panels/app/use-command-line.ts";

/** The command line: history with the arrows, completion with Tab; what is wrong is shown above it. */
export function CommandLine() {
  const input = useRef<HTMLInputElement>(null);
  const { text, problem, offers, hint, change, press } = useCommandLine();
  const job = useJobs(({ jobs }) => jobs[0]);
  return (
    <footer className="command-line">
      {problem ? (
        <div className="command-problem" role="alert">
          <code>
            {problem.line.slice(0, problem.start)}
            <mark>{problem.line.slice(problem.start, problem.end) || " "}</mark>
            {problem.line.slice(problem.end)}
          </code>
          <p>{problem.message}</p>
        </div>
      ) : null}
      {offers.length > 1 ? <div className="command-offers">{offers.join("   ")}</div> : null}
      {hint && !problem && offers.length < 2 ? (
        <div className="command-offers">
          <code>{hint.usage}</code> {hint.summary}
        </div>
      ) : null}
      <span className="prompt" aria-hidden="true">
        ❯
      </span>
      <input
        ref={input}
        id="command"
        aria-label="Command"
        placeholder="command — Tab completes, ↑ repeats, help lists"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => change(event.target.value)}
        onKeyDown={press}
      />
      {job ? <span className="aside">{job.progress?.step ?? job.title}…</span> : null}
    </footer>
  );
}
