import { useEffect, useRef } from "react";
import { useLog } from "#renderer/panels/app/context.ts";
import "#renderer/panels/log/log.css";

/** The commands that repeat every step, and what came of them. */
export function LogPanel() {
  const lines = useLog((state) => state.lines);
  const end = useRef<HTMLDivElement>(null);
  const count = lines.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: every new line scrolls to the end
  useEffect(() => {
    end.current?.scrollIntoView({ block: "end" });
  }, [count]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <div className="panel log" role="log" aria-label="Log" tabIndex={0}>
      {lines.length === 0 ? (
        <p className="hint">Every click leaves the command that repeats it here.</p>
      ) : null}
      {lines.map((line) => (
        <p key={line.id} className={line.kind}>
          {line.text}
        </p>
      ))}
      <div ref={end} />
    </div>
  );
}
